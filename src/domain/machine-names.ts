// Finds machines by name: exact, without case, and the closest spellings.
import { rememberMarks } from './letter-marks.ts';
import type { Machine } from './machine.ts';
import { plainSpelling, remoteness } from './spelling.ts';

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

/** How many names get a close look. Comparing all of them would take too long beyond some thousands. */
const CLOSE_LOOKS = 500;

const NONE: readonly Machine[] = [];

const orderOf = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Builds the lookups; takes some tenths of a second for 100,000 machines. */
export const indexMachines = (machines: readonly Machine[]): MachineNames => {
  const sorted = machines.toSorted((a, b) => orderOf(a.name, b.name) || orderOf(a.id, b.id));
  const spellings = sorted.map(({ name }) => plainSpelling(name));
  const alike = rememberMarks(spellings);
  const exact = Map.groupBy(sorted, ({ name }) => name);
  const caseless = Map.groupBy(sorted, ({ name }) => name.toLowerCase());
  const ids = new Map(sorted.map((machine) => [machine.id.toLowerCase(), machine]));

  return {
    byName: (name) => exact.get(name) ?? caseless.get(name.toLowerCase()) ?? NONE,
    byId: (id) => ids.get(id.toLowerCase()),
    nearest: (name, count) => {
      const typed = plainSpelling(name);
      return alike(typed, Math.max(count, CLOSE_LOOKS))
        .map((position) => ({ position, far: remoteness(typed, spellings[position] ?? '') }))
        .sort((a, b) => a.far - b.far || a.position - b.position)
        .slice(0, count)
        .flatMap(({ position }) => sorted[position] ?? []);
    },
  };
};
