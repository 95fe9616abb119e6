// One budget for all calls of this process to Resource Manager: per subscription, with room for people. Other replicas are
// seen through the remaining calls that Azure names with each answer.
import { Fault } from '../access/fault.ts';
import type { Log } from '../access/log-port.ts';
import type { Seconds } from '../domain/time.ts';
import { createLane, type Lane, type LaneSize, type Waiting } from './budget-lane.ts';
import type { Urgency } from './call-urgency.ts';
import type { Meter, MeterKind } from './meter.ts';
import { type HeardAnswer, remainingIn, wallIn } from './throttle-signs.ts';

export interface BudgetRules {
  readonly lanes: Readonly<Record<MeterKind, LaneSize>>;
  /** Calls at the same time to one subscription; those in the background have fewer. */
  readonly atOnce: Readonly<Record<Urgency, number>>;
  /** How long a call waits for its turn before it is given up. */
  readonly patience: Readonly<Record<Urgency, Seconds>>;
}

/**
 * Azure's buckets per subscription and principal:
 * https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling
 * A person in a chat waits some seconds, and less than a lease lasts; a refresh can wait a minute, and comes again.
 */
export const usualRules: BudgetRules = {
  lanes: {
    reads: { size: 250, perSecond: 25, reserve: 100 },
    writes: { size: 200, perSecond: 10, reserve: 50 },
    deletes: { size: 200, perSecond: 10, reserve: 50 },
  },
  atOnce: { person: 32, background: 16 },
  patience: { person: 10, background: 60 },
};

export interface ArmBudget {
  /** Waits for this call's turn. @returns what to call when the call has ended @throws Fault `throttled`: it was not sent */
  admit(meter: Meter, urgency: Urgency): Promise<() => void>;
  /** Whether a call that was admitted may be sent again now. True takes its token. */
  again(meter: Meter, urgency: Urgency): boolean;
  /** An answer came. */
  heard(meter: Meter, answer: HeardAnswer): void;
  /** Sentences for /readyz: where Azure wants no calls now, or calls were given up lately. */
  problems(): readonly string[];
}

/** Nobody is kept away for longer by one answer: an odd Retry-After must not blind the bot. */
const longestWall: Seconds = 600;
/** For how long a call that was given up is told. */
const toldFor: Seconds = 60;

interface Account {
  readonly lanes: Readonly<Record<MeterKind, Lane>>;
  /** Calls under way. */
  readonly running: Record<Urgency, number>;
  readonly flying: Record<MeterKind, number>;
  timer: NodeJS.Timeout | undefined;
  gaveUpAt: number | undefined;
}

