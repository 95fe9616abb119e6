// Reads that are shared: one that is under way, or remembered, serves everybody for whom it began late enough.
import type { Instant } from '../domain/time.ts';
import { type Urgency, urgencyNow } from './call-urgency.ts';

export interface FreshReadsSettings<Value> {
  /** Asks Azure. `undefined`: it is not there, which is never remembered. */
  readonly read: (id: string) => Promise<Value>;
  readonly now: () => Instant;
  /** Milliseconds by a clock that nobody sets. Default: the process's own. */
  readonly elapsed?: () => number;
  /** What may be remembered together, in the unit of `weigh`; what was read longest ago goes first. */
  readonly most: number;
  /** Default: each is one. */
  readonly weigh?: (value: Value) => number;
  /** Says the same: then the value from before is given again, so that who judged it knows it by its identity. */
  readonly same?: (before: Value, after: Value) => boolean;
}

/** When a read began, by the bot's clock and by one that nobody sets. */
interface Begun {
  readonly begunAt: Instant;
  readonly elapsedThen: number;
}

export interface FreshReads<Value> {
  /**
   * What a read found that began at `since` or later: one under way or remembered, or a new one.
   * @param id ARM id in any spelling @throws whatever the read throws; a failure is shared, and not remembered
   */
  get(id: string, since: Instant): Promise<Value>;
  /**
   * Another read, of many things, begins now. @returns what is told of each thing that it finds: taken where that is
   * remembered, and was read earlier
   */
  renewal(): (id: string, found: Value) => void;
}

interface Kept<Value> extends Begun {
  readonly value: Value;
  readonly weight: number;
}

interface Turn<Value> extends Begun {
  readonly urgency: Urgency;
  readonly value: Promise<Value>;
}

/** By the process's own clock, which nobody sets. */
export const steadyMilliseconds = (): number => performance.now();

/** How much less time may have passed by the bot's clock than really has. */
const clockSlackMilliseconds = 100;

/** A read in the background may be waiting for room among the calls to Azure, which nobody else is to wait for. */
const isSoonEnough = ({ urgency }: Turn<unknown>): boolean =>
  urgency === 'person' || urgencyNow() === 'background';

export function createFreshReads<Value>(settings: FreshReadsSettings<Value>): FreshReads<Value> {
  const { read, now, most, weigh = () => 1, same = () => false } = settings;
  const { elapsed = steadyMilliseconds } = settings;
  const kept = new Map<string, Kept<Value>>();
  const underWay = new Map<string, Turn<Value>>();
  let weight = 0;

  /** The clock was set back since: what its time says of the read's is that it were newer than it is. */
  const isMisdated = ({ begunAt, elapsedThen }: Begun): boolean =>
    now() - begunAt < elapsed() - elapsedThen - clockSlackMilliseconds;

  const beginning = (): Begun => ({ begunAt: now(), elapsedThen: elapsed() });

  function begin(id: string, key: string): Promise<Value> {
    const begun = beginning();
    const urgency = urgencyNow();
    const value = read(id)
      .then((found) => keep(key, found, begun))
      .finally(() => {
        if (underWay.get(key) === turn) underWay.delete(key);
      });
    const turn = { ...begun, urgency, value };
    underWay.set(key, turn);
    return value;
  }

  function keep(key: string, found: Value, begun: Begun): Value {
    const before = kept.get(key);
    // A read that took longer than a later one does not take its place.
    if (before !== undefined && before.elapsedThen > begun.elapsedThen) return found;
    const value = before !== undefined && same(before.value, found) ? before.value : found;
    forget(key);
    if (value === undefined) return value;
    const own = weigh(value);
    kept.set(key, { ...begun, value, weight: own });
    weight += own;
    for (const oldest of kept.keys()) {
      if (weight <= most) break;
      forget(oldest);
    }
    return value;
  }

  function forget(key: string): void {
    weight -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  }

  return {
    get(id, since) {
      const key = id.toLowerCase();
      const remembered = kept.get(key);
      // Clocks tell milliseconds: of two things in the same one, nobody knows which was first.
      if (remembered !== undefined && remembered.begunAt > since && !isMisdated(remembered))
        return Promise.resolve(remembered.value);
      const running = underWay.get(key);
      if (running !== undefined && running.begunAt >= since && !isMisdated(running) && isSoonEnough(running))
        return running.value;
      return begin(id, key);
    },
    renewal() {
      const begun = beginning();
      return (id, found) => {
        const key = id.toLowerCase();
        if (kept.has(key)) keep(key, found, begun);
      };
    },
  };
}
