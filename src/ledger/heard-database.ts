// The database, with somebody listening: how long each statement and transaction took, with its wait for a turn.
import type { Hear } from '../access/happenings.ts';
import type { Database } from './database.ts';

/** The same database. Jobs (pg-boss) reach it past the listener. */
export function heardDatabase(database: Database, hear: Hear): Database {
  async function timed<T>(step: 'statement' | 'transaction', work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    const tell = (done: boolean): void =>
      hear({ what: 'database', step, done, seconds: (performance.now() - since) / 1000 });
    try {
      const result = await work();
      tell(true);
      return result;
    } catch (error) {
      tell(false);
      throw error;
    }
  }
  return {
    ...database,
    query: (text, values) => timed('statement', () => database.query(text, values)),
    transaction: (work, limit) => timed('transaction', () => database.transaction(work, limit)),
  };
}
