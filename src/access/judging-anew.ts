// A request that was let in, and then had to wait before Azure could be asked, is judged anew by the access policy in force.
import type { Approved } from '../domain/access-request.ts';
import { type StillAllowed, stillAllowed } from '../domain/still-allowed.ts';
import type { Instant } from '../domain/time.ts';
import { approverFacts } from './approver-facts.ts';
import type { Inventory } from './azure-ports.ts';
import type { Knowledge } from './knowledge.ts';

/** @param endsAt what Azure would be asked for, now @throws Fault when the books cannot be read */
export type JudgeAnew = (request: Approved, now: Instant, endsAt: Instant) => Promise<StillAllowed>;

interface Parts {
  readonly knowledge: Pick<Knowledge, 'hearingOf' | 'deciderFacts'>;
  readonly inventory: Pick<Inventory, 'byId' | 'loaded' | 'knows'>;
}

/** A machine's own just-in-time policy, and whether there is such a machine, is left to Azure, which holds every ask against it. */
export const createJudgeAnew =
  ({ knowledge, inventory }: Parts): JudgeAnew =>
  async (request, now, endsAt) => {
    const { machine: named } = request.terms;
    const machine = inventory.byId(named.id);
    if (machine === undefined) {
      const isGone = inventory.loaded && inventory.knows(named.subscription.id);
      return { kind: isGone ? 'allowed' : 'unknown' };
    }
    const { grounds } = request;
    const approvals = grounds.kind === 'approval' ? grounds.approvals : [];
    const [hearing, approvers] = await Promise.all([
      knowledge.hearingOf(request.requester.id, 'now'),
      approverFacts(knowledge, approvals, []),
    ]);
    const time = { kind: 'until', at: endsAt } as const;
    return stillAllowed(request, { machine, time, approvers }, hearing, now);
  };
