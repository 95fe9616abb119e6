// Whether the bot can do its work now, in words: what /readyz answers.

import { Fault } from './access/fault.ts';
import type { Ledger } from './access/ledger-port.ts';
import type { InventoryHealth } from './azure/inventory.ts';
import type { Readiness } from './server.ts';

/** Ready means: the database answers and the machines are known. Every problem is named, also those one can work with. */
export function createReadiness(parts: {
  ledger: Pick<Ledger, 'ping'>;
  inventory: { health(): InventoryHealth };
}): () => Promise<Readiness> {
  return async () => {
    const database = await parts.ledger.ping().then(
      () => undefined,
      (error: unknown) => (error instanceof Fault ? error.message : 'The database does not answer.'),
    );
    const { loaded, problem, subscriptions } = parts.inventory.health();
    const details = [
      database,
      loaded ? undefined : 'The machines have not been read from Azure yet.',
      problem,
      ...subscriptions.map((each) =>
        each.problem === undefined ? undefined : `Subscription ${each.name} (${each.id}): ${each.problem}`,
      ),
    ].filter((detail) => detail !== undefined);
    return { ok: database === undefined && loaded, details };
  };
}
