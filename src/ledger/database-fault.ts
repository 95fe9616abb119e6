// What a database error means to callers: only Faults leave src/ledger, never a driver's error.
import { Fault } from '../access/fault.ts';

// SQLSTATE classes that say "not now": connection, wrong database, deadlock and serialization, resources, object in use,
// operator intervention (shutdown, statement timeout), system. https://www.postgresql.org/docs/current/errcodes-appendix.html
const notNow = new Set(['08', '3D', '40', '53', '55', '57', '58']);

/**
 * The Fault for anything thrown by a driver. `unavailable` also where a statement's outcome is not known (the
 * connection broke under it): every write of the ledger is idempotent or compare-and-set, so it may be repeated.
 */
export const databaseFault = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const state = sqlStateOf(error);
  // What the server says of it is the cause: for the log.
  if (state?.startsWith('28'))
    return new Fault('unavailable', 'The database did not accept the sign-in of the bot.', { cause: error });
  if (state === undefined || notNow.has(state.slice(0, 2)))
    return new Fault('unavailable', 'The database cannot be reached at the moment.', { cause: error });
  return new Fault('rejected', 'The database refused this record.', { cause: error });
};

/** Runs `work`; what the driver throws leaves as a Fault, a mistake of ours as it is. */
export const orDatabaseFault = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError || error instanceof RangeError) throw error;
    throw databaseFault(error);
  }
};

function sqlStateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  // Five characters, like Node's EPIPE, but a SQLSTATE class always has a digit somewhere.
  return typeof error.code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}
