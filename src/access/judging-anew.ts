// A request that was let in, and then had to wait before Azure could be asked, is judged anew by the policies of today.
import type { Approved } from '../domain/access-request.ts';
import { stillAllowed } from '../domain/policy/still-allowed.ts';
import type { Instant } from '../domain/time.ts';
import type { Inventory } from './azure-ports.ts';
import { Fault } from './fault.ts';
import type { Knowledge } from './knowledge.ts';

/** @param endsAt what Azure would be asked for @throws Fault where it cannot be told now */
export type JudgeAnew = (request: Approved, endsAt: Instant) => Promise<boolean>;

interface Parts {
  readonly knowledge: Pick<Knowledge, 'hearingOf'>;
  readonly inventory: Pick<Inventory, 'byId'>;
  readonly now: () => Instant;
}

/** A machine's own just-in-time policy is left to Azure, which holds every ask against it. */
export const createJudgeAnew =
  ({ knowledge, inventory, now }: Parts): JudgeAnew =>
  async (request, endsAt) => {
    const machine = inventory.byId(request.terms.machine.id);
    const hearing = machine && (await knowledge.hearingOf(request.requester.id, 'now'));
    const time = { kind: 'until', at: endsAt } as const;
    const allowed = hearing && stillAllowed(request, { machine, time }, hearing, now());
    if (allowed === undefined)
      throw new Fault('unavailable', 'It cannot be told whether the access policy still allows it.');
    return allowed;
  };
