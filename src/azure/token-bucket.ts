// A token bucket as Azure Resource Manager counts with: full at first, emptied by calls, refilled evenly.

export interface BucketSize {
  readonly size: number;
  readonly perSecond: number;
}

export interface TokenBucket {
  /** Tokens there are now, fractions too. */
  left(): number;
  /** Takes one; the caller has looked that it is there. */
  take(): void;
  /** Somebody knows better: there are no more than so many. */
  atMost(tokens: number): void;
  /** Seconds until there are so many, if nobody takes any; 0: there are. */
  secondsUntil(tokens: number): number;
}

/** @param now milliseconds of a clock that never goes back */
export function createTokenBucket({ size, perSecond }: BucketSize, now: () => number): TokenBucket {
  let tokens = size;
  let countedAt = now();

  function left(): number {
    const at = now();
    tokens = Math.min(size, tokens + (Math.max(0, at - countedAt) / 1000) * perSecond);
    countedAt = at;
    return tokens;
  }

  return {
    left,
    take() {
      tokens = left() - 1;
    },
    atMost(known) {
      tokens = Math.min(left(), Math.max(0, known));
    },
    secondsUntil: (wanted) => Math.max(0, (wanted - left()) / perSecond),
  };
}
