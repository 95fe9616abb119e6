// The clock of the bot: the machine's own, put right by the Date of Azure's answers. Azure closes ports by its clock.

import type { Log } from '../access/log-port.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Listener } from './listening-client.ts';

export interface AzureClock {
  /** Azure's time as far as it is known; until then the machine's. Small corrections never make it go back. */
  now(): Instant;
  /** To be told of every answer of Azure's. */
  readonly heard: Listener;
  /** Resolves when enough answers were heard to go by, or after so long without. */
  learned(limit: Seconds): Promise<void>;
  /** Sentences for /readyz. */
  problems(): readonly string[];
}

export interface ClockParts {
  readonly log: Pick<Log, 'info' | 'warn'>;
  /** The machine's clock. */
  readonly system?: () => Instant;
  /** Milliseconds of a clock that nobody can set. */
  readonly steady?: () => number;
}

const second = 1000;
/** Slower answers say too little: the Date may be from anywhere within them. */
const slow = 2 * second;
/** The last so many answers count, and fewer than `enough` are not believed. */
const most = 15;
const enough = 3;
/** Date has whole seconds, and answers take time. What is not more than that is no difference. */
const grain = 2 * second;
/** A correction is left as it is until it is wrong by more than this. */
const firm = second;
/** By so little the clock stands still rather than go back. */
const standsStill = 5 * second;
const warnFrom = 30 * second;

/** Learns from answers that carry Azure's correlation id: a proxy has a clock of its own. */
export function createAzureClock({
  log,
  system = Date.now,
  steady = () => performance.now(),
}: ClockParts): AzureClock {
  /** By how many milliseconds Azure was ahead of the machine, in the order heard. */
  let heardAhead: number[] = [];
  let correction = 0;
  let last: Instant = 0;
  let between = system() - steady();
  let warned = false;
  const isLearned = Promise.withResolvers<void>();

  /** Somebody set the machine's clock, or it slept: what was learned of it is void, and learned anew. */
  function noticeStep(): void {
    const now = system() - steady();
    if (Math.abs(now - between) > grain && heardAhead.length > 0) {
      heardAhead = [];
      correction = 0;
      log.info({ seconds: Math.round((now - between) / second) }, 'The clock of this machine was set');
    }
    between = now;
  }

  function learn(ahead: number): void {
    heardAhead = [...heardAhead, ahead].slice(-most);
    if (heardAhead.length < enough) return;
    const typical = medianOf(heardAhead);
    if (Math.abs(typical) <= grain) correction = 0;
    else if (Math.abs(typical - correction) > firm) correction = Math.round(typical);
    isLearned.resolve();
    const isOff = Math.abs(correction) >= warnFrom;
    if (isOff !== warned) {
      if (isOff) log.warn({ seconds: secondsAhead() }, sentence());
      else log.info({}, 'The clock of this machine agrees with Azure’s again');
    }
    warned = isOff;
  }

  const secondsAhead = (): Seconds => Math.round(correction / second);
  const sentence = (): string =>
    `The clock of this machine is ${Math.abs(secondsAhead())} s ${correction > 0 ? 'behind' : 'ahead of'} Azure’s. ` +
    'The bot goes by Azure’s; the machine’s should be set right.';

  return {
    now() {
      noticeStep();
      const now = system() + correction;
      last = now < last && last - now < standsStill ? last : now;
      return last;
    },

    heard(_request, { headers }, milliseconds) {
      const date = Date.parse(headers.get('date') ?? '');
      const isAzures = headers.get('x-ms-correlation-request-id') !== undefined && !headers.has('age');
      if (Number.isNaN(date) || !isAzures || milliseconds > slow) return;
      noticeStep();
      // In the middle of the exchange it was somewhere within the second that Date names.
      learn(date + second / 2 - (system() - milliseconds / 2));
    },

    async learned(limit) {
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, limit * second);
      await Promise.race([isLearned.promise, promise]);
      clearTimeout(timer);
    },

    problems: () => (Math.abs(correction) >= warnFrom ? [sentence()] : []),
  };
}

/** Of a list that is not empty. */
function medianOf(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
