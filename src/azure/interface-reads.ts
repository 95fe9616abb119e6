// Reads network interfaces, one by one while few are wanted at once, and by one list of the subscription when many are.
import { allPages } from './all-pages.ts';
import type { Arm } from './arm.ts';
import { armIdOf } from './arm-id.ts';
import { checked } from './checked.ts';
import { reading } from './fault-of.ts';
import { unlessGone } from './missing.ts';
import { interfaceShape, type NetworkInterface } from './network-interface.ts';

/** More than these at once in a subscription, and a list costs Azure less: after a restart thousands are wanted. */
const fewAlone = 8;

/** `undefined`: Azure says that it does not exist. @throws Fault */
export type ReadInterface = (id: string) => Promise<NetworkInterface | undefined>;

/** @returns reads that begin after they are asked for, whichever way they go */
export function createInterfaceReads(arm: Arm): ReadInterface {
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
    const { networkInterfaces } = await arm.network(subscriptionId);
    const all = await allPages(() => networkInterfaces.listAll());
    // What is not understood here is asked for by itself, and says there what is wrong with it.
    const understood = all.flatMap((entry) => {
      const nic = interfaceShape.safeParse(entry);
      return nic.success ? [[nic.data.id.toLowerCase(), nic.data] as const] : [];
    });
    return new Map(understood);
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
    return readAlone(id).finally(() => alone.set(subscriptionId, (alone.get(subscriptionId) ?? 1) - 1));
  };
}

/**
 * One at a time, and each begins after it was asked for: who asks while one is under way shares the next.
 * @returns a function that gives everybody who waits the same result
 */
function nextTurn<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve();
  let next: Promise<Result> | undefined;
  return () => {
    next ??= last.then(
      () => begin(),
      () => begin(),
    );
    return next;
  };
  function begin(): Promise<Result> {
    next = undefined;
    const result = work();
    last = result;
    return result;
  }
}
