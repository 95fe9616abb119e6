// The machines the bot can see, kept in memory and read anew in the background.
import type { Inventory } from '../access/azure-ports.ts';
import { Fault } from '../access/fault.ts';
import { fewAtOnce } from '../access/few-at-once.ts';
import type { Log } from '../access/log-port.ts';
import type { KnownMachines, MachineList } from '../access/setup-ports.ts';
import type { Machine } from '../domain/machine.ts';
import { indexMachines } from '../domain/machine-names.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Arm } from './arm.ts';
import {
  namedSubscriptions,
  readMachines,
  readVisibleSubscriptions,
  type Subscription,
} from './read-subscriptions.ts';

export interface InventorySettings {
  /** Subscription ids to read. Missing: all that Azure shows to the bot. */
  readonly subscriptions?: readonly string[];
  /** Pause between the end of a refresh and the next one. */
  readonly refreshSeconds: Seconds;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly now: () => Instant;
}

export interface SubscriptionHealth {
  readonly id: string;
  readonly name: string;
  readonly machines: number;
  /** When it was last read well; `undefined`: never. */
  readonly readAt: Instant | undefined;
  /**
   * Why the last reading failed, in whole or for the tags: a sentence that is safe to show.
   * The machines are those of `readAt`.
   */
  readonly problem: string | undefined;
}

export interface InventoryHealth {
  readonly loaded: boolean;
  readonly subscriptions: readonly SubscriptionHealth[];
  /** Why the list of subscriptions could not be had. */
  readonly problem: string | undefined;
}

export interface LiveInventory extends Inventory, MachineList, KnownMachines {
  /** Reads everything once. Never rejects: what failed is in `health` and in the log. A second call joins the first. */
  refresh(): Promise<void>;
  /** The same, begun after this call: what changed before it is known after it. */
  refreshAnew(): Promise<void>;
  /** Refreshes now and from then on. */
  start(): void;
  stop(): void;
  health(): InventoryHealth;
}

/** What is known of one subscription. */
interface Known {
  readonly subscription: Subscription;
  readonly machines: readonly Machine[];
  readonly readAt: Instant | undefined;
  readonly fault: Fault | undefined;
  /** Why the tags alone could not be read. */
  readonly withoutTags: Fault | undefined;
}

/** Subscriptions read at the same time. Azure counts calls per subscription, so this spares only our own memory. */
const atOnce = 4;
/** While something is still unknown, nobody should wait for the usual pause. */
const impatientSeconds = 10;

export function createInventory(arm: Arm, settings: InventorySettings): LiveInventory {
  const { subscriptions: configured, refreshSeconds, log, now } = settings;
  let known: readonly Known[] = [];
  let names = indexMachines([]);
  let listProblem: Fault | undefined;
  let loaded = false;
  let underWay: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let running = false;
  let said: ReadonlySet<string> = new Set();

  async function subscriptionsToRead(): Promise<readonly Subscription[]> {
    const visible = await readVisibleSubscriptions(arm).catch((error: unknown) => {
      listProblem = asFault(error);
      log.warn({ err: error }, 'The list of subscriptions could not be read');
      return known.map(({ subscription }) => subscription);
    });
    if (configured === undefined) return visible;
    return namedSubscriptions(configured, visible);
  }

  async function readOne(subscription: Subscription, oddities: string[]): Promise<Known> {
    try {
      const read = await readMachines(arm, subscription);
      oddities.push(...read.oddities);
      const { machines, withoutTags } = read;
      if (withoutTags !== undefined)
        log.warn({ subscription: subscription.id, err: withoutTags }, 'Tags of machines could not be read');
      return { subscription, machines, readAt: now(), fault: undefined, withoutTags };
    } catch (error) {
      const before = known.find((one) => one.subscription.id === subscription.id);
      log.warn({ subscription: subscription.id, err: error }, 'A subscription could not be read');
      return {
        subscription,
        // Rules go by tags, and Azure does not hold anybody to them: old ones are not good enough.
        machines: (before?.machines ?? []).map(({ tags: _old, ...machine }) => machine),
        readAt: before?.readAt,
        fault: asFault(error),
        withoutTags: undefined,
      };
    }
  }

  async function readAll(): Promise<void> {
    listProblem = undefined;
    const oddities: string[] = [];
    known = await fewAtOnce(await subscriptionsToRead(), atOnce, (each) => readOne(each, oddities));
    names = indexMachines(known.flatMap(({ machines }) => machines));
    loaded ||= isWholePicture(known);
    for (const oddity of oddities) if (!said.has(oddity)) log.info({}, oddity);
    said = new Set(oddities);
  }

  function refresh(): Promise<void> {
    underWay ??= readAll().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  async function refreshForEver(): Promise<void> {
    await refresh();
    if (!running) return;
    const pause = loaded ? refreshSeconds : Math.min(refreshSeconds, impatientSeconds);
    timer = setTimeout(() => void refreshForEver(), pause * 1000).unref();
  }

  return {
    get loaded() {
      return loaded;
    },
    byId: (id) => names.byId(id),
    byName: (name) => names.byName(name),
    nearest: (name, count) => names.nearest(name, count),
    all: () => known.flatMap(({ machines }) => machines),
    subscriptions: () => known.map(({ subscription }) => subscription),
    knows: (id) => known.some(({ subscription, readAt }) => subscription.id === id && readAt !== undefined),
    refresh,
    refreshAnew: () => (underWay === undefined ? refresh() : underWay.then(refresh)),
    start() {
      if (running) return;
      running = true;
      void refreshForEver();
    },
    stop() {
      running = false;
      clearTimeout(timer);
    },
    health: () => ({
      loaded,
      problem: listProblem?.message,
      subscriptions: known.map(({ subscription, machines, readAt, fault, withoutTags }) => ({
        ...subscription,
        machines: machines.length,
        readAt,
        problem: fault?.message ?? (withoutTags && `Tags of machines are not known. ${withoutTags.message}`),
      })),
    }),
  };
}

/**
 * Whether anything may be said about machines, "there is none of that name" above all. Each subscription must have been
 * read, or have given an answer that time will not change: a right that is missing, a refusal. So one forbidden
 * subscription does not stop the bot (its health names it), but one that merely did not answer yet does: its machines
 * exist, and the bot would deny them. With nothing read at all there is nothing to say.
 */
function isWholePicture(known: readonly Known[]): boolean {
  const final = (fault: Fault | undefined) =>
    ['forbidden', 'rejected', 'missing'].includes(fault?.code ?? '');
  const isRead = ({ readAt }: Known) => readAt !== undefined;
  return known.some(isRead) && known.every((one) => isRead(one) || final(one.fault));
}

const asFault = (error: unknown): Fault =>
  error instanceof Fault
    ? error
    : new Fault('unavailable', 'The bot failed to read Azure.', { cause: error });
