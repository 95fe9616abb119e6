// The jobs of a database, wherever it keeps them.
import type { Instant } from '../../src/domain/time.ts';
import type { Database } from '../../src/ledger/database.ts';

/** When jobs are due that name the request, in order. */
export async function jobTimes(
  database: Database,
  requestId: string,
): Promise<readonly (Instant | undefined)[]> {
  if (!('executeSql' in database.forJobs)) return database.forJobs.timesOf(requestId);
  const text = `select (data->>'at')::bigint as due_at from pgboss.job where name = 'settle' and data->>'id' = $1 order by 1`;
  return (await database.query(text, [requestId])).map(({ due_at }) => Number(due_at));
}

/** Loses every job. */
export async function loseJobs(database: Database): Promise<void> {
  if ('executeSql' in database.forJobs) await database.query('delete from pgboss.job');
  else database.forJobs.clear();
}
