// Reads network interfaces, one by one while few are wanted, and by one list of the subscription when many are.
import { setTimeout as pause } from 'node:timers/promises';
import type { Arm } from './arm.ts';
import { armIdOf } from './arm-id.ts';
import { checked } from './checked.ts';
import { reading } from './fault-of.ts';
import { unlessGone } from './missing.ts';
import { interfaceShape, type NetworkInterface } from './network-interface.ts';
import { listsOf } from './subscription-lists.ts';

/**
 * More than these within the time after it in a subscription, and a list costs Azure less: after a restart, or when many grants
 * end together, thousands are wanted, and Azure allows 25 reads a second.
 */
const fewAlone = 8;
const countedMilliseconds = 2000;
/** How long a list waits for more who want it. */
const gatherMilliseconds = 50;

/** `undefined`: Azure says that it does not exist. @throws Fault */
export type ReadInterface = (id: string) => Promise<NetworkInterface | undefined>;

/** A list begins: it is read for a few of them, and says as much of the others. @returns who is told of each interface in it */
export type OnList = () => (id: string, nic: NetworkInterface) => void;

/**
 * @param onList left out: nobody is told
 * @returns reads that begin after they are asked for, whichever way they go
 */
export function createInterfaceReads(arm: Arm, onList?: OnList): ReadInterface {
  const alone = new Map<string, number>();
  const lists = new Map<string, () => Promise<ReadonlyMap<string, NetworkInterface>>>();

  async function readAlone(id: string): Promise<NetworkInterface | undefined> {
    const part = armIdOf(id);
    const client = (await arm.network(part('subscriptions'))).networkInterfaces;
    const nic = await unlessGone(
      reading(() => client.get(part('resourceGroups'), part('networkInterfaces'))),
    );
    return nic && checked(interfaceShape, nic, 'a network interface');
  }

  async function listAll(subscriptionId: string): Promise<ReadonlyMap<string, NetworkInterface>> {
    const tell = onList?.();
    // What is not understood here is asked for by itself, and says there what is wrong with it.
    const understood = await listsOf(arm, subscriptionId).interfaces((page) =>
      page.flatMap((entry) => {
        const nic = interfaceShape.safeParse(entry);
        return nic.success ? [nic.data] : [];
      }),
    );
    for (const nic of understood) tell?.(nic.id, nic);
    return new Map(understood.map((nic) => [nic.id.toLowerCase(), nic]));
  }

  return async (id) => {
    const subscriptionId = armIdOf(id)('subscriptions').toLowerCase();
    const running = alone.get(subscriptionId) ?? 0;
    if (running >= fewAlone) {
      const list = lists.get(subscriptionId) ?? nextTurn(() => listAll(subscriptionId));
      lists.set(subscriptionId, list);
      // Not in a list is not yet gone: only its own answer says so.
      return (await list()).get(id.toLowerCase()) ?? readAlone(id);
    }
    alone.set(subscriptionId, running + 1);
    const forget = () => alone.set(subscriptionId, (alone.get(subscriptionId) ?? 1) - 1);
    return readAlone(id).finally(() => setTimeout(forget, countedMilliseconds).unref());
  };
}

/**
 * One at a time, and each begins a little after it was asked for: who asks until then, or while another is under way, shares it.
 * @returns a function that gives everybody who waits the same result
 */
function nextTurn<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<Result> | undefined;
  return () => {
    next ??= last
      .catch(() => undefined)
      .then(() => pause(gatherMilliseconds))
      .then(begin);
    return next;
  };
  function begin(): Promise<Result> {
    next = undefined;
    const result = work();
    last = result;
    return result;
  }
}
