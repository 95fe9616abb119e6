// Which rules could decide, while a form is not filled in yet.
import type { Instant, Seconds } from '../time.ts';
import type { AccessPolicy, Rule } from './access-policy.ts';
import { matchOf } from './matches.ts';
import type { Candidate, Known, MachineFacts, PersonFacts } from './question.ts';
import { weekClock } from './week-hours.ts';

/** What is known before source, time and reason are. */
export interface Prospect {
  readonly requester: PersonFacts;
  readonly machine: MachineFacts;
  readonly port: number;
  readonly startsAt: Instant;
  /** How long, where that is known already. Left out: up to the 24 hours that no grant goes beyond. */
  readonly seconds?: Seconds;
}

// No JIT policy allows more than a day: `maxRequestAccessDuration` is PT5M to P1D.
const longestGrant: Seconds = 24 * 3600;

/**
 * The rules that could decide a request of `seconds` (or at most 24 hours) that starts at `startsAt`, in the order of the file, refusing
 * ones included. Of those that let somebody in, none stands behind one that is certain; a refusing rule that is certain
 * stands alone.
 * @throws RangeError for hours in a zone that this runtime does not know.
 */
export function outlook(policy: AccessPolicy, about: Prospect): readonly Candidate[] {
  const possible = policy.rules.flatMap((rule) => {
    const prospect = prospectOf(rule, about);
    return prospect === undefined ? [] : [{ rule, ...prospect }];
  });
  const refusing = possible.find(({ rule, certain }) => certain && rule.decision === 'refused');
  if (refusing !== undefined) return [refusing];
  const last = possible.findIndex(({ rule, certain }) => certain && rule.decision !== 'refused');
  return possible.filter(({ rule }, index) => last < 0 || index <= last || rule.decision === 'refused');
}

/** How surely a rule matches whatever the source and the length of time; `undefined`: it surely does not. */
function prospectOf({ when }: Rule, about: Prospect): Omit<Candidate, 'rule'> | undefined {
  const match = matchOf(when, about);
  if (match.known === false) return undefined;
  const hours = hoursAhead(when.hours, about);
  if (hours === false) return undefined;
  const unknown = match.known === undefined;
  return { certain: !unknown && hours === true && when.sources === undefined, unknown };
}

function hoursAhead(hours: Rule['when']['hours'], { startsAt, seconds = longestGrant }: Prospect): Known {
  if (hours === undefined) return true;
  const clock = weekClock(hours);
  const moments = [startsAt, ...clock.bordersWithin(startsAt, startsAt + seconds * 1000)];
  const held = moments.map((moment) => clock.holdsAt(moment));
  if (!held.includes(true)) return false;
  return held.includes(false) ? undefined : true;
}
