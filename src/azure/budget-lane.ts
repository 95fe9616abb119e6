// One meter of one subscription: its tokens, its walls, and who waits for it. People first, each in the order of asking.
import type { Seconds } from '../domain/time.ts';
import type { Urgency } from './call-urgency.ts';
import { type BucketSize, createTokenBucket } from './token-bucket.ts';

export interface LaneSize extends BucketSize {
  /** Tokens that work in the background leaves for people. */
  readonly reserve: number;
}

export interface Waiting {
  readonly urgency: Urgency;
  readonly provider: string;
  /** It goes now. */
  readonly go: () => void;
}

export interface Lane {
  /** Seconds until this call may go, if all before it go as soon as they can; 0: at once. Places are not looked at. */
  secondsFor(urgency: Urgency, provider: string): Seconds;
  /** Takes a token, whoever waits: the caller has asked. */
  take(): void;
  enter(waiting: Waiting): void;
  leave(waiting: Waiting): void;
  /** Takes a token for the first that may go now, and takes it out of the line. */
  next(urgency: Urgency): Waiting | undefined;
  /** Seconds until one of those who wait may go; `undefined`: nobody waits. */
  secondsUntilNext(): Seconds | undefined;
  /** Azure said how many calls are left. */
  atMost(tokens: number): void;
  /** Azure wants no calls of this provider, or none at all, for so long. */
  wall(provider: string | undefined, seconds: Seconds): void;
  /** For how long it still wants none, of any provider. */
  wallSeconds(): Seconds;
}

/** Timers may end a moment before their time. */
const tolerance: Seconds = 0.05;

/** @param now milliseconds of a clock that never goes back */
export function createLane(size: LaneSize, now: () => number): Lane {
  const bucket = createTokenBucket(size, now);
  const lines: Readonly<Record<Urgency, Waiting[]>> = { person: [], background: [] };
  /** By provider, `''` for all: until when. */
  const walls = new Map<string, number>();
  const all = '*';

  const kept: Readonly<Record<Urgency, number>> = { person: 0, background: size.reserve };
  const wallLeft = (key: string): Seconds => ((walls.get(key) ?? 0) - now()) / 1000;
  const wallFor = (provider: string): Seconds => {
    const left = Math.max(wallLeft(all), wallLeft(provider));
    return left > tolerance ? left : 0;
  };
  const secondsUntil = (urgency: Urgency, provider: string, before: number): Seconds =>
    Math.max(wallFor(provider), bucket.secondsUntil(kept[urgency] + before + 1));

  return {
    secondsFor: (urgency, provider) =>
      secondsUntil(
        urgency,
        provider,
        lines.person.length + (urgency === 'person' ? 0 : lines.background.length),
      ),
    take: bucket.take,
    enter: (waiting) => void lines[waiting.urgency].push(waiting),
    leave(waiting) {
      const line = lines[waiting.urgency];
      const at = line.indexOf(waiting);
      if (at >= 0) line.splice(at, 1);
    },
    next(urgency) {
      const line = lines[urgency];
      const at = line.findIndex(({ provider }) => wallFor(provider) === 0);
      if (at < 0 || bucket.left() < kept[urgency] + 1) return undefined;
      bucket.take();
      return line.splice(at, 1)[0];
    },
    secondsUntilNext() {
      const waits = [...lines.person, ...lines.background].map(({ urgency, provider }) =>
        secondsUntil(urgency, provider, 0),
      );
      return waits.length === 0 ? undefined : Math.min(...waits);
    },
    atMost: bucket.atMost,
    wall(provider = all, seconds) {
      walls.set(provider, Math.max(walls.get(provider) ?? 0, now() + seconds * 1000));
    },
    wallSeconds: () => Math.max(0, ...[...walls.keys()].map(wallLeft)),
  };
}
