// Reads that are shared: one that is under way, or remembered, serves everybody for whom it began late enough.
import type { Instant } from '../domain/time.ts';
import { type Urgency, urgencyNow } from './call-urgency.ts';

export interface FreshReadsSettings<Value> {
  /** Asks Azure. `undefined`: it is not there, which is never remembered. */
  readonly read: (id: string) => Promise<Value>;
  readonly now: () => Instant;
  /** What may be remembered together, in the unit of `weigh`; what was read longest ago goes first. */
  readonly most: number;
  /** Default: each is one. */
  readonly weigh?: (value: Value) => number;
  /** Says the same: then the value from before is given again, so that who judged it knows it by its identity. */
  readonly same?: (before: Value, after: Value) => boolean;
}

export interface FreshReads<Value> {
  /**
   * What a read found that began at `since` or later: one under way or remembered, or a new one.
   * @param id ARM id in any spelling @throws whatever the read throws; a failure is shared, and not remembered
   */
  get(id: string, since: Instant): Promise<Value>;
  /** What another read, which began at `begunAt`, found of something: taken where it is remembered, and was read earlier. */
  renew(id: string, found: Value, begunAt: Instant): void;
}

interface Kept<Value> {
  readonly begunAt: Instant;
  readonly value: Value;
  readonly weight: number;
}

interface Turn<Value> {
  readonly begunAt: Instant;
  readonly urgency: Urgency;
  readonly value: Promise<Value>;
}

/** A read in the background may be waiting for room among the calls to Azure, which nobody else is to wait for. */
const isSoonEnough = ({ urgency }: Turn<unknown>): boolean =>
  urgency === 'person' || urgencyNow() === 'background';

export function createFreshReads<Value>(settings: FreshReadsSettings<Value>): FreshReads<Value> {
  const { read, now, most, weigh = () => 1, same = () => false } = settings;
  const kept = new Map<string, Kept<Value>>();
  const underWay = new Map<string, Turn<Value>>();
  let weight = 0;

  function begin(id: string, key: string): Promise<Value> {
    const begunAt = now();
    const urgency = urgencyNow();
    const value = read(id)
      .then((found) => keep(key, found, begunAt))
      .finally(() => {
        if (underWay.get(key) === turn) underWay.delete(key);
      });
    const turn = { begunAt, urgency, value };
    underWay.set(key, turn);
    return value;
  }

  function keep(key: string, found: Value, begunAt: Instant): Value {
    const before = kept.get(key);
    // A read that took longer than a later one does not take its place.
    if (before !== undefined && before.begunAt > begunAt) return found;
    const value = before !== undefined && same(before.value, found) ? before.value : found;
    forget(key);
    if (value === undefined) return value;
    const own = weigh(value);
    kept.set(key, { begunAt, value, weight: own });
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
      if (remembered !== undefined && remembered.begunAt > since) return Promise.resolve(remembered.value);
      const running = underWay.get(key);
      if (running !== undefined && running.begunAt >= since && isSoonEnough(running)) return running.value;
      return begin(id, key);
    },
    renew(id, found, begunAt) {
      const key = id.toLowerCase();
      if (kept.has(key)) keep(key, found, begunAt);
    },
  };
}
