// Watches every port that is open, about to open or about to shut: one process does, for all grants of an NSG together.
import { setImmediate as loopTurn } from 'node:timers/promises';
import type { Seconds } from '../../domain/time.ts';
import { fewAtOnce } from '../few-at-once.ts';
import type { Ledger } from '../ledger-port.ts';
import { startLooking } from '../looking.ts';
import { createLook, type LookParts } from './look.ts';
import { createWatchList, type Entry } from './watch-list.ts';

export interface OpenWatchParts extends Omit<LookParts, 'list' | 'log'> {
  readonly ledger: Pick<Ledger, 'claim' | 'watchable' | 'loadAll'>;
  readonly log: LookParts['log'] & { info(facts: object, message: string): void };
  /** Waits so many seconds; does not keep the process alive. */
  readonly pause: (seconds: Seconds) => Promise<unknown>;
}

export interface OpenWatch {
  /** Begins to watch, or to wait until no other process does. */
  start(): void;
  /** Looks at the clock, the books and what is due once, as it does every second. Never rejects. */
  turn(): Promise<void>;
  /** Waits for what the turns so far have begun. */
  idle(): Promise<void>;
  /** Watches no longer, lets another process begin at once, and waits for what is under way. */
  stop(): Promise<void>;
}

const betweenTurns: Seconds = 1;
const claimKey = 'open-watch';
/** A watch that died is taken over when its claim has run out. */
const claimSeconds: Seconds = 15;
const betweenClaims: Seconds = 5;
/** Subscriptions looked at together in a round; of each, everything. */
const subscriptionsAtOnce = 4;
/** Looks begun without a pause: turns are answered in between. */
const withoutPause = 50;

/** Keeps nothing that the books do not have: another process goes on where this one ends. */
export function createOpenWatch(parts: OpenWatchParts): OpenWatch {
  const { ledger, now, pace, log, pause } = parts;
  const list = createWatchList(ledger, now);
  const { look, idle } = createLook({ ...parts, list });
  let stopped = false;
  let watching = false;
  let askedAt = Number.NEGATIVE_INFINITY;
  let nextRoundAt = 0;
  let round: Promise<unknown> | undefined;
  let turns: ReturnType<typeof startLooking> | undefined;
  let said: string | undefined;
  let firstRound = true;

  async function turn(): Promise<void> {
    try {
      if (!(await holdsClaim())) return;
      await list.takeIn();
      said = undefined;
    } catch (error) {
      // Said once: the turns after it would say the same every second.
      if (said === undefined) log.warn({ err: error }, 'the watch over open ports waits for the database');
      said = 'away';
      return;
    }
    lookWhereDue();
  }

  async function holdsClaim(): Promise<boolean> {
    if (now() - askedAt < betweenClaims * 1000) return watching;
    const held = await ledger.claim(claimKey, now(), claimSeconds);
    askedAt = now();
    if (held && !watching) {
      log.info({}, 'this process watches the ports from now on');
      nextRoundAt = 0;
      firstRound = true;
    }
    if (!held) list.clear();
    watching = held;
    return held;
  }

  function lookWhereDue(): void {
    const at = now();
    for (const entry of list.entries()) if (isExpected(entry) && at >= entry.nextAt) void look(entry);
    if (at < nextRoundAt || round !== undefined) return;
    nextRoundAt = at + pace.watch * 1000;
    round = lookAtAllOpen().finally(() => {
      round = undefined;
    });
  }

  /** Everything at about the same time, so that an NSG is read once for all behind it. */
  async function lookAtAllOpen(): Promise<void> {
    const open = [...list.entries()].filter(({ watched }) => watched.state === 'open');
    const bySubscription = Map.groupBy(open, ({ watched }) => watched.machine.subscription.id);
    await fewAtOnce([...bySubscription.values()], subscriptionsAtOnce, lookAtAll);
    if (firstRound) log.info(countsOf(open), 'all open ports were looked at once');
    firstRound = false;
  }

  async function lookAtAll(entries: readonly Entry[]): Promise<void> {
    const looks: Promise<void>[] = [];
    for (const [number, entry] of entries.entries()) {
      if (number % withoutPause === withoutPause - 1) await loopTurn();
      if (!stopped && isFree(entry)) looks.push(look(entry));
    }
    await Promise.all(looks);
  }

  async function allIdle(): Promise<void> {
    await round;
    await idle();
  }

  return {
    turn,
    idle: allIdle,
    start() {
      turns = startLooking(turn, betweenTurns, pause);
    },
    async stop() {
      stopped = true;
      await turns?.stop();
      await allIdle();
      if (watching) await ledger.claim(claimKey, now(), 0).catch(() => undefined);
    },
  };
}

/** `rest`: those that look by themselves for now. */
const countsOf = (open: readonly Entry[]) => ({
  open: open.length,
  rest: open.filter(({ watched }) => watched.rests).length,
  failed: open.filter(({ failures }) => failures > 0).length,
});

const isFree = ({ watched, busy }: Entry): boolean => !busy && !watched.rests;

/** Looked at by itself, and not in rounds: something is about to happen, or the last look came to nothing. */
const isExpected = (entry: Entry): boolean =>
  isFree(entry) && (entry.watched.state !== 'open' || entry.failures > 0);
