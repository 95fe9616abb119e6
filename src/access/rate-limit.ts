// How often somebody may do something in a while; what is remembered of them is bounded.

export interface Allowance {
  /** How many times within the window. */
  readonly most: number;
  /** Length of the window in seconds. It begins with the first time. */
  readonly seconds: number;
}

/** `undefined`: go on. */
export type Limited =
  | {
      /** Until it may be tried again; whole seconds, at least 1. */
      readonly waitSeconds: number;
      /** The first refusal of this window: the one worth telling of. */
      readonly first: boolean;
    }
  | undefined;

/** Counts one more time for whom the key names. */
export type RateLimit = (key: string) => Limited;

interface Window {
  readonly endsAt: number;
  count: number;
}

/** What is kept of one key is about 100 bytes. */
const mostKeys = 10_000;

/**
 * Windows of fixed length, one for each key. Where more keys are live than are kept, the one that has been there longest is
 * forgotten: who can be that many people or addresses at once gets more, and the memory stays as it is.
 * @param now milliseconds of a clock that never goes back
 */
export function createRateLimit(
  { most, seconds }: Allowance,
  now: () => number,
  keys: number = mostKeys,
): RateLimit {
  /** In the order in which the windows began, which is the order in which they end. */
  const windows = new Map<string, Window>();

  function windowOf(key: string, at: number): Window {
    const known = windows.get(key);
    if (known !== undefined && at < known.endsAt) return known;
    // A window that begins anew goes to the end of the order.
    windows.delete(key);
    forget(at);
    const begun = { endsAt: at + seconds * 1000, count: 0 };
    windows.set(key, begun);
    return begun;
  }

  function forget(at: number): void {
    for (const [key, { endsAt }] of windows) {
      if (at < endsAt && windows.size < keys) return;
      windows.delete(key);
    }
  }

  return (key) => {
    const at = now();
    const window = windowOf(key, at);
    window.count += 1;
    if (window.count <= most) return undefined;
    return {
      waitSeconds: Math.max(1, Math.ceil((window.endsAt - at) / 1000)),
      first: window.count === most + 1,
    };
  };
}
