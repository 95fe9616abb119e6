// Runs a measurement on each engine there is, with new books each time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../test/support/real-postgres.ts';
import type { Books } from './ends-books.ts';
import type { Finding } from './section.ts';

/** One of the two with `BENCH_ENGINES`. */
const engines = process.env.BENCH_ENGINES ?? 'PGlite PostgreSQL';

type Measure = (engine: string, books: Books) => Promise<readonly Finding[]>;

/** What is found on the embedded database, and then on a server. Nothing of either is left. */
export async function onEachEngine(measure: Measure): Promise<readonly Finding[]> {
  const dataDir = await mkdtemp(join(tmpdir(), 'jit-access-bench-'));
  try {
    const embedded = engines.includes('PGlite') ? await measure('PGlite', { dataDir }) : [];
    const onServer = engines.includes('PostgreSQL') ? await measuredOnServer(measure, dataDir) : [];
    return [...embedded, ...onServer];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measuredOnServer(measure: Measure, dataDir: string): Promise<readonly Finding[]> {
  const server = await startPostgres();
  try {
    return await measure('PostgreSQL', { dataDir, databaseUrl: await server.freshDatabase() });
  } finally {
    await server.stop();
  }
}
