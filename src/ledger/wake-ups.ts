// The durable alarm clock: calls settle when a job is due, and sweeps for what jobs have missed.
import { setTimeout as pause } from 'node:timers/promises';
import type { Ledger, WakeUps } from '../access/ledger-port.ts';
import type { Log } from '../access/log-port.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import { createBacklog, type Found } from './backlog.ts';
import type { Database } from './database.ts';
import { gathered } from './gathered.ts';
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

/** How many requests are settled at once. Half of them at most wait for Teams (src/teams/queue): the rest is for ports. */
const parallel = 64;
/** Jobs taken with one query: a thousand that are due in the same second are four. */
const batch = 256;
/** How many overlooked requests are read at a time. */
const sweepPage = 100;
/** Shorter than a job's claim, so that a call that hangs never holds a place for good. */
const settleLimit: Seconds = 90;
const stopLimit: Seconds = 10;
/** What this process itself schedules for the next minute is looked for at its very time; polling is for the rest. */
const alarmHorizon: Seconds = 60;
/** Milliseconds after that time, so that the database's clock is sure to agree. */
const alarmMargin = 15;
/** Milliseconds within which one look is for all: a thousand requests that are due in a second are no thousand looks. */
const alarmGrain = 25;

/**
 * pg-boss's own workers either wait for the slowest job of a batch or poll once per worker; this takes many jobs with one
 * query, and each ends on its own.
 */
export const createWakeUps = (settings: WakeUpSettings): WakeUps => {
  const { database, jobs, overlooked, slackSeconds, pollSeconds, sweepSeconds, now, log } = settings;
  const runs = createRuns(parallel);
  const backlog = createBacklog();
  /** By the moment of the look. */
  const alarms = new Map<Instant, NodeJS.Timeout>();
  let stopping = false;
  /** The last poll took as many jobs as it asked for: there may be more. */
  let hungry = false;
  let sweptAt: Instant | undefined;

  const wake = async (settle: Settle, { requestId, claimed }: Found): Promise<void> => {
    try {
      await within(settleLimit, settle(requestId));
      await done(claimed);
    } catch (error) {
      log.warn({ request: requestId, err: error }, 'a wake-up failed and will come again');
      await quietly(() => jobs.failed(claimed));
    }
  };

  /** Settled and not known to be so, they come again, and nothing is due then. */
  const done = gathered<DueJob>(async (claimed) => void (await quietly(() => jobs.done(claimed))));

  const takeDue = async (settle: Settle): Promise<boolean> => {
    if (backlog.size() >= parallel) return false;
    const due = await jobs.due(batch);
    hungry = due.length === batch;
    const { current, stale } = await sorted(database, due);
    for (const { requestId, claimed, granted } of current)
      if (!backlog.add({ requestId, claimed }, granted)) await done(claimed);
    drain(settle);
    await jobs.done(stale);
    return hungry && backlog.size() < parallel;
  };

  /** Gives a place to everything that is waiting, as far as there are places. */
  const drain = (settle: Settle): void => {
    while (!stopping && runs.free() > 0) {
      const found = backlog.next();
      if (found === undefined) return;
      const run = runs.start(async () => {
        // The database's clock may be ahead of ours: settled now, the job would find nothing due and be gone.
        const early = Math.max(0, ...found.claimed.map(({ setFor }) => setFor - now()));
        if (early > 0) await pause(Math.min(early, settleLimit * 1000));
        await wake(settle, found);
      });
      void run.then(() => {
        drain(settle);
        if (hungry && backlog.size() < parallel) poll?.now();
      });
    }
  };

  const sweep = async (settle: Settle): Promise<void> => {
    // The first time, what died with an earlier process need not wait for the slack: nobody is about to take it.
    const at = sweptAt !== undefined ? now() : now() + slackSeconds * 1000;
    // A request whose settling keeps failing is tried once a sweep; those behind it get their turn all the same.
    const seen = new Set<string>();
    for (;;) {
      const found = (await overlooked(at, sweepPage)).filter((id) => !seen.has(id));
      if (found.length === 0) break;
      for (const requestId of found) {
        seen.add(requestId);
        // What nobody looked at for so long may have a port behind it.
        backlog.add({ requestId, claimed: [] }, true);
      }
      while (backlog.size() > 0 && !stopping) {
        await runs.place();
        drain(settle);
      }
      if (stopping) return;
    }
    sweptAt = now();
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
    const look = Math.ceil((at + alarmMargin) / alarmGrain) * alarmGrain;
    const delay = Math.max(1, look - now());
    if (stopping || alarms.has(look) || delay > alarmHorizon * 1000) return;
    const alarm = setTimeout(() => {
      alarms.delete(look);
      poll?.now();
    }, delay);
    alarms.set(look, alarm);
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
    health: () => ({ waiting: backlog.size(), settling: parallel - runs.free(), sweptAt }),
    crowded: () => hungry || backlog.size() > 0 || runs.free() < parallel / 2,
    stop: async () => {
      stopping = true;
      // Others need not wait until the claim on them runs out.
      const left = backlog.clear().flatMap(({ claimed }) => claimed);
      await quietly(() => jobs.failed(left));
      for (const alarm of alarms.values()) clearTimeout(alarm);
      // First the calls: a sweep under way may be waiting for one of them to make room.
      await runs.end(stopLimit);
      await Promise.all([poll?.stop(), sweeps?.stop()]);
      await runs.end(stopLimit);
    },
  };
};

type Settle = (requestId: string) => Promise<void>;

/**
 * Jobs by request, without those whose request has since been given a later time (or none): a settled lease leaves such
 * a job behind, and the later time has its own. Compared with the job's time, not with a clock: clocks differ.
 */
async function sorted(database: Database, due: readonly DueJob[]) {
  if (due.length === 0) return { current: [], stale: [] };
  const rows = await database.query(wakeTimes, [JSON.stringify(due.map(({ requestId }) => requestId))]);
  const known = new Map(
    rows.map((row) => [
      textIn(row, 'id'),
      { wakes: instantIn(row, 'wake_at'), granted: row.granted === true },
    ]),
  );
  const isStale = ({ requestId, setFor }: DueJob): boolean =>
    (known.get(requestId)?.wakes ?? Infinity) > setFor;
  const current = Map.groupBy(
    due.filter((job) => !isStale(job)),
    ({ requestId }) => requestId,
  );
  return {
    current: [...current].map(([requestId, claimed]) => ({
      requestId,
      claimed,
      granted: known.get(requestId)?.granted ?? false,
    })),
    stale: due.filter(isStale),
  };
}
