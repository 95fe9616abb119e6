// Reads which subscriptions there are, and what is in one of them. Plain lists, no Resource Graph.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { Machine } from '../domain/machine.ts';
import { allPages } from './all-pages.ts';
import type { Arm } from './arm.ts';
import { text } from './checked.ts';
import { faultOf } from './fault-of.ts';
import { policyShape, protectedMachinesOf } from './jit-policy.ts';
import { type Machines, machinesOf } from './machines-of.ts';
import { interfaceShape } from './network-interface.ts';
import { listsOf, publicAddressShape, readingOf, virtualMachineShape } from './subscription-lists.ts';

export type Subscription = Machine['subscription'];

const subscriptionShape = z.object({ subscriptionId: z.string(), displayName: text });

/** What was read of a subscription. `withoutTags`: why no machine has tags; nothing else is missing then. */
export interface SubscriptionReading extends Machines {
  readonly withoutTags: Fault | undefined;
}

/**
 * All that GET /subscriptions shows to the bot; needs no right of its own.
 * @throws Fault also when there is none: that means missing roles, not that there are no machines
 */
export async function readVisibleSubscriptions(arm: Arm): Promise<Subscription[]> {
  const items = await allPages(
    () => arm.subscriptions().subscriptions.list(),
    createSieve().of(subscriptionShape, (one) => [one]),
  );
  if (items.length === 0) throw new Fault('forbidden', 'Azure does not show any subscription to the bot.');
  return items.map(({ subscriptionId, displayName }) => ({
    id: subscriptionId.toLowerCase(),
    name: displayName || subscriptionId,
  }));
}

/** The configured ids, each once, with the names that Azure shows; one that it does not show keeps its id for a name. */
export function namedSubscriptions(
  configured: readonly string[],
  visible: readonly Subscription[],
): Subscription[] {
  const nameOf = new Map(visible.map(({ id, name }) => [id, name]));
  const ids = new Set(configured.map((id) => id.toLowerCase()));
  return [...ids].map((id) => ({ id, name: nameOf.get(id) ?? id }));
}

/**
 * The machines of a subscription, with their JIT ports and tags.
 * @throws Fault when one of the lists could not be read: without the public addresses, say, a machine would seem to have
 * none. Tags are the exception: only rules of the access policy ask for them, and "not known" is an answer there.
 */
export async function readMachines(arm: Arm, subscription: Subscription): Promise<SubscriptionReading> {
  const lists = listsOf(arm, subscription.id);
  const sieve = createSieve();
  const listedInterfaces = lists.interfaces(sieve.of(interfaceShape, (nic) => [nic]));
  const regions = async () => (await listedInterfaces).flatMap(({ location }) => location ?? []);
  const [protectedMachines, interfaces, publicAddresses, tags] = await Promise.all([
    lists.policies(sieve.of(policyShape, protectedMachinesOf), regions),
    listedInterfaces,
    lists.publicAddresses(sieve.of(publicAddressShape, (address) => [address])),
    readTags(lists, sieve),
  ]);
  const { machines, oddities } = machinesOf(
    readingOf(subscription, {
      interfaces,
      publicAddresses,
      protectedMachines,
      virtualMachines: tags.items,
    }),
  );
  const skipped = sieve.skipped();
  return {
    machines,
    withoutTags: tags.fault,
    oddities: skipped > 0 ? [...oddities, `${skipped} list entries were not understood.`] : oddities,
  };
}

async function readTags(lists: ReturnType<typeof listsOf>, sieve: Sieve) {
  try {
    const items = await lists.virtualMachines(sieve.of(virtualMachineShape, (one) => [one]));
    return { items, fault: undefined };
  } catch (error) {
    return { items: [], fault: faultOf(error, { write: false }) };
  }
}

type Sieve = ReturnType<typeof createSieve>;

/** One entry that makes no sense must not hide the other thousand; it is counted, and said in the log. */
function createSieve() {
  let skipped = 0;
  return {
    /** Keeps of a page what is used of it: what Azure sent besides is far more. */
    of:
      <Shape extends z.ZodType, Kept>(shape: Shape, kept: (entry: z.infer<Shape>) => readonly Kept[]) =>
      (page: readonly unknown[]): readonly Kept[] =>
        page.flatMap((entry) => {
          const result = shape.safeParse(entry);
          if (!result.success) skipped += 1;
          return result.success ? kept(result.data) : [];
        }),
    skipped: () => skipped,
  };
}
