// Brings the tables to this version's shape, once, whoever starts first.
import { join } from 'node:path';
import Postgrator from 'postgrator';
import { Fault } from '../access/fault.ts';
import type { Seconds } from '../domain/time.ts';
import type { Database, Queries } from './database.ts';

// Any number, the same in every replica.
const migrationLock = 7_041_980_211;

/** Of one statement of a migration, in a large database. */
const longest: Seconds = 3600;

/**
 * Runs the .sql files of src/ledger/migrations that this database has not seen, all in one transaction under a lock,
 * so that replicas starting together wait for each other. Run again it changes nothing.
 * @throws Fault when the database cannot be reached, a file that was run has since been edited, or it is of a newer version.
 */
export const migrate = (database: Pick<Database, 'transaction'>): Promise<void> =>
  database.transaction(async (transaction) => {
    // Waiting for another replica's migration may take longer than a statement usually may.
    await transaction.query('set local statement_timeout = 0');
    await transaction.query('select pg_advisory_xact_lock($1::bigint)', [migrationLock]);
    const postgrator = postgratorOn(transaction);
    const [stored, known] = [await postgrator.getDatabaseVersion(), await postgrator.getMaxVersion()];
    if (stored > known)
      throw new Fault(
        'rejected',
        `The database was written by a newer version of JIT Access (its tables are at ${stored}, this version knows ${known}).`,
      );
    await postgrator.migrate();
  }, longest);

/**
 * Looks, and changes nothing.
 * @throws Fault `rejected` when the database is not one of exactly this version, saying which it is.
 */
export const requireThisVersion = async (database: Queries): Promise<void> => {
  const postgrator = postgratorOn(database);
  const [stored, known] = [await postgrator.getDatabaseVersion(), await postgrator.getMaxVersion()];
  if (stored === known) return;
  if (stored === 0) throw new Fault('rejected', 'There is no database of JIT Access.');
  const advice =
    stored < known
      ? 'start the bot of this version once, which brings it up to date'
      : 'use the version of JIT Access that wrote it';
  throw new Fault(
    'rejected',
    `The database is of another version of JIT Access (its tables are at ${stored}, this version needs ${known}); ${advice}.`,
  );
};

const postgratorOn = (transaction: Queries): Postgrator =>
  new Postgrator({
    driver: 'pg',
    schemaTable: 'jit.schema_version',
    migrationPattern: join(import.meta.dirname, 'migrations', '*.sql'),
    // Checksums must not depend on how git checked the files out.
    newline: 'LF',
    execQuery: async (sql) => ({ rows: [...(await transaction.query(sql))] }),
    execSqlScript: (sql) => transaction.script(sql),
  });
