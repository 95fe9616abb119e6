// A new data directory for the embedded database, as a copy of an empty one: making one and its tables anew takes seconds.
import { createHash, randomUUID } from 'node:crypto';
import { access, cp, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Queries } from './database.ts';

/**
 * Sees to it that there is a database in `directory`, if it can: where there is none, and no copy can be made either,
 * PGlite makes one itself. Killed in between it leaves nothing by that name.
 * @param cacheDir where the empty one is kept, and made when it is first wanted; left out, or not writable: nowhere
 */
export async function prepareBooks(directory: string, cacheDir: string | undefined): Promise<void> {
  if (cacheDir === undefined || (await isThere(join(directory, 'PG_VERSION')))) return;
  try {
    const empty = join(cacheDir, `empty-${await whatMakesIt()}`);
    if (!(await isThere(empty))) await byAnotherName(empty, makeEmpty);
    await byAnotherName(directory, (copy) => cp(empty, copy, { recursive: true }));
  } catch {
    // A directory that cannot be written to only makes the first start slower; what is wrong with `directory`, opening it tells.
  }
}

/** With this version's tables and nothing in them: keys, too, are made by who asks for them first. */
async function makeEmpty(directory: string): Promise<void> {
  // Seldom needed, and heavy.
  const { migrate } = await import('./migrate.ts');
  const pglite = new PGlite(directory);
  await pglite.waitReady;
  await migrate({ transaction: (work) => pglite.transaction((session) => work(queriesIn(session))) });
  await pglite.close();
}

const queriesIn = (session: Transaction): Queries => ({
  query: async (text, values = []) => (await session.query<Record<string, unknown>>(text, [...values])).rows,
  script: async (text) => void (await session.exec(text)),
});

/** Makes a directory that is there whole or not at all, also when two processes make it at once. */
async function byAnotherName(directory: string, make: (name: string) => Promise<void>): Promise<void> {
  const name = `${directory}-${randomUUID()}`;
  try {
    await mkdir(dirname(directory), { recursive: true });
    await make(name);
    await rename(name, directory);
  } finally {
    await rm(name, { recursive: true, force: true });
  }
}

/** The package, which lays the files out, and the migrations: another of either makes another database. */
async function whatMakesIt(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  const migrations = join(import.meta.dirname, 'migrations');
  const files = (await readdir(migrations)).sort().map((name) => join(migrations, name));
  const hash = createHash('sha256');
  for (const file of [join(dirname(entry), '..', 'package.json'), ...files])
    hash.update(`${file.slice(file.lastIndexOf('/'))}\n`).update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
