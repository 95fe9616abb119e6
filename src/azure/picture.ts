// What is known of each subscription: replaced one by one, while lookups go on.
import type { Fault } from '../access/fault.ts';
import type { Machine } from '../domain/machine.ts';
import { createMachineDirectory } from '../domain/machine-directory.ts';
import { type MachineNames, namesOn, type Shelf, shelve } from '../domain/machine-names.ts';
import type { Instant } from '../domain/time.ts';
import { inSlices } from './in-slices.ts';
import type { Subscription, SubscriptionReading } from './read-subscriptions.ts';
import { thrifty } from './thrifty-machines.ts';

/** What is known of one subscription. */
export interface Known {
  readonly subscription: Subscription;
  readonly machines: readonly Machine[];
  /** The machines, ready for lookups. */
  readonly shelves: readonly Shelf[];
  readonly readAt: Instant | undefined;
  readonly fault: Fault | undefined;
  /** Why the tags alone could not be read. */
  readonly withoutTags: Fault | undefined;
  /** What had to be left out at the last reading. */
  readonly oddities: ReadonlySet<string>;
}

export interface Picture {
  /** By subscription id, in the order of their list. */
  readonly known: ReadonlyMap<string, Known>;
  readonly names: MachineNames;
  /** Knows these subscriptions, and no others: what is new among them is not read yet. */
  expect(subscriptions: readonly Subscription[]): void;
  /** Takes in what was read. One that is not expected any more is left out. */
  took(subscription: Subscription, reading: SubscriptionReading, readAt: Instant): Promise<void>;
  /** Takes in that nothing could be read. */
  failed(subscription: Subscription, fault: Fault): Promise<void>;
  /**
   * Whether anything may be said about machines, "there is none of that name" above all. Each subscription must have been
   * read, or have given an answer that time will not change: a right that is missing, a refusal. So one forbidden
   * subscription does not stop the bot (its health names it), but one that merely did not answer yet does: its machines
   * exist, and the bot would deny them. With nothing read at all there is nothing to say.
   */
  isWhole(): boolean;
}

/** Machines that are made ready in one go: some milliseconds' worth. */
const shelfSize = 1000;

export function createPicture(): Picture {
  let known: ReadonlyMap<string, Known> = new Map();
  const directory = createMachineDirectory();
  let names = namesOn([], directory);

  function become(next: ReadonlyMap<string, Known>): void {
    for (const [id, { machines }] of known)
      if (next.get(id)?.machines !== machines) directory.replace(machines, next.get(id)?.machines ?? []);
    for (const [id, { machines }] of next) if (!known.has(id)) directory.replace([], machines);
    known = next;
    // By id, so that what is found never depends on the order in which Azure lists them.
    const inOrder = [...known].sort(([one], [other]) => (one < other ? -1 : 1));
    names = namesOn(
      inOrder.flatMap(([, { shelves }]) => shelves),
      directory,
    );
  }

  async function put(of: Omit<Known, 'shelves'>, before: Known | undefined): Promise<void> {
    const shelves =
      before?.machines === of.machines ? before.shelves : await inSlices(of.machines, shelfSize, shelve);
    const { id } = of.subscription;
    const now = known.get(id);
    if (now !== undefined) become(new Map(known).set(id, { ...of, shelves, subscription: now.subscription }));
  }

  return {
    get known() {
      return known;
    },
    get names() {
      return names;
    },
    expect: (subscriptions) =>
      become(
        new Map(
          subscriptions.map((subscription) => {
            const before = known.get(subscription.id) ?? unread;
            // The same object for as long as it says the same: each machine holds it.
            const isSame = before.subscription.name === subscription.name;
            return [
              subscription.id,
              { ...before, subscription: isSame ? before.subscription : subscription },
            ];
          }),
        ),
      ),
    async took(subscription, { machines, withoutTags, oddities }, readAt) {
      const before = known.get(subscription.id);
      const kept = await thrifty(machines, before?.machines ?? []);
      const read = { readAt, fault: undefined, withoutTags, oddities: new Set(oddities) };
      await put({ subscription, machines: kept, ...read }, before);
    },
    async failed(subscription, fault) {
      const before = known.get(subscription.id) ?? unread;
      // Rules go by tags, and Azure does not hold anybody to them: old ones are not good enough.
      const machines = before.machines.some(({ tags }) => tags !== undefined)
        ? before.machines.map(({ tags: _old, ...machine }) => machine)
        : before.machines;
      const { readAt, oddities } = before;
      await put({ subscription, machines, readAt, fault, withoutTags: undefined, oddities }, before);
    },
    isWhole() {
      const all = [...known.values()];
      return all.some(isRead) && all.every((one) => isRead(one) || isFinal(one.fault));
    },
  };
}

const unread: Known = {
  subscription: { id: '', name: '' },
  machines: [],
  shelves: [],
  readAt: undefined,
  fault: undefined,
  withoutTags: undefined,
  oddities: new Set(),
};

const isRead = ({ readAt }: Known): boolean => readAt !== undefined;

/** An answer that time by itself will not change. */
export const isFinal = (fault: Fault | undefined): boolean =>
  ['forbidden', 'rejected', 'missing'].includes(fault?.code ?? '');
