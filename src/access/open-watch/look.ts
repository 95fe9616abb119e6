// One look of the watch at one port: by reads that others share, judged in memory. What differs is the request's own to prove and record.
import type { AddressFilters } from '../../domain/nsg/rule.ts';
import { backOff, lookEvery, type Pace } from '../../domain/pace.ts';
import type { Instant, Seconds } from '../../domain/time.ts';
import { isNews, type Watched } from '../../domain/watched.ts';
import type { PortWatch } from '../azure-ports.ts';
import { Fault } from '../fault.ts';
import type { Log } from '../log-port.ts';
import type { Settle } from '../settle.ts';
import { atMost } from './at-most.ts';
import type { Entry, WatchList } from './watch-list.ts';

export interface LookParts {
  readonly watch: PortWatch;
  readonly settle: Pick<Settle, 'look'>;
  readonly list: Pick<WatchList, 'refresh'>;
  /** Runs work that nobody waits for, so that it leaves room for what people wait for. */
  readonly inBackground: <Result>(work: () => Result) => Result;
  readonly now: () => Instant;
  readonly pace: Pick<Pace, 'watch'>;
  readonly log: Pick<Log, 'warn' | 'error'>;
}

/** Of a port that is to open or shut, an NSG read this lately is read for all behind it. */
const sharedMilliseconds = 500;
/** Each of their own looks takes transactions, and may wait for Teams: one event behind an NSG can be news for hundreds. */
const ownLooksAtOnce = 30;
/** News that led to nothing (another process has it in hand, say) is not brought again before this. */
const newsAgain: Seconds = 5;
/** A port that could not be looked at so many times in a row is for the request itself to deal with. */
const mostFailures = 2;

/** @returns `look`, which never rejects; what one leads to goes on after it has ended. */
export function createLook({ watch, settle, list, inBackground, now, pace, log }: LookParts) {
  const inTurn = atMost(ownLooksAtOnce);
  const underWay = new Set<Promise<void>>();

  async function look(entry: Entry): Promise<void> {
    const { watched } = entry;
    const begunAt = now();
    entry.busy = true;
    try {
      const read = () =>
        watch.filtersOf(watched.machine, {
          since: Math.max(begunAt - toleranceOf(watched), watched.since),
          way: 'known',
        });
      const filters = await (watched.state === 'open' ? inBackground(read) : read());
      entry.failures = 0;
      // Sooner by the breadth of a timer, so that a turn of the watch is not missed.
      entry.nextAt = begunAt + lookEvery((begunAt - watched.since) / 1000) * 1000 - 300;
      if (entry.judged !== undefined && areSame(entry.judged, filters)) entry.busy = false;
      else if (isNews(watched, filters, now())) bring(entry);
      else {
        entry.judged = filters;
        entry.busy = false;
      }
    } catch (error) {
      failed(entry, error);
    }
  }

  /** Of a port that is open, a rule that goes is noticed within a round all the same. */
  const toleranceOf = ({ state }: Watched): number =>
    state === 'open' ? pace.watch * 500 : sharedMilliseconds;

  function failed(entry: Entry, error: unknown): void {
    const { id, state } = entry.watched;
    if (!(error instanceof Fault))
      log.error({ request: id, err: error }, 'the watch failed to look at a port');
    entry.failures += 1;
    const wait = Math.max(backOff(entry.failures), retryAfterOf(error));
    entry.nextAt = now() + Math.min(wait, pace.watch) * 1000;
    // Whether anybody has to be told that nobody can look is recorded with the request, and so is when it is tried again.
    if (state === 'open' && entry.failures >= mostFailures) bring(entry);
    else entry.busy = false;
  }

  function bring(entry: Entry): void {
    const { id, version } = entry.watched;
    entry.judged = undefined;
    const brought = inTurn(async () => {
      await settle.look(id);
      await list.refresh(id);
    })
      .catch((error: unknown) =>
        log.warn({ request: id, err: error }, 'what the watch saw waits to be recorded'),
      )
      .finally(() => {
        entry.busy = false;
        if (entry.watched.version === version) entry.nextAt = now() + newsAgain * 1000;
      });
    void counted(brought);
  }

  const counted = (work: Promise<void>): Promise<void> => {
    const one = work.finally(() => underWay.delete(one));
    underWay.add(one);
    return one;
  };

  return {
    look: (entry: Entry): Promise<void> => counted(look(entry)),
    /** Waits for looks under way and everything they lead to. */
    idle: async (): Promise<void> => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

const retryAfterOf = (error: unknown): Seconds =>
  (error instanceof Fault ? error.retryAfterSeconds : undefined) ?? 0;

/** The very same lists of rules, in front of the same addresses. */
const areSame = (before: readonly AddressFilters[], after: readonly AddressFilters[]): boolean =>
  before.length === after.length &&
  before.every((one, index) => {
    const other = after[index];
    return (
      one.privateAddress === other?.privateAddress &&
      one.primary === other.primary &&
      one.onInterface === other.onInterface &&
      one.onSubnet === other.onSubnet
    );
  });
