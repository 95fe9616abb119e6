// Finds machines by name: exact, without case, and the closest spellings.
import { WORD } from './edit-distance.ts';
import { type Marks, marksOf, mostAlike } from './letter-marks.ts';
import type { Machine } from './machine.ts';
import { byNameAndId, createMachineDirectory, type MachineDirectory } from './machine-directory.ts';
import { plainSpelling, remotenessFrom } from './spelling.ts';

/** Lookups over a set of machines. */
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
}

/** How many names get a close look. Comparing all of them would take too long beyond some ten thousand. */
const closeLooks = (typed: string): number => (typed.length <= WORD ? 1500 : 250);

/** Makes machines ready; takes some microseconds for each. */
export const shelve = (machines: readonly Machine[]): Shelf => {
  const sorted = machines.toSorted(byNameAndId);
  const spellings = sorted.map(({ name }) => plainSpelling(name));
  return {
    machines: sorted,
    spellings,
    marks: marksOf(spellings),
  };
};

/**
 * The lookups over shelves. A machine must not stand on two of them.
 * @param directory of the same machines: then it takes next to no time
 */
export const namesOn = (
  shelves: readonly Shelf[],
  directory: Pick<MachineDirectory, 'byName' | 'byId'> = directoryOf(shelves),
): MachineNames => {
  const lists = shelves.map(({ marks }) => marks);
  return {
    byName: (name) => directory.byName(name),
    byId: (id) => directory.byId(id),
    nearest: (name, count) => {
      const typed = plainSpelling(name);
      const remoteness = remotenessFrom(typed);
      const best: Near[] = [];
      mostAlike(lists, typed, Math.max(count, closeLooks(typed)), (list, position) => {
        const shelf = shelves[list];
        const machine = shelf?.machines[position];
        if (machine === undefined) return;
        const far = remoteness(shelf?.spellings[position] ?? '');
        const last = best.length < count ? undefined : best.at(-1);
        if (last !== undefined && (last.far < far || isBefore(last, far, machine))) return;
        best.splice(best.findLastIndex((one) => isBefore(one, far, machine)) + 1, 0, { machine, far });
        if (best.length > count) best.pop();
      });
      return best.map(({ machine }) => machine);
    },
  };
};

interface Near {
  readonly machine: Machine;
  readonly far: number;
}

const isBefore = (one: Near, far: number, machine: Machine): boolean =>
  one.far < far || (one.far === far && byNameAndId(one.machine, machine) < 0);

function directoryOf(shelves: readonly Shelf[]): MachineDirectory {
  const directory = createMachineDirectory();
  for (const { machines } of shelves) directory.replace([], machines);
  return directory;
}

/** The lookups over machines that do not change; takes some tenths of a second for 100,000 of them. */
export const indexMachines = (machines: readonly Machine[]): MachineNames => namesOn([shelve(machines)]);
