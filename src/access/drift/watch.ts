// Looks for what is open beside JIT: in the background, one replica at a time, and whenever an admin asks.
import type { LookedAt } from '../../domain/drift/open-ports.ts';
import type { Machine } from '../../domain/machine.ts';
import type { AddressFilters } from '../../domain/nsg/rule.ts';
import type { Instant, Seconds } from '../../domain/time.ts';
import { claimSeconds, whileClaimed } from '../holding.ts';
import type { Ledger } from '../ledger-port.ts';
import type { Log } from '../log-port.ts';
import type { MachineList } from '../setup-ports.ts';
import type { FindingsBook } from './findings-book.ts';
import { createLook, type LookParts } from './look.ts';
import { createDriftNews, type NewsParts } from './news.ts';

export type DriftWatchParts = LookParts &
  NewsParts & {
    readonly ledger: Pick<Ledger, 'grantsIn' | 'channel' | 'claim' | 'unclaim'>;
    readonly findings: LookParts['findings'] & NewsParts['findings'] & Pick<FindingsBook, 'looks'>;
    readonly machines: Pick<MachineList, 'subscriptions'>;
    /** Between two looks; 0: only when somebody asks. */
    readonly everySeconds: Seconds;
    readonly log: Pick<Log, 'info' | 'warn'>;
  };

export interface DriftWatch {
  /**
   * Looks at these subscriptions now, one after the other. What is news is told afterwards; `told` resolves when it was.
   * @throws Fault when the ledger is away
   */
  look(subscriptions: readonly Machine['subscription'][]): Promise<{ readonly told: Promise<void> }>;
  /** Takes note of NSGs that somebody else has read. @param at when that began. Never rejects. */
  saw(machine: LookedAt, filters: readonly AddressFilters[], at: Instant): Promise<void>;
  /** Begins to look at what nobody has looked at for so long. */
  start(): void;
  /** Waits for the look under way. */
  stop(): Promise<void>;
}

/** While no machines are known yet, nobody should wait for the usual pause. */
const impatientSeconds: Seconds = 2;
/** Between two looks at whose turn it is: what a process that died was doing is taken over soon. */
const roundSeconds: Seconds = 10;
const claimKey = 'drift-look';

/** Looks when it is asked, and in the background once it is started. */
export function createDriftWatch(parts: DriftWatchParts): DriftWatch {
  const { ledger, findings, machines, everySeconds, now, log, pause } = parts;
  const look = createLook(parts);
  const tell = createDriftNews(parts);
  let stopped = false;
  let looking: Promise<unknown> = Promise.resolve();

  return {
    async look(subscriptions) {
      for (const subscription of subscriptions) await look.subscription(subscription);
      return { told: tell() };
    },
    async saw(machine, filters, at) {
      try {
        await look.machine(machine, filters, at);
        await tell();
      } catch (error) {
        log.warn({ err: error, machine: machine.name }, 'What is open on a machine could not be recorded');
      }
    },
    start() {
      if (everySeconds === 0) return;
      void (async () => {
        while (!stopped) {
          const round = lookRound();
          looking = round;
          await pause((await round) ? Math.min(everySeconds, roundSeconds) : impatientSeconds);
        }
      })();
    },
    async stop() {
      stopped = true;
      await looking;
    },
  };

  /** @returns whether there was anything to look at. Never rejects: the next round tries again. */
  async function lookRound(): Promise<boolean> {
    const subscriptions = machines.subscriptions();
    try {
      if ((await due()).length > 0)
        await whileClaimed(ledger, claimKey, now, async (holding) => {
          for (const subscription of await due()) {
            const at = now();
            if (stopped || !(await ledger.claim(claimKey, at, claimSeconds))) break;
            holding.takenAt(at);
            await look.subscription(subscription);
          }
        });
      // Also what another process has found and could not tell.
      if (subscriptions.length > 0 && !stopped) await tell();
    } catch (error) {
      log.warn({ err: error }, 'Looking for drift has to be tried again');
    }
    return subscriptions.length > 0;

    /** Those that no process has looked at lately, by the books. */
    async function due(): Promise<readonly Machine['subscription'][]> {
      const tried = new Map((await findings.looks()).map((each) => [each.subscription.id, each.triedAt]));
      return subscriptions.filter(({ id }) => now() - (tried.get(id) ?? 0) >= everySeconds * 1000);
    }
  }
}
