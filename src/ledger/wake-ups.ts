// The durable alarm clock: calls settle when a job is due, and sweeps for what jobs have missed.
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger, WakeUps } from '../access/ledger-port.ts';
import type { Log } from '../access/log-port.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Database } from './database.ts';
import type { DueJob, JobQueue } from './job-queue.ts';
import { repeating } from './repeating.ts';
import { wakeTimes } from './request-statements.ts';
import { instantIn, textIn } from './rows.ts';
import { createRuns, within } from './runs.ts';

export interface WakeUpSettings {
  readonly database: Database;
  readonly jobs: JobQueue;
  readonly overlooked: Ledger['overlooked'];
  readonly slackSeconds: Seconds;
  readonly pollSeconds: Seconds;
  readonly sweepSeconds: Seconds;
  readonly now: () => Instant;
  readonly log: Log;
}

const parallel = 10;
/** How many overlooked requests are read at a time. */
const sweepPage = 100;
/** Shorter than a job's claim, so that a call that hangs never holds a place for good. */
const settleLimit: Seconds = 90;
const stopLimit: Seconds = 10;
/** What this process itself schedules for the next minute is looked for at its very time; polling is for the rest. */
const alarmHorizon: Seconds = 60;
/** Milliseconds after that time, so that the database's clock is sure to agree. */
const alarmMargin = 15;

/**
 * pg-boss's own workers either wait for the slowest job of a batch or poll once per worker; this takes as many jobs as
 * there are free places with one query a poll, and each ends on its own.
 */
export const createWakeUps = (settings: WakeUpSettings): WakeUps => {
  const { database, jobs, overlooked, slackSeconds, pollSeconds, sweepSeconds, now, log } = settings;
  const runs = createRuns(parallel);
  const alarms = new Set<NodeJS.Timeout>();
  let stopping = false;
  /** The last poll took as many jobs as there were places: there may be more. */
  let hungry = false;
  let sweptBefore = false;

  const wake = async (
    settle: (requestId: string) => Promise<void>,
    requestId: string,
    claimed: readonly DueJob[],
  ): Promise<void> => {
    try {
      await within(settleLimit, settle(requestId));
      await jobs.done(claimed);
    } catch (error) {
      log.warn({ request: requestId, err: error }, 'a wake-up failed and will come again');
      await quietly(() => jobs.failed(claimed));
    }
  };

  const takeDue = async (settle: (requestId: string) => Promise<void>): Promise<boolean> => {
    const free = runs.free();
    hungry = free === 0;
    if (hungry) return false;
    const due = await jobs.due(free);
    hungry = due.length === free;
    const { current, stale } = await sorted(database, due);
    for (const [requestId, claimed] of current)
      runs.start(async () => {
        // The database's clock may be ahead of ours: settled now, the job would find nothing due and be gone.
        const early = Math.max(...claimed.map(({ setFor }) => setFor)) - now();
        if (early > 0) await pause(Math.min(early, settleLimit * 1000));
        await wake(settle, requestId, claimed);
        if (hungry) poll?.now();
      });
    await jobs.done(stale);
    return hungry && runs.free() > 0;
  };

  const sweep = async (settle: (requestId: string) => Promise<void>): Promise<void> => {
    // The first time, what died with an earlier process need not wait for the slack: nobody is about to take it.
    const at = sweptBefore ? now() : now() + slackSeconds * 1000;
    // A request whose settling keeps failing is tried once a sweep; those behind it get their turn all the same.
    const seen = new Set<string>();
    for (;;) {
      const found = (await overlooked(at, sweepPage)).filter((id) => !seen.has(id));
      if (found.length === 0) break;
      for (const id of found) {
        seen.add(id);
        await runs.place();
        if (stopping) return;
        runs.start(() => wake(settle, id, []));
      }
    }
    sweptBefore = true;
  };

  /** A database that is away is a fact for the log: the next look comes anyway. */
  const quietly = async <T>(look: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await look();
    } catch (error) {
      log.warn({ err: error }, 'wake-ups wait for the database');
      return undefined;
    }
  };

  const setAlarm = (at: Instant): void => {
    const delay = Math.max(1, at - now() + alarmMargin);
    if (stopping || delay > alarmHorizon * 1000) return;
    const alarm = setTimeout(() => {
      alarms.delete(alarm);
      poll?.now();
    }, delay);
    alarms.add(alarm);
  };

  let poll: ReturnType<typeof repeating> | undefined;
  let sweeps: ReturnType<typeof repeating> | undefined;

  return {
    start: async (settle) => {
      poll = repeating(pollSeconds, async () => (await quietly(() => takeDue(settle))) ?? false);
      sweeps = repeating(sweepSeconds, async () => {
        await quietly(() => sweep(settle));
        return false;
      });
      jobs.onCommitted(setAlarm);
      poll.start();
      sweeps.start();
    },
    stop: async () => {
      stopping = true;
      for (const alarm of alarms) clearTimeout(alarm);
      // First the calls: a sweep under way may be waiting for one of them to make room.
      await runs.end(stopLimit);
      await Promise.all([poll?.stop(), sweeps?.stop()]);
      await runs.end(stopLimit);
    },
  };
};

/**
 * Jobs by request, without those whose request has since been given a later time (or none): a settled lease leaves such
 * a job behind, and the later time has its own. Compared with the job's time, not with a clock: clocks differ.
 */
async function sorted(database: Database, due: readonly DueJob[]) {
  if (due.length === 0) return { current: new Map<string, DueJob[]>(), stale: [] };
  const rows = await database.query(wakeTimes, [JSON.stringify(due.map(({ requestId }) => requestId))]);
  const wakes = new Map(rows.map((row) => [textIn(row, 'id'), instantIn(row, 'wake_at')]));
  const isStale = ({ requestId, setFor }: DueJob): boolean => (wakes.get(requestId) ?? Infinity) > setFor;
  const current = due.filter((job) => !isStale(job));
  return { current: Map.groupBy(current, ({ requestId }) => requestId), stale: due.filter(isStale) };
}
