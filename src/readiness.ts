// Whether the bot can do its work now, in words: what /readyz answers.

import { setTimeout as pause } from 'node:timers/promises';
import { Fault } from './access/fault.ts';
import type { Ledger } from './access/ledger-port.ts';
import type { PolicySource } from './access/policy-port.ts';
import type { InventoryHealth } from './azure/inventory.ts';
import type { PolicyInForce } from './domain/policy/access-policy.ts';
import { groupsNamed, namesOwners } from './domain/policy/groups-named.ts';
import type { Readiness } from './server.ts';

/** Balancers do not wait long for an answer, and a database that takes longer is of no use to people. */
const pingMilliseconds = 3000;
const silent = 'The database does not answer.';

/** Ready means: the database answers and the machines are known. Every problem is named, also those one can work with. */
export function createReadiness(parts: {
  ledger: Pick<Ledger, 'ping'>;
  inventory: { health(): InventoryHealth };
  policySource: PolicySource;
  directory: { health(): { readonly problem?: string } };
  /** Whether groups can be looked up at all. */
  groupsOff: boolean;
  /** Rights in Azure: one that is missing is said, and the bot is ready all the same. */
  rights: { problems(): readonly string[] };
  /** What else is the matter between Azure and the bot: calls held back, clocks that differ. Ready all the same. */
  azure: readonly { problems(): readonly string[] }[];
  /** How the work stands: what is overdue, stuck or not looked at. Ready all the same. Left out: nothing is known of it. */
  work?: () => Promise<readonly string[]>;
}): () => Promise<Readiness> {
  const { work = async () => [] } = parts;
  return async () => {
    const standing = work();
    const database = await Promise.race([
      parts.ledger.ping().then(
        () => undefined,
        (error: unknown) => (error instanceof Fault ? error.message : silent),
      ),
      pause(pingMilliseconds, silent, { ref: false }),
    ]);
    const { loaded, problem, subscriptions } = parts.inventory.health();
    const details = [
      database,
      loaded ? undefined : 'The machines have not been read from Azure yet.',
      problem,
      parts.policySource.problem(),
      parts.directory.health().problem,
      parts.groupsOff && namesGroups(parts.policySource.current())
        ? 'The access policy names Entra groups, and ENTRA_GROUPS is off: nobody counts as a member of one.'
        : undefined,
      parts.groupsOff && letsOwnersDecide(parts.policySource.current())
        ? 'The access policy lets owners of a team decide, and ENTRA_GROUPS is off: nobody counts as an owner.'
        : undefined,
      ...subscriptions.map((each) =>
        each.problem === undefined ? undefined : `Subscription ${each.name} (${each.id}): ${each.problem}`,
      ),
      ...parts.rights.problems(),
      ...parts.azure.flatMap((each) => each.problems()),
      ...(await standing),
    ].filter((detail) => detail !== undefined);
    return { ok: database === undefined && loaded, details };
  };
}

const letsOwnersDecide = (inForce: PolicyInForce): boolean =>
  inForce.kind === 'in-force' && namesOwners(inForce.policy);

const namesGroups = (inForce: PolicyInForce): boolean =>
  inForce.kind === 'in-force' && groupsNamed(inForce.policy).length > 0;
