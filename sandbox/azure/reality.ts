// The one mutable thing: the world, the clock that moves it, and those who want to hear of changes.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { catchUp, type Delays } from './clockwork.ts';
import { partsOf, sameId } from './ids.ts';
import { protect } from './protection.ts';
import { type Estate, type Quirk, type SandboxEvent, type World, worldSchema } from './world.ts';

export interface RealityOptions {
  readonly estate: Estate;
  readonly seed: number;
  readonly delays: Delays;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Where the world is kept between runs; read at start if it is there. */
  readonly stateFile?: string;
}

/** The simulated world, always up to date when looked at. */
export interface Reality {
  /** The world at this moment. */
  world(): World;
  now(): number;
  readonly delays: Delays;
  /** Tells listeners, and saves. */
  emit(event: SandboxEvent): void;
  /** @returns how to stop listening. */
  listen(listener: (event: SandboxEvent) => void): () => void;
  /** Sets, or with `undefined` lifts, what is odd about a machine, named or by id. @returns false when not exactly one machine is meant. */
  setQuirk(machine: string, quirk: Quirk | undefined): boolean;
  /** Puts a person or group into a group (by id or name), or takes them out. @returns false when there is no such group. */
  setInGroup(group: string, kind: 'members' | 'owners', id: string, isIn: boolean): boolean;
  /** Back to the estate as it was at first. */
  reset(): void;
}

const readState = (file: string): World | undefined => {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  return worldSchema.parse(JSON.parse(text));
};

const writeState = (file: string, world: World): void => {
  writeFileSync(`${file}.new`, JSON.stringify(world));
  renameSync(`${file}.new`, file);
};

/** @throws Error when the state file exists and cannot be read as a world. */
export const createReality = (options: RealityOptions): Reality => {
  const listeners = new Set<(event: SandboxEvent) => void>();
  const fresh = (): World => {
    const world = {
      ...structuredClone(options.estate),
      initiations: [],
      deletions: [],
      quirks: {},
      randomState: options.seed,
    };
    protect(world);
    return world;
  };
  let world = (options.stateFile === undefined ? undefined : readState(options.stateFile)) ?? fresh();

  const emit = (event: SandboxEvent): void => {
    if (options.stateFile !== undefined && event.kind !== 'call') writeState(options.stateFile, world);
    for (const listener of listeners) listener(event);
  };

  return {
    world: () => {
      for (const event of catchUp(world, options.delays, options.now())) emit(event);
      return world;
    },
    now: options.now,
    delays: options.delays,
    emit,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    setQuirk: (machine, quirk) => {
      const meant = world.machines.filter(
        ({ id }) => sameId(id, machine) || sameId(partsOf(id).name, machine),
      );
      const [only] = meant;
      if (only === undefined || meant.length > 1) return false;
      const { [only.id.toLowerCase()]: _before, ...others } = world.quirks;
      world.quirks = quirk === undefined ? others : { ...others, [only.id.toLowerCase()]: quirk };
      emit({ kind: 'quirks-changed', at: options.now() });
      return true;
    },
    setInGroup: (wanted, kind, id, isIn) => {
      const group = world.groups.find((one) => sameId(one.id, wanted) || one.name === wanted);
      if (group === undefined) return false;
      const others = group[kind].filter((one) => !sameId(one, id));
      group[kind] = isIn ? [...others, id] : others;
      emit({ kind: 'groups-changed', at: options.now() });
      return true;
    },
    reset: () => {
      world = fresh();
      emit({ kind: 'reset', at: options.now() });
    },
  };
};
