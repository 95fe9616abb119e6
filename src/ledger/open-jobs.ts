// Which jobs a database has.
import type { Log } from '../access/log-port.ts';
import type { Instant } from '../domain/time.ts';
import { bossJobs } from './boss-jobs.ts';
import type { Database } from './database.ts';
import type { JobQueue } from './job-queue.ts';
import { listedJobs } from './listed-jobs.ts';

/**
 * The jobs of a database: a list in memory where nobody else can change it, otherwise pg-boss.
 * @param now the bot's clock @throws whatever the database does
 */
export const openJobQueue = async (database: Database, log: Log, now: () => Instant): Promise<JobQueue> => {
  const { forJobs } = database;
  return 'executeSql' in forJobs ? bossJobs(forJobs, log, now) : listedJobs(forJobs, now);
};
