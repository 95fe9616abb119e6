// A PostgreSQL server as the ledger's database, by connection string.
import pg from 'pg';
import type { Seconds } from '../domain/time.ts';
import type { Database, Queries } from './database.ts';
import { orDatabaseFault } from './database-fault.ts';
import { type DatabasePassword, signingIn } from './signing-in.ts';

const seconds = 1000;

/**
 * Opens a pool. Connects only when first asked.
 * @param onLost told of connections that broke while idle: a fact for the log, the pool opens new ones.
 * @param password asked at each new connection; left out: it is in `connectionString`
 */
export const openPostgres = (
  connectionString: string,
  onLost: (error: Error) => void,
  password?: DatabasePassword,
): Database => {
  const pool = new pg.Pool({
    connectionString,
    ...(password !== undefined && { Client: signingIn(password) }),
    application_name: 'jit-access',
    max: 10,
    keepAlive: true,
    connectionTimeoutMillis: 6 * seconds,
    statement_timeout: 8 * seconds,
    // A little longer than the server's own limit, for a server that no longer answers at all: who clicked waits for an
    // answer, and Teams waits for 15 seconds.
    query_timeout: 9 * seconds,
    idle_in_transaction_session_timeout: 20 * seconds,
  });
  pool.on('error', onLost);

  return {
    kind: 'postgres',
    ...queriesOf(pool),
    transaction: (work, limit) => orDatabaseFault(() => inTransaction(pool, onLost, work, limit)),
    forJobs: { executeSql: (text, values) => pool.query(text, values) },
    close: () => pool.end(),
  };
};

async function inTransaction<T>(
  pool: pg.Pool,
  onLost: (error: Error) => void,
  work: (transaction: Queries) => Promise<T>,
  limit: Seconds | undefined,
): Promise<T> {
  const client = await pool.connect();
  // Checked out, a client has no listener of the pool's, and an unheard 'error' ends the process.
  client.on('error', onLost);
  let broken = true;
  try {
    await client.query('BEGIN');
    const result = await work(queriesOf(client, limit));
    await client.query('COMMIT');
    broken = false;
    return result;
  } catch (error) {
    // The error to report is the first one; a failed ROLLBACK only means that the connection is thrown away.
    await client.query('ROLLBACK').then(
      () => {
        broken = false;
      },
      () => undefined,
    );
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}

const names = new Map<string, string>();
/** The code has about a hundred texts with values; what is made up as it goes must not fill the server's memory. */
const mostNames = 300;

/**
 * A name lets the server parse and plan the text once in each connection, which takes several times what running it
 * does. Scripts and texts without values are run as they come.
 */
function named(text: string, values: readonly unknown[]): pg.QueryConfig {
  const query = { text, values: [...values] };
  if (values.length === 0) return query;
  const name = names.get(text) ?? (names.size < mostNames ? `jit${names.size}` : undefined);
  if (name === undefined) return query;
  names.set(text, name);
  return { name, ...query };
}

function queriesOf(session: pg.Pool | pg.PoolClient, limit?: Seconds): Queries {
  // pg reads it off each query, which its types do not know.
  const patience = limit === undefined ? {} : { query_timeout: limit * seconds };
  return {
    query: (text, values) =>
      orDatabaseFault(
        async () =>
          (await session.query<Record<string, unknown>>({ ...named(text, values ?? []), ...patience })).rows,
      ),
    script: (text) => orDatabaseFault(async () => void (await session.query({ text, ...patience }))),
  };
}
