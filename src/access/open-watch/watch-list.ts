// All requests that have a port to look at, in memory; kept as the books have them by asking what changed.
import { setImmediate as loopTurn } from 'node:timers/promises';
import type { AddressFilters } from '../../domain/nsg/rule.ts';
import type { Instant, Seconds } from '../../domain/time.ts';
import { type Watched, watchedOf } from '../../domain/watched.ts';
import type { Ledger } from '../ledger-port.ts';

/** One of them, with what the watch itself remembers of it. */
export interface Entry {
  watched: Watched;
  /** Not before then is it looked at again, where it is not looked at in rounds. */
  nextAt: Instant;
  /** A look, or what it led to, is under way. */
  busy: boolean;
  /** How many looks in a row came to nothing. */
  failures: number;
  /** What was judged last and was no news: the same again needs no judging. */
  judged: readonly AddressFilters[] | undefined;
}

export interface WatchList {
  /** Takes in what changed in the books; now and then, and first, all of it. @throws Fault when they are away */
  takeIn(): Promise<void>;
  /** Takes one in as it is now. @throws Fault */
  refresh(id: string): Promise<void>;
  entries(): Iterable<Entry>;
  readonly size: number;
  /** Forgets everything. */
  clear(): void;
}

/** Clocks of processes differ a little, and a save is seen only when its transaction has ended. */
const overlap: Seconds = 10;
/** What clocks that differ more would hide is found then; and what has ended is let go. */
const betweenWhole: Seconds = 60;
/** Read at a time, so that turns are answered in between. */
const page = 250;

export function createWatchList(
  ledger: Pick<Ledger, 'watchable' | 'loadAll'>,
  now: () => Instant,
): WatchList {
  const known = new Map<string, Entry>();
  /** When the books were asked last, and when for all of it. */
  let askedAt: Instant = 0;
  let wholeAt: Instant | undefined;

  async function takeIn(): Promise<void> {
    const at = now();
    const whole = wholeAt === undefined || at - wholeAt >= betweenWhole * 1000;
    const listed = await ledger.watchable(whole ? undefined : askedAt - overlap * 1000);
    const newer = listed.filter(({ id, version }) => (known.get(id)?.watched.version ?? 0) < version);
    await load(newer.map(({ id }) => id));
    askedAt = at;
    if (!whole) return;
    const there = new Set(listed.map(({ id }) => id));
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    wholeAt = at;
  }

  async function load(ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length; from += page) {
      const part = ids.slice(from, from + page);
      for (const request of await ledger.loadAll(part)) {
        const watched = watchedOf(request);
        if (watched === undefined) known.delete(request.id);
        else put(watched);
      }
      await loopTurn();
    }
  }

  function put(watched: Watched): void {
    const entry = known.get(watched.id);
    if (entry === undefined)
      known.set(watched.id, { watched, nextAt: 0, busy: false, failures: 0, judged: undefined });
    else if (entry.watched.version < watched.version)
      Object.assign(entry, { watched, nextAt: 0, failures: 0, judged: undefined });
  }

  return {
    takeIn,
    refresh: (id) => load([id]),
    entries: () => known.values(),
    get size() {
      return known.size;
    },
    clear: () => {
      known.clear();
      wholeAt = undefined;
    },
  };
}
