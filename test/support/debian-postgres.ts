// Where Debian's PostgreSQL server and its client's programs are: those out of npm have no pg_dump.
import { globSync } from 'node:fs';

/** @returns the folder with postgres, initdb, pg_dump and pg_restore, all of one version @throws Error that says what to install */
export function debianPostgres(): string {
  const newest = globSync('/usr/lib/postgresql/*/bin')
    .filter((bin) => globSync(`${bin}/{postgres,pg_dump}`).length === 2)
    .sort((one, two) => Number(one.split('/')[4]) - Number(two.split('/')[4]))
    .at(-1);
  if (newest === undefined)
    throw new Error('pg_dump and a server of its version are missing: apt-get install postgresql');
  return newest;
}
