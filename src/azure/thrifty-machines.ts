// Keeps machines small: what many say alike is held once, and a machine that says what it said before is the same object.
import type { Machine } from '../domain/machine.ts';
import { inSlices } from './in-slices.ts';

/** Some milliseconds' worth. */
const sliceSize = 1000;

/**
 * @param read the machines of one subscription, as they were just read
 * @param before as they were known
 * @returns those just read; `before` itself when nothing has changed
 */
export async function thrifty(
  read: readonly Machine[],
  before: readonly Machine[],
): Promise<readonly Machine[]> {
  const known = new Map(before.map((machine) => [machine.id, machine]));
  const once = createOnce();
  const slices = await inSlices(read, sliceSize, (slice) =>
    slice.map((machine) => {
      const old = known.get(machine.id);
      return old !== undefined && isSame(old, machine) ? old : slim(machine, once);
    }),
  );
  const machines = slices.flat();
  const isUnchanged = machines.length === before.length && machines.every((one, at) => one === before[at]);
  return isUnchanged ? before : machines;
}

/** The first of all things that are written alike. */
function createOnce() {
  const first = new Map<string, unknown>();
  return <Thing>(thing: Thing): Thing => {
    const key = JSON.stringify(thing);
    if (!first.has(key)) first.set(key, thing);
    // Under this key is what was written exactly so, and so is of the same kind.
    return first.get(key) as Thing;
  };
}

const slim = (machine: Machine, once: ReturnType<typeof createOnce>): Machine => ({
  ...machine,
  // In most estates all letters are small ones, and one text serves.
  id: machine.id === machine.azureId ? machine.azureId : machine.id,
  resourceGroup: once(machine.resourceGroup),
  region: once(machine.region),
  jitPorts: once(machine.jitPorts),
  ...(machine.tags !== undefined && { tags: once(machine.tags) }),
});

/** Whether two values of nothing but plain objects, lists, texts and numbers say the same. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return (
    names.length === Object.keys(other).length &&
    names.every(
      (name) => Object.hasOwn(other, name) && isSame(Reflect.get(one, name), Reflect.get(other, name)),
    )
  );
}
