// How long it takes to find machines by name, in an estate of one naming rule and in one without any.
import { largeMachineName } from '../sandbox/azure/large-estate.ts';
import type { Machine } from '../src/domain/machine.ts';
import { namesOn, shelve } from '../src/domain/machine-names.ts';
import { plainSpelling, remotenessFrom } from '../src/domain/spelling.ts';
import type { Finding } from './section.ts';
import { percentile } from './statistics.ts';

const queries = 2000;
/** Each of these is held against all names, which takes long. */
const proofs = 40;
const near = 5;
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789-';

/** Numbers from 0 to 1 that come again in every run: an LCG of Numerical Recipes. */
function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** @throws Error when the nearest name of all is not found */
export function measureNames(machines: number, subscriptions: number): readonly Finding[] {
  const chance = createChance(7);
  const below = (limit: number) => Math.floor(chance() * limit);
  const some = (of: string, length: number) =>
    Array.from({ length }, () => of.charAt(below(of.length))).join('');
  const count = Array.from({ length: machines }, (_, number) => number);
  const sets = {
    'one naming rule': count.map(largeMachineName),
    'random names': count.map(() => `n${some(letters, 5 + below(25))}`),
    'a prefix and digits': count.map(() => `vm${some('0123456789', 12)}`),
  };
  return Object.entries(sets).flatMap(([kind, names]) => findingsOn(kind, names, subscriptions, below));
}

function findingsOn(
  kind: string,
  all: readonly string[],
  subscriptions: number,
  below: (limit: number) => number,
): readonly Finding[] {
  const shelves = Map.groupBy(all.entries(), ([number]) => number % subscriptions);
  const shelving: number[] = [];
  const index = namesOn(
    [...shelves.values()].map((few) => {
      const machines = few.map(([number, name]) => machineCalled(name, number % subscriptions));
      return timed(shelving, () => shelve(machines));
    }),
  );
  const exact: number[] = [];
  const nearest: number[] = [];
  let rightFives = 0;
  for (let at = 0; at < queries; at += 1) {
    const name = all[below(all.length)] ?? '';
    const typed = slipOf(name, below);
    const found = timed(exact, () => index.byName(name));
    if (!found.some((machine) => machine.name === name)) throw new Error(`${name} was not found`);
    const five = timed(nearest, () => index.nearest(typed, near));
    if (at >= proofs) continue;
    const remoteness = remotenessFrom(plainSpelling(typed));
    const best = all.map((each) => remoteness(plainSpelling(each))).sort((one, other) => one - other);
    const ours = five.map((machine) => remoteness(plainSpelling(machine.name)));
    if (ours[0] !== best[0]) throw new Error(`the nearest to ${typed} was not found`);
    if (ours.every((far, place) => far === best[place])) rightFives += 1;
  }
  return [
    {
      measure: `${kind}: exact name, p99 (ms)`,
      ours: percentile(exact, 0.99),
      goal: { of: 'ours', is: 'at most', value: 0.1 },
      digits: 3,
    },
    {
      measure: `${kind}: five nearest of a slip, p99 (ms)`,
      ours: percentile(nearest, 0.99),
      goal: { of: 'ours', is: 'at most', value: 5 },
      digits: 2,
    },
    { measure: `${kind}: all five are the nearest there are (%)`, ours: (rightFives / proofs) * 100 },
    {
      measure: `${kind}: a subscription put into the index, longest (ms)`,
      ours: Math.max(...shelving),
      goal: { of: 'ours', is: 'at most', value: 50 },
      digits: 1,
    },
  ];
}

function timed<Result>(into: number[], work: () => Result): Result {
  const began = performance.now();
  const result = work();
  into.push(performance.now() - began);
  return result;
}

/** One letter more, one less, another, or two of them swapped; never the first. */
function slipOf(name: string, below: (limit: number) => number): string {
  const at = 1 + below(name.length - 1);
  const letter = letters.charAt(below(letters.length));
  const [before, after] = [name.slice(0, at), name.slice(at)];
  switch (below(4)) {
    case 0:
      return `${before}${letter}${after}`;
    case 1:
      return before + after.slice(1);
    case 2:
      return `${before}${letter}${after.slice(1)}`;
    default:
      return before + after.charAt(1) + after.charAt(0) + after.slice(2);
  }
}

function machineCalled(name: string, subscription: number): Machine {
  const azureId = `/subscriptions/${subscription}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/${name}`;
  return {
    id: azureId.toLowerCase(),
    azureId,
    name,
    subscription: { id: String(subscription), name: String(subscription) },
    resourceGroup: 'rg',
    region: 'westeurope',
    addresses: [],
    jitPorts: [],
  };
}
