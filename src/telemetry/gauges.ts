// What stands now, read when it is asked for: of the shared books, the same from each replica; of this process, its own.
import type { WakeUpHealth } from '../access/ledger-port.ts';
import type { Standing } from '../access/standing-port.ts';
import type { Instant, Seconds } from '../domain/time.ts';

/** What gauges are read from. All from memory, but for the books. */
export interface Standings {
  /** @throws Fault: then nothing is said of the books, but that they are away */
  readonly books: () => Promise<Standing>;
  readonly wakeUps: () => WakeUpHealth;
  readonly teams: () => { readonly waiting: number; readonly oldestSeconds: Seconds };
  readonly azureRemaining: () => readonly { readonly kind: string; readonly calls: number }[];
  /** How many sentences /readyz has, by what they are about. */
  readonly problems: () => Readonly<Record<string, number>>;
  readonly startedAt: Instant;
  readonly now: () => Instant;
}

export interface Reading {
  readonly value: number;
  readonly labels?: Readonly<Record<string, string>>;
}

export interface Gauge {
  readonly name: string;
  readonly description: string;
  /** By UCUM, as OpenTelemetry wants it; left out: a count. */
  readonly unit?: string;
  readonly readings: readonly Reading[];
}

const one = (value: number): readonly Reading[] => [{ value }];
const labelled = (label: string, values: Readonly<Record<string, number>>): readonly Reading[] =>
  Object.entries(values).map(([name, value]) => ({ value, labels: { [label]: name } }));

/** Everything as it stands now; of books that are away nothing: what was is not what is. Never rejects. */
export async function readGauges(standings: Standings): Promise<readonly Gauge[]> {
  const standing = await standings.books().catch(() => undefined);
  return [
    {
      name: 'jit_access_database_up',
      description: '1: the database answers',
      readings: one(standing === undefined ? 0 : 1),
    },
    ...(standing === undefined ? [] : ofBooks(standing)),
    ...ofProcess(standings),
  ];
}

/** Each replica says the same: take the largest. */
function ofBooks({ approved, opening, open, closing, ...standing }: Standing): readonly Gauge[] {
  return [
    {
      name: 'jit_access_requests_pending',
      description: 'Requests that wait for approvers (shared: take max)',
      readings: one(standing.pending),
    },
    {
      name: 'jit_access_grants',
      description: 'Grants by state (shared: take max)',
      readings: labelled('state', { approved, opening, open, closing }),
    },
    {
      name: 'jit_access_grants_late',
      description: 'Grants not seen open in time (shared: take max)',
      readings: one(standing.late),
    },
    {
      name: 'jit_access_grants_overdue',
      description: 'Grants not seen shut in time (shared: take max)',
      readings: one(standing.overdue),
    },
    {
      name: 'jit_access_break_glass_unreviewed',
      description: 'Broken glass that nobody has reviewed (shared: take max)',
      readings: one(standing.unreviewed),
    },
    {
      name: 'jit_access_requests_behind_seconds',
      description: 'How long the first request that nobody looks at is behind its time (shared: take max)',
      unit: 's',
      readings: one(standing.behindSeconds),
    },
  ];
}

function ofProcess(standings: Standings): readonly Gauge[] {
  const { waiting, settling, sweptAt } = standings.wakeUps();
  const teams = standings.teams();
  return [
    {
      name: 'jit_access_jobs',
      description: 'Requests that this process is to settle',
      readings: labelled('stage', { waiting, settling }),
    },
    {
      name: 'jit_access_sweep_age_seconds',
      description: 'Since this process last swept for overlooked requests',
      unit: 's',
      readings: one(Math.max(0, standings.now() - (sweptAt ?? standings.startedAt)) / 1000),
    },
    {
      name: 'jit_access_teams_queue_messages',
      description: 'Messages that wait for their turn to Teams',
      readings: one(teams.waiting),
    },
    {
      name: 'jit_access_teams_queue_oldest_seconds',
      description: 'How long the oldest of them has waited',
      unit: 's',
      readings: one(teams.oldestSeconds),
    },
    {
      name: 'jit_access_azure_calls_remaining',
      description: 'Calls that Azure said lately are left, in the subscription with least',
      readings: standings.azureRemaining().map(({ kind, calls }) => ({ value: calls, labels: { kind } })),
    },
    {
      name: 'jit_access_problems',
      description: 'Problems that /readyz names, by what they are about',
      readings: labelled('about', standings.problems()),
    },
    {
      name: 'jit_access_process_resident_memory_bytes',
      description: 'Resident memory of this process',
      unit: 'By',
      readings: one(process.memoryUsage.rss()),
    },
  ];
}