/** @param now milliseconds of a clock that never goes back */
export function createArmBudget(
  log: Pick<Log, 'warn'>,
  rules: BudgetRules = usualRules,
  now: () => number = () => performance.now(),
): ArmBudget {
  const accounts = new Map<string, Account>();

  function accountOf(subscription: string): Account {
    const known = accounts.get(subscription);
    if (known !== undefined) return known;
    const { reads, writes, deletes } = rules.lanes;
    const account: Account = {
      lanes: {
        reads: createLane(reads, now),
        writes: createLane(writes, now),
        deletes: createLane(deletes, now),
      },
      running: { person: 0, background: 0 },
      flying: { reads: 0, writes: 0, deletes: 0 },
      timer: undefined,
      gaveUpAt: undefined,
    };
    accounts.set(subscription, account);
    return account;
  }

  const hasPlace = ({ running }: Account, urgency: Urgency): boolean =>
    running.person + running.background < rules.atOnce.person &&
    (urgency === 'person' || running.background < rules.atOnce.background);

  /** Lets everybody go who may: people of all meters before anything in the background. */
  function letGo(account: Account): void {
    const lanes = Object.values(account.lanes);
    for (const urgency of ['person', 'background'] as const)
      for (const lane of lanes)
        while (hasPlace(account, urgency)) {
          const next = lane.next(urgency);
          if (next === undefined) break;
          next.go();
        }
    clearTimeout(account.timer);
    const waits = lanes.flatMap((lane) => lane.secondsUntilNext() ?? []);
    // Who waits for a place is let go when one is given back.
    const soonest = Math.min(...waits.filter((seconds) => seconds > 0));
    account.timer = Number.isFinite(soonest)
      ? setTimeout(() => letGo(account), Math.ceil(soonest * 1000))
      : undefined;
  }

  function giveUp(
    account: Account,
    { subscription, kind }: Meter,
    urgency: Urgency,
    seconds: Seconds,
  ): Fault {
    const at = now();
    if (account.gaveUpAt === undefined || at - account.gaveUpAt > toldFor * 1000)
      log.warn(
        { subscription, kind, urgency, seconds },
        'Calls to Azure are given up: it limits how many there may be',
      );
    account.gaveUpAt = at;
    return new Fault('throttled', 'Azure limits how often the bot may ask, and the bot has to wait.', {
      retryAfterSeconds: Math.max(1, Math.ceil(seconds)),
    });
  }

  return {
    admit(meter, urgency) {
      const { subscription, kind, provider } = meter;
      const account = accountOf(subscription);
      const lane = account.lanes[kind];
      const patience = rules.patience[urgency];
      const expected = lane.secondsFor(urgency, provider);
      if (expected > patience) return Promise.reject(giveUp(account, meter, urgency, expected));

      const { promise, resolve, reject } = Promise.withResolvers<() => void>();
      const waiting: Waiting = {
        urgency,
        provider,
        go() {
          clearTimeout(tooLong);
          account.running[urgency] += 1;
          account.flying[kind] += 1;
          let ended = false;
          resolve(() => {
            if (ended) return;
            ended = true;
            account.running[urgency] -= 1;
            account.flying[kind] -= 1;
            letGo(account);
          });
        },
      };
      const tooLong = setTimeout(() => {
        lane.leave(waiting);
        reject(giveUp(account, meter, urgency, lane.secondsFor(urgency, provider)));
      }, patience * 1000);
      lane.enter(waiting);
      letGo(account);
      return promise;
    },

    again({ subscription, kind, provider }, urgency) {
      const lane = accountOf(subscription).lanes[kind];
      if (lane.secondsFor(urgency, provider) > 0) return false;
      lane.take();
      return true;
    },

    heard(meter, answer) {
      const account = accountOf(meter.subscription);
      const lane = account.lanes[meter.kind];
      const remaining = remainingIn(answer, meter);
      // Calls under way may not be counted there yet. This answer's own still counts among them here.
      const others = Math.max(0, account.flying[meter.kind] - 1);
      if (remaining !== undefined) lane.atMost(remaining - others);
      const wall = wallIn(answer);
      if (wall === undefined) return;
      if (wall.seconds === undefined) {
        if (wall.whole) lane.atMost(0);
        return;
      }
      const seconds = Math.min(wall.seconds, longestWall);
      lane.wall(wall.whole ? undefined : meter.provider, seconds);
      const { subscription, kind, provider } = meter;
      log.warn(
        { subscription, kind, seconds, ...(!wall.whole && { provider }) },
        'Azure wants no more such calls for a while',
      );
    },

    problems: () =>
      [...accounts].flatMap(([subscription, { lanes, gaveUpAt }]) => {
        const whose = subscription === '' ? 'its list of subscriptions' : `subscription ${subscription}`;
        const walls = (['reads', 'writes', 'deletes'] as const).flatMap((kind) => {
          const left = Math.ceil(lanes[kind].wallSeconds());
          return left > 0 ? [`Azure wants no ${words[kind]} of ${whose} for another ${left} s.`] : [];
        });
        if (walls.length > 0) return walls;
        const isFresh = gaveUpAt !== undefined && now() - gaveUpAt < toldFor * 1000;
        return isFresh ? [`Azure limits how often the bot may ask about ${whose}; calls were given up.`] : [];
      }),
  };
}

const words: Readonly<Record<MeterKind, string>> = {
  reads: 'reads',
  writes: 'changes',
  deletes: 'deletions',
};
