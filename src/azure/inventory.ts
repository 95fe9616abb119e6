// The machines the bot can see, kept in memory and read anew in the background, one subscription after the other.
import type { Inventory } from '../access/azure-ports.ts';
import { Fault } from '../access/fault.ts';
import { fewAtOnce } from '../access/few-at-once.ts';
import type { Log } from '../access/log-port.ts';
import type { KnownMachines, MachineList } from '../access/setup-ports.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Arm } from './arm.ts';
import { createOneByOne } from './one-by-one.ts';
import { createPicture, isFinal } from './picture.ts';
import { namedSubscriptions, readMachines, readVisibleSubscriptions } from './read-subscriptions.ts';
import { createRota } from './rota.ts';

export interface InventorySettings {
  /** Subscription ids to read. Missing: all that Azure shows to the bot. */
  readonly subscriptions?: readonly string[];
  /** Pause between the end of a subscription's reading and its next one. Of many, one is read every now and then. */
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
  /**
   * The same, begun after this call: what changed before it is known after it.
   * @param only ids of the subscriptions that are read; left out: all, and their list. One that is not known is not read.
   */
  refreshAnew(only?: readonly string[]): Promise<void>;
  /** Refreshes now and from then on. */
  start(): void;
  stop(): void;
  health(): InventoryHealth;
}

/**
 * Subscriptions read at the same time. Azure counts calls per subscription, so this spares only our
 * own memory, which holds a page of each list.
 */
const atOnce = 8;
/** While something is still unknown, nobody should wait for the usual pause. */
const impatientSeconds = 10;
/** Stands for the list of subscriptions where those themselves stand by id. */
const theList = '';

export function createInventory(arm: Arm, settings: InventorySettings): LiveInventory {
  const { subscriptions: configured, refreshSeconds, log, now } = settings;
  const impatient = Math.min(refreshSeconds, impatientSeconds);
  const picture = createPicture();
  const oneByOne = createOneByOne();
  const rota = createRota(readInTurn, atOnce);
  let listProblem: Fault | undefined;
  let loaded = false;
  let underWay: Promise<void> | undefined;
  let started = false;

  const shown = () => [...picture.known.values()].map(({ subscription }) => subscription);

  async function readList(): Promise<void> {
    const visible = await readVisibleSubscriptions(arm).then(
      (list) => {
        listProblem = undefined;
        return list;
      },
      (error: unknown) => {
        listProblem = asFault(error);
        log.warn({ err: error }, 'The list of subscriptions could not be read');
        return shown();
      },
    );
    const before = picture.known;
    picture.expect(configured === undefined ? visible : namedSubscriptions(configured, visible));
    for (const id of before.keys()) if (!picture.known.has(id)) rota.drop(id);
    for (const id of picture.known.keys()) if (started && !before.has(id)) rota.due(id, 0);
  }

  /** Never rejects. Reads begin after this call, also where one is under way. */
  const readOne = (id: string): Promise<void> =>
    oneByOne(id, async () => {
      const before = picture.known.get(id);
      if (before === undefined) return;
      const { subscription } = before;
      try {
        const read = await readMachines(arm, subscription);
        const { oddities, withoutTags } = read;
        if (withoutTags !== undefined)
          log.warn({ subscription: id, err: withoutTags }, 'Tags of machines could not be read');
        await picture.took(subscription, read, now());
        for (const oddity of oddities) if (!before.oddities.has(oddity)) log.info({}, oddity);
      } catch (error) {
        log.warn({ subscription: id, err: error }, 'A subscription could not be read');
        await picture.failed(subscription, asFault(error));
      }
      loaded ||= picture.isWhole();
    });

  /** @returns when it is to be read again */
  async function readInTurn(id: string): Promise<Seconds | undefined> {
    if (id === theList) {
      await readList();
      return loaded ? refreshSeconds : impatient;
    }
    const wasRead = picture.known.get(id)?.readAt !== undefined;
    await readOne(id);
    const pause = pauseAfter(id);
    // At a start all are read in one go; from then on evenly spread, and none later than it is due.
    const share = ([...picture.known.keys()].indexOf(id) + 1) / picture.known.size;
    return pause === refreshSeconds && !wasRead ? pause * share : pause;
  }

  function pauseAfter(id: string): Seconds | undefined {
    const one = picture.known.get(id);
    if (one === undefined) return undefined;
    const isUnknown = one.readAt === undefined && !(loaded && isFinal(one.fault));
    return Math.max(isUnknown ? impatient : refreshSeconds, one.fault?.retryAfterSeconds ?? 0);
  }

  async function readAll(): Promise<void> {
    await readList();
    await fewAtOnce([...picture.known.keys()], atOnce, readOne);
  }

  function refresh(): Promise<void> {
    underWay ??= readAll().finally(() => {
      underWay = undefined;
    });
    return underWay;
  }

  return {
    get loaded() {
      return loaded;
    },
    byId: (id) => picture.names.byId(id),
    byName: (name) => picture.names.byName(name),
    nearest: (name, count) => picture.names.nearest(name, count),
    all: () => [...picture.known.values()].flatMap(({ machines }) => machines),
    subscriptions: shown,
    knows: (id) => picture.known.get(id)?.readAt !== undefined,
    refresh,
    async refreshAnew(only) {
      if (only !== undefined) await fewAtOnce([...new Set(only)], atOnce, readOne);
      else if (underWay === undefined) await refresh();
      else await underWay.then(refresh);
    },
    start() {
      if (started) return;
      started = true;
      rota.due(theList, 0);
      rota.start();
    },
    stop() {
      started = false;
      rota.stop();
    },
    health: () => ({
      loaded,
      problem: listProblem?.message,
      subscriptions: [...picture.known.values()].map(
        ({ subscription, machines, readAt, fault, withoutTags }) => ({
          ...subscription,
          machines: machines.length,
          readAt,
          problem:
            fault?.message ?? (withoutTags && `Tags of machines are not known. ${withoutTags.message}`),
        }),
      ),
    }),
  };
}

const asFault = (error: unknown): Fault =>
  error instanceof Fault
    ? error
    : new Fault('unavailable', 'The bot failed to read Azure.', { cause: error });
