// Whether a database has this version's tables already: the usual case, seen at one look and without what migrates it.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const migrations = join(import.meta.dirname, 'migrations');

/** Fails where nothing was ever migrated. */
export const migrationsRun = 'select version::text, md5 from jit.schema_version where version > 0';

/**
 * @param rows what `migrationsRun` found
 * @returns true: each file of src/ledger/migrations was run as it is now, and nothing else; false: `migrate` says what to do
 */
export async function isThisVersion(rows: readonly Readonly<Record<string, unknown>>[]): Promise<boolean> {
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql'));
  const files = await Promise.all(
    names.map(async (name) => `${Number(name.split('.')[0])} ${await checksumOf(join(migrations, name))}`),
  );
  const run = rows.map(({ version, md5 }) => `${version} ${md5}`);
  return run.toSorted().join() === files.toSorted().join();
}

/** As Postgrator's of a file, whose line ends depend on how git checked it out. */
async function checksumOf(file: string): Promise<string> {
  const content = (await readFile(file, 'utf8')).replace(/\r\n|\r|\n/g, '\n');
  return createHash('md5').update(content, 'utf8').digest('hex');
}
