// Which rules could decide, while a form is not filled in yet.
import type { Instant } from '../time.ts';
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
}

// No JIT policy allows more than a day: `maxRequestAccessDuration` is PT5M to P1D.
const longestGrant = 24 * 3_600_000;

/**
 * The rules that could decide a request of at most 24 hours that starts at `startsAt`, in the order of the file, refusing
 * ones included. Of those that let somebody in, none stands behind one that is certain; a refusing rule that is certain
 * stands alone.
 * @throws RangeError for hours in a zone that this runtime does not know.
 */
export function outlook(policy: AccessPolicy, about: Prospect): readonly Candidate[] {
  const possible = policy.rules.flatMap((rule) => {
    const matches = prospectOf(rule, about);
    return matches === false ? [] : [{ rule, certain: matches === true }];
  });
  const refusing = possible.find(({ rule, certain }) => certain && rule.decision === 'refused');
  if (refusing !== undefined) return [refusing];
  const last = possible.findIndex(({ rule, certain }) => certain && rule.decision !== 'refused');
  return possible.filter(({ rule }, index) => last < 0 || index <= last || rule.decision === 'refused');
}

/** Whether a rule matches whatever the source and the length of time; `undefined`: it may. */
function prospectOf({ when }: Rule, about: Prospect): Known {
  const match = matchOf(when, about);
  const hours = hoursAhead(when.hours, about.startsAt);
  if (match.known === false || hours === false) return false;
  return match.known && hours && when.sources === undefined ? true : undefined;
}

function hoursAhead(hours: Rule['when']['hours'], startsAt: Instant): Known {
  if (hours === undefined) return true;
  const clock = weekClock(hours);
  const moments = [startsAt, ...clock.bordersWithin(startsAt, startsAt + longestGrant)];
  const held = moments.map((moment) => clock.holdsAt(moment));
  if (!held.includes(true)) return false;
  return held.includes(false) ? undefined : true;
}
