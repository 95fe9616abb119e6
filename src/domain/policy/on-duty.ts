// Who is on call at a moment: always the same people, or whose week of a rotation it is.
import type { Instant } from '../time.ts';
import { momentsOf, zoneOffset } from '../zone.ts';
import type { NamedPerson, OnCall, Rotation } from './access-policy.ts';

const minute = 60_000;
const day = 1440 * minute;
const week = 7 * day;

/** Who is on duty, and until when. Without `until` it never passes on. */
export interface Duty {
  readonly people: readonly [NamedPerson, ...NamedPerson[]];
  /** When it passes on to somebody else. */
  readonly until?: Instant;
}

/**
 * Who is on duty at `now`, never nobody. Before a rotation starts it is the first of its list.
 * @throws RangeError for a zone that this runtime does not know.
 */
export const onDuty = (onCall: OnCall, now: Instant): Duty['people'] => dutyAt(onCall, now).people;

/** The same, with the moment at which duty passes on to somebody else. @throws RangeError as `onDuty`. */
export function dutyAt({ duty }: OnCall, now: Instant): Duty {
  if (duty.kind === 'always') return { people: duty.people };
  const endOf = handOversOf(duty);
  const turn = turnAt(endOf, now);
  const person = personAt(duty, turn);
  // Somebody may stand in the list several times in a row; after one round nobody else can come any more.
  const next = duty.people.findIndex((_, ahead) => personAt(duty, turn + ahead + 1).id !== person.id);
  return { people: [person], ...(next >= 0 && { until: endOf(turn + next) }) };
}

/** When a turn ends; the first is turn 0. */
type HandOvers = (turn: number) => Instant;

/**
 * When each turn ends. The first does with the first hand-over after the day on which the rotation starts, so that a
 * start on the very day of the hand-over makes a whole week. Of a time that clocks show twice it is the first; of one
 * that they skip, the skip.
 */
function handOversOf({ starts, handOver, timeZone }: Rotation): HandOvers {
  const offsetAt = zoneOffset(timeZone);
  const daysAhead = ((handOver.day - weekdayOf(starts) + 6) % 7) + 1;
  const first = starts + daysAhead * day + handOver.minute * minute;
  return (turn) => Math.min(...momentsOf(first + turn * week, offsetAt));
}

/** Whose turn it is, counted in hand-overs. */
function turnAt(endOf: HandOvers, now: Instant): number {
  // Weeks in which clocks change are an hour shorter or longer, so this can be wrong by one.
  const guess = Math.floor((now - endOf(0)) / week);
  const ended = [guess + 1, guess].find((turn) => endOf(turn) <= now) ?? guess - 1;
  return Math.max(0, ended + 1);
}

const personAt = ({ people }: Rotation, turn: number): NamedPerson =>
  people[turn % people.length] ?? people[0];

/** ISO 8601 day of the week of a midnight as if UTC: 1970-01-01 was a Thursday. */
const weekdayOf = (midnight: Instant): number => ((((midnight / day + 3) % 7) + 7) % 7) + 1;
