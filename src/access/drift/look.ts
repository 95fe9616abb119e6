// One look at a subscription, or at one machine: what is open beside JIT goes into the books, and nothing is said yet.
import { setImmediate as loopTurn } from 'node:timers/promises';
import type { AccessRequest } from '../../domain/access-request.ts';
import type { Finding } from '../../domain/drift/finding.ts';
import { eachOnce, findingsAcross, findingsOf } from '../../domain/drift/findings-in.ts';
import { type LookedAt as LookedAtMachine, openIn } from '../../domain/drift/open-ports.ts';
import type { SeenSubscription } from '../../domain/estate.ts';
import type { Machine } from '../../domain/machine.ts';
import type { AddressFilters } from '../../domain/nsg/rule.ts';
import type { Instant } from '../../domain/time.ts';
import { Fault } from '../fault.ts';
import type { Ledger } from '../ledger-port.ts';
import type { Log } from '../log-port.ts';
import type { EstateReader } from '../setup-ports.ts';
import type { FindingsBook } from './findings-book.ts';

export interface LookParts {
  readonly ledger: Pick<Ledger, 'grantsIn'>;
  readonly findings: Pick<FindingsBook, 'record' | 'unread'>;
  readonly estate: EstateReader;
  readonly now: () => Instant;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

export interface Look {
  /**
   * Reads it and records what is there. One that cannot be read keeps its findings, and the books say why. Who asks while it
   * is being looked at gets the same look. @throws Fault when the ledger is away
   */
  subscription(subscription: Machine['subscription']): Promise<void>;
  /** Records who gets in to a machine, as somebody else has just read it. @param at when that began @throws Fault */
  machine(machine: LookedAtMachine, filters: readonly AddressFilters[], at: Instant): Promise<void>;
}

/** More than any subscription has open at once. What is cut off would explain rules that then seem to have outlived it. */
const mostGrants = 10_000;

/** One look at a subscription at a time, in this process. */
export function createLook(parts: LookParts): Look {
  const { findings, now, log } = parts;
  const underWay = new Map<string, Promise<void>>();

  return {
    subscription(subscription) {
      const running = underWay.get(subscription.id);
      if (running !== undefined) return running;
      const look = lookAt(parts, subscription).finally(() => underWay.delete(subscription.id));
      underWay.set(subscription.id, look);
      return look;
    },
    async machine(machine, filters, at) {
      const seen = openIn(machine, filters);
      const { found, gone } = await findings.record({ kind: 'machine', machineId: machine.id }, seen, at);
      if (found + gone > 0)
        log.info({ machine: machine.name, found, gone, at: now() }, 'Findings of a machine changed');
    },
  };
}

async function lookAt(
  { ledger, findings, estate, now, log }: LookParts,
  subscription: Machine['subscription'],
): Promise<void> {
  // Nothing that somebody sees while this reads is denied by it.
  const at = now();
  try {
    const seen = await estate.read(subscription);
    // After the rules: a grant whose rule was read is in the books by then.
    const ourGrants = await ledger.grantsIn(subscription.id, mostGrants);
    const present = await judged(seen, ourGrants, at);
    const { found, gone } = await findings.record({ kind: 'subscription', subscription }, present, at);
    log.info({ subscription: subscription.id, there: present.length, found, gone }, 'Looked for drift');
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    log.warn(
      { err: error, subscription: subscription.id },
      'A subscription could not be looked at for drift',
    );
    await findings.unread(subscription, at, error.message);
  }
}

/** As `findingsIn`, and turns are answered between machines: of thousands, judging takes seconds. */
async function judged(
  seen: SeenSubscription,
  ourGrants: readonly AccessRequest[],
  at: Instant,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const machine of seen.machines) {
    found.push(...findingsOf(machine));
    await loopTurn();
  }
  return eachOnce([...found, ...findingsAcross(seen, { ourGrants }, at)]);
}
