// Keeps a second process off an embedded database's directory, and never outlives the process that holds it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Fault } from '../access/fault.ts';

/**
 * Takes the lock on `directory` (made if missing) for this process. @returns how to give it back.
 * @throws Fault `unavailable` at once, naming the process that holds it.
 *
 * The lock is SQLite's write lock on a file of its own, that is, a lock the kernel keeps for a process: it is gone the
 * instant the process is, however it died, and it holds between containers that share the volume. A pid file cannot do
 * that (in two containers both bots are process 1), nor a socket file (after kill -9 two starters race to unlink it) or
 * an abstract socket (one per network namespace). Nothing but the holder's pid is ever stored in it.
 */
export const lockDirectory = (directory: string): (() => void) => {
  mkdirSync(directory, { recursive: true });
  const lock = new DatabaseSync(join(directory, 'pglite.lock'), { timeout: 0 });
  try {
    lock.exec('BEGIN IMMEDIATE');
    lock.exec(
      'CREATE TABLE IF NOT EXISTS holder (one INTEGER PRIMARY KEY CHECK (one = 1), pid INTEGER NOT NULL)',
    );
    lock.prepare('INSERT OR REPLACE INTO holder (one, pid) VALUES (1, ?)').run(process.pid);
    // Committed and taken again, because others can read only what is committed. Whoever slips in between has the lock.
    lock.exec('COMMIT');
    lock.exec('BEGIN IMMEDIATE');
  } catch (error) {
    const holder = holderOf(lock);
    lock.close();
    throw new Fault(
      'unavailable',
      `The data directory ${directory} is in use by ${holder}; stop it, or set DATABASE_URL to share a PostgreSQL server.`,
      { cause: error },
    );
  }
  return () => lock.close();
};

function holderOf(lock: DatabaseSync): string {
  try {
    return `process ${lock.prepare('SELECT pid FROM holder').get()?.pid ?? 'unknown'}`;
  } catch {
    // It took the lock an instant ago and has not written its pid yet.
    return 'another process that is just starting';
  }
}
