// Requests that were found due and have no place yet: those a port depends on first, each once.
import type { DueJob } from './job-queue.ts';

/** A request to settle, with the jobs that asked for it. */
export interface Found {
  readonly requestId: string;
  readonly claimed: readonly DueJob[];
}

export interface Backlog {
  /** Adds it; what is there already stays as it is, and is told so. */
  add(found: Found, first: boolean): boolean;
  next(): Found | undefined;
  size(): number;
  /** Takes everything out. */
  clear(): readonly Found[];
}

export function createBacklog(): Backlog {
  const lanes = { first: new Map<string, Found>(), other: new Map<string, Found>() };
  const has = (id: string): boolean => lanes.first.has(id) || lanes.other.has(id);
  return {
    add(found, first) {
      if (has(found.requestId)) return false;
      (first ? lanes.first : lanes.other).set(found.requestId, found);
      return true;
    },
    next() {
      for (const lane of [lanes.first, lanes.other])
        for (const [id, found] of lane) {
          lane.delete(id);
          return found;
        }
      return undefined;
    },
    size: () => lanes.first.size + lanes.other.size,
    clear() {
      const all = [...lanes.first.values(), ...lanes.other.values()];
      lanes.first.clear();
      lanes.other.clear();
      return all;
    },
  };
}
