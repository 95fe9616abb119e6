// What gauges are read from: how the books stand, and the parts of this process, each asked for what it says in /readyz.
import type { WakeUps } from './access/ledger-port.ts';
import type { Standing } from './access/standing-port.ts';
import type { InventoryHealth } from './azure/inventory.ts';
import type { Instant } from './domain/time.ts';
import type { TeamsQueue } from './teams/queue/teams-queue.ts';
import type { Standings } from './telemetry/gauges.ts';

interface Telling {
  problems(): readonly string[];
}

export const standingsOf = (parts: {
  readonly standing: () => Promise<Standing>;
  readonly wakeUps: Pick<WakeUps, 'health'>;
  readonly queue: Pick<TeamsQueue, 'depth'>;
  readonly azureRemaining: Standings['azureRemaining'];
  readonly policySource: { problem(): string | undefined };
  readonly directory: { health(): { readonly problem?: string } };
  readonly inventory: { health(): InventoryHealth };
  readonly rights: Telling;
  /** Calls held back, clocks that differ. */
  readonly azure: readonly Telling[];
  readonly startedAt: Instant;
  readonly now: () => Instant;
}): Standings => ({
  books: parts.standing,
  wakeUps: parts.wakeUps.health,
  teams: parts.queue.depth,
  azureRemaining: parts.azureRemaining,
  problems: () => ({
    policy: countOf(parts.policySource.problem()),
    directory: countOf(parts.directory.health().problem),
    machines: machineProblems(parts.inventory.health()),
    rights: parts.rights.problems().length,
    azure: parts.azure.flatMap((each) => each.problems()).length,
  }),
  startedAt: parts.startedAt,
  now: parts.now,
});

const countOf = (problem: string | undefined): number => (problem === undefined ? 0 : 1);

const machineProblems = ({ loaded, problem, subscriptions }: InventoryHealth): number =>
  countOf(loaded ? problem : 'not read yet') +
  subscriptions.filter((subscription) => subscription.problem !== undefined).length;
