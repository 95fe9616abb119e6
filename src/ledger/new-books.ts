// A new data directory for the embedded database, as a copy of an empty one: making one anew takes seconds.
import { randomUUID } from 'node:crypto';
import { access, cp, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';

/**
 * Sees to it that there is a database in `directory`, if it can: where there is none, and no copy can be made either,
 * PGlite makes one itself. Killed in between it leaves nothing by that name.
 * @param cacheDir where the empty one is kept, and made when it is first wanted; left out, or not writable: nowhere
 */
export async function prepareBooks(directory: string, cacheDir: string | undefined): Promise<void> {
  if (cacheDir === undefined || (await isThere(join(directory, 'PG_VERSION')))) return;
  try {
    const empty = join(cacheDir, `empty-${await pgliteVersion()}`);
    if (!(await isThere(empty))) await byAnotherName(empty, makeEmpty);
    await byAnotherName(directory, (copy) => cp(empty, copy, { recursive: true }));
  } catch {
    // A directory that cannot be written to only makes the first start slower; what is wrong with `directory`, opening it tells.
  }
}

async function makeEmpty(directory: string): Promise<void> {
  const pglite = new PGlite(directory);
  await pglite.waitReady;
  await pglite.close();
}

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

/** Another version may lay its files out otherwise. */
async function pgliteVersion(): Promise<string> {
  const entry = fileURLToPath(import.meta.resolve('@electric-sql/pglite'));
  const { version }: { version: unknown } = JSON.parse(
    await readFile(join(dirname(entry), '..', 'package.json'), 'utf8'),
  );
  return String(version);
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );
