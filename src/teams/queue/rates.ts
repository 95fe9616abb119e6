// How many messages Teams takes in how long, and when the next one may go.

/** At most `most` in any stretch of so many milliseconds. */
export interface Rate {
  readonly most: number;
  readonly milliseconds: number;
}

/**
 * For one bot in one conversation, "Per bot per thread limit" of
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. A thread there is a chat or a whole channel.
 */
export const conversationRates: readonly Rate[] = [
  { most: 7, milliseconds: 1000 },
  { most: 8, milliseconds: 2000 },
  { most: 60, milliseconds: 30_000 },
  { most: 1800, milliseconds: 3_600_000 },
];

/** What was sent, as far as rates care. */
export interface Sendings {
  /** A call goes out. */
  begin(): void;
  /** It was answered, or given up. Only then is it sure that Teams has counted it. */
  end(at: number): void;
  /** When the next may go, at the earliest `at`; `Infinity`: not before one that is under way has ended. */
  next(at: number): number;
  /** When one with `ahead` others before it is likely to go. */
  forecast(at: number, ahead: number): number;
  /** Nothing is remembered, and nothing under way. */
  isIdle(at: number): boolean;
}

/**
 * A call counts from its beginning until its rate's time after its *end*: somewhere in between Teams counted it, so no
 * stretch of time on Teams' side ever sees more, however long calls are on their way.
 * @param rates asked each time, for those that change
 */
export function createSendings(rates: () => readonly Rate[]): Sendings {
  let underWay = 0;
  /** In milliseconds, growing. */
  const ended: number[] = [];

  const longest = (): number => Math.max(...rates().map(({ milliseconds }) => milliseconds));
  const forget = (at: number): void => {
    const since = at - longest();
    while ((ended[0] ?? at) <= since) ended.shift();
  };

  return {
    begin: () => {
      underWay += 1;
    },
    end: (at) => {
      underWay -= 1;
      ended.push(at);
    },
    next: (at) => {
      forget(at);
      return earliest(ended.length + underWay, (index) => ended[index], at, rates());
    },
    forecast: (at, ahead) => {
      forget(at);
      const imagined: number[] = [];
      const count = (): number => ended.length + underWay + imagined.length;
      const endOf = (index: number): number =>
        ended[index] ?? imagined[index - ended.length - underWay] ?? at;
      let time = earliest(count(), endOf, at, rates());
      for (let before = 0; before < ahead; before += 1) {
        imagined.push(time);
        time = earliest(count(), endOf, time, rates());
      }
      return time;
    },
    isIdle: (at) => {
      forget(at);
      return underWay === 0 && ended.length === 0;
    },
  };
}

/**
 * @param count sendings so far, those under way among them
 * @param endOf when the one with this index ended, in order; `undefined`: it has not
 */
function earliest(
  count: number,
  endOf: (index: number) => number | undefined,
  at: number,
  rates: readonly Rate[],
): number {
  let time = at;
  for (const { most, milliseconds } of rates) {
    // The one that has to leave the stretch before another may enter it.
    const index = count - most;
    if (index < 0) continue;
    const end = endOf(index);
    if (end === undefined) return Number.POSITIVE_INFINITY;
    time = Math.max(time, end + milliseconds);
  }
  return time;
}
