// Machines by name and by id: one list for all subscriptions, changed where a subscription changed.
import type { Machine } from './machine.ts';

export interface MachineDirectory {
  /** As in MachineNames. */
  byName(name: string): readonly Machine[];
  /** By ARM id, any case. */
  byId(id: string): Machine | undefined;
  /** Takes out the machines that were there before and are no more, and puts in those that are new: told apart as objects. */
  replace(before: readonly Machine[], after: readonly Machine[]): void;
}

const NONE: readonly Machine[] = [];

const orderOf = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
/** The order of name and id, so that no answer depends on Azure's order. */
export const byNameAndId = (a: Machine, b: Machine): number => orderOf(a.name, b.name) || orderOf(a.id, b.id);

export function createMachineDirectory(): MachineDirectory {
  // Nearly every name is one machine's: a list for each would cost more than the machine's name.
  const named = new Map<string, Machine | readonly Machine[]>();
  const identified = new Map<string, Machine>();

  const called = (key: string): readonly Machine[] => {
    const found = named.get(key);
    return found === undefined ? NONE : [found].flat();
  };

  function keep(key: string, machines: readonly Machine[]): void {
    const [only, ...others] = machines;
    if (only === undefined) named.delete(key);
    else named.set(key, others.length === 0 ? only : machines);
  }

  function put(machine: Machine): void {
    const key = machine.name.toLowerCase();
    keep(key, [...called(key), machine].sort(byNameAndId));
    identified.set(machine.id.toLowerCase(), machine);
  }

  function take(machine: Machine): void {
    const key = machine.name.toLowerCase();
    keep(
      key,
      called(key).filter((one) => one !== machine),
    );
    const id = machine.id.toLowerCase();
    if (identified.get(id) === machine) identified.delete(id);
  }

  return {
    byName(name) {
      const caseless = called(name.toLowerCase());
      const exact = caseless.filter((machine) => machine.name === name);
      return exact.length > 0 ? exact : caseless;
    },
    byId: (id) => identified.get(id.toLowerCase()),
    replace(before, after) {
      const [was, is] = [new Set(before), new Set(after)];
      for (const machine of was) if (!is.has(machine)) take(machine);
      for (const machine of is) if (!was.has(machine)) put(machine);
    },
  };
}
