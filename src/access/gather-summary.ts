// What the daily summary tells, read from the books.
import { type AccessRequest, sentOf } from '../domain/access-request.ts';
import type { DailySummary } from '../domain/daily-summary.ts';
import type { Pace } from '../domain/pace.ts';
import type { OnCall } from '../domain/policy/access-policy.ts';
import { dutyAt } from '../domain/policy/on-duty.ts';
import type { SummaryTime } from '../domain/policy/summary-time.ts';
import type { Instant } from '../domain/time.ts';
import { overdueAt } from '../domain/view.ts';
import type { Rosters } from './directory-ports.ts';
import type { Ledger } from './ledger-port.ts';
import { knownAs } from './on-duty.ts';

export interface GatherParts {
  readonly ledger: Pick<Ledger, 'grants' | 'undecided' | 'load' | 'turns'>;
  readonly rosters: Rosters;
  readonly now: () => Instant;
  readonly pace: Pace;
}

/** Read at most, of each kind: far more than are named. */
const mostRead = 500;

/** @param on the conversation that it is for, and the time it is of */
export async function gatherSummary(
  { ledger, rosters, now, pace }: GatherParts,
  on: { readonly onCall: OnCall; readonly due: SummaryTime; readonly conversationId: string },
): Promise<DailySummary> {
  const { onCall, due } = on;
  const [roster, turns, grants, undecided] = await Promise.all([
    rosters.membersOf(on.conversationId, false),
    ledger.turns(due.before, due.at),
    ledger.grants(undefined, mostRead),
    ledger.undecided(mostRead),
  ]);
  const unreviewed: AccessRequest[] = [];
  // One after the other: nobody waits, and people who ask meanwhile should not.
  for (const id of undecided) {
    const request = await ledger.load(id);
    if (request !== undefined && sentOf(request)?.grounds.kind === 'break-glass') unreviewed.push(request);
  }
  const at = now();
  const duty = dutyAt(onCall, at);
  const isOverdue = (request: AccessRequest) => request.state === 'closing' && overdueAt(request, pace) <= at;
  return {
    from: due.before,
    until: due.at,
    timeZone: onCall.summary?.timeZone ?? 'UTC',
    duty: { ...duty, people: knownAs(duty.people, roster) },
    turns,
    overdue: grants.filter(isOverdue),
    grants: grants.filter((request) => !isOverdue(request)),
    unreviewed,
    more: grants.length >= mostRead || undecided.length >= mostRead,
  };
}
