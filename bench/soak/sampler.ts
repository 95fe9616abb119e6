// One look at the bot from every side: its inside, the kernel's view, its database.
import type { Client } from 'pg';
import { z } from 'zod';
import { median, percentile } from '../statistics.ts';
import type { Inspector } from './inspector.ts';
import { lookAt, megabytesIn } from './kernel.ts';
import type { Rhythm } from './rhythm.ts';
import type { SoakWorld } from './world.ts';

const megabyte = 1024 * 1024;

/** @param requests how many were begun so far */
export function sampler(
  { ports, postgres, dataDir }: SoakWorld,
  inspector: Inspector,
  rhythm: Rhythm,
  requests: () => number,
): () => Promise<Readonly<Record<string, number>>> {
  return async () => {
    const inside = await inspector.look();
    const outside = await lookAt(inside.pid);
    const latencies = rhythm.latencies();
    return {
      'heap after a collection': inside.heap / megabyte,
      'memory outside the heap': inside.outside / megabyte,
      'resident memory': outside.residentMegabytes,
      'open files': outside.files,
      'connections left half closed': outside.halfClosed,
      threads: outside.threads,
      'connections to Resource Manager': outside.to.get(ports.azure) ?? 0,
      'connections to Teams': outside.to.get(ports.chat) ?? 0,
      'connections from Teams': outside.from.get(ports.bot) ?? 0,
      timers: (inside.resources.Timeout ?? 0) + (inside.resources.Immediate ?? 0),
      'event loop late, median': inside.late.median,
      'event loop late, p99': inside.late.p99,
      'event loop late, most': inside.late.most,
      requests: requests(),
      turns: rhythm.turns,
      ...(latencies.length > 0 && {
        'turn, median': median(latencies),
        'turn, p99': percentile(latencies, 0.99),
      }),
      ...(postgres === undefined
        ? { database: await megabytesIn(dataDir) }
        : {
            ...(await lookIn(postgres)),
            'connections to PostgreSQL': outside.to.get(ports.postgres ?? 0) ?? 0,
          }),
    };
  };
}

const row = z.tuple([z.object({ bytes: z.coerce.number(), sessions: z.coerce.number() })]);

async function lookIn(
  postgres: Client,
): Promise<{ readonly database: number; readonly 'sessions in PostgreSQL': number }> {
  const { rows } = await postgres.query(
    `select pg_database_size(current_database()) bytes,
            (select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()) sessions`,
  );
  const [{ bytes, sessions }] = row.parse(rows);
  return { database: bytes / megabyte, 'sessions in PostgreSQL': sessions };
}
