// Finds machines by name: exact, without case, and the closest spellings.
import { WORD } from './edit-distance.ts';
import { type Marks, marksOf, mostAlike } from './letter-marks.ts';
import type { Machine } from './machine.ts';
import { plainSpelling, remotenessFrom } from './spelling.ts';

/** Lookups over a fixed set of machines. Made anew for a new set. */
export interface MachineNames {
  /** Machines spelt exactly so; only if there are none, those spelt so without case. Several can share a name. */
  byName(name: string): readonly Machine[];
  /** By ARM id, any case. */
  byId(id: string): Machine | undefined;
  /**
   * The `count` machines with the closest names, best first. Always that many where there are enough, however
   * remote. Equally close ones come in the order of name and id, so the answer never depends on Azure's order.
   */
  nearest(name: string, count: number): readonly Machine[];
}

/** Some machines made ready for lookups: what does not change need not be made ready again. */
export interface Shelf {
  /** In the order of name and id. */
  readonly machines: readonly Machine[];
  readonly spellings: readonly string[];
  readonly marks: Marks;
  readonly byCaselessName: ReadonlyMap<string, Machine | readonly Machine[]>;
  readonly byId: ReadonlyMap<string, Machine>;
}

/** How many names get a close look. Comparing all of them would take too long beyond some ten thousand. */
const closeLooks = (typed: string): number => (typed.length <= WORD ? 1500 : 250);

const orderOf = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byNameAndId = (a: Machine, b: Machine): number => orderOf(a.name, b.name) || orderOf(a.id, b.id);

/** Makes machines ready; takes some microseconds for each. */
export const shelve = (machines: readonly Machine[]): Shelf => {
  const sorted = machines.toSorted(byNameAndId);
  const spellings = sorted.map(({ name }) => plainSpelling(name));
  const byCaselessName = new Map<string, Machine | Machine[]>();
  for (const machine of sorted) {
    const key = machine.name.toLowerCase();
    const others = byCaselessName.get(key);
    // Nearly every name is one machine's: a list for each would cost more than the machine's name.
    byCaselessName.set(key, others === undefined ? machine : [others, machine].flat());
  }
  return {
    machines: sorted,
    spellings,
    marks: marksOf(spellings),
    byCaselessName,
    byId: new Map(sorted.map((machine) => [machine.id.toLowerCase(), machine])),
  };
};

/** The lookups over shelves; takes next to no time. A machine must not stand on two of them. */
export const namesOn = (shelves: readonly Shelf[]): MachineNames => {
  const lists = shelves.map(({ marks }) => marks);
  return {
    byName: (name) => {
      const key = name.toLowerCase();
      const caseless: Machine[] = [];
      for (const { byCaselessName } of shelves) {
        const found = byCaselessName.get(key);
        // Concerns nearly none of hundreds of shelves.
        if (found !== undefined) caseless.push(...[found].flat());
      }
      const exact = caseless.filter((machine) => machine.name === name);
      return (exact.length > 0 ? exact : caseless).sort(byNameAndId);
    },
    byId: (id) => {
      const key = id.toLowerCase();
      for (const shelf of shelves) {
        const machine = shelf.byId.get(key);
        if (machine !== undefined) return machine;
      }
      return undefined;
    },
    nearest: (name, count) => {
      const typed = plainSpelling(name);
      const remoteness = remotenessFrom(typed);
      const best: { readonly machine: Machine; readonly far: number }[] = [];
      mostAlike(lists, typed, Math.max(count, closeLooks(typed)), (list, position) => {
        const shelf = shelves[list];
        const machine = shelf?.machines[position];
        if (machine === undefined) return;
        const far = remoteness(shelf?.spellings[position] ?? '');
        const isBefore = (one: { readonly machine: Machine; readonly far: number }) =>
          one.far < far || (one.far === far && byNameAndId(one.machine, machine) < 0);
        const last = best.at(-1);
        if (last !== undefined && best.length >= count && isBefore(last)) return;
        best.splice(best.findLastIndex(isBefore) + 1, 0, { machine, far });
        if (best.length > count) best.pop();
      });
      return best.map(({ machine }) => machine);
    },
  };
};

/** The lookups over machines that do not change; takes some tenths of a second for 100,000 of them. */
export const indexMachines = (machines: readonly Machine[]): MachineNames => namesOn([shelve(machines)]);
