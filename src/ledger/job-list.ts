// The jobs of a database that only this process can change: in memory, for what they stand for is in its tables.
import type { Instant } from '../domain/time.ts';

/** A request and when it is to be looked at. */
export interface Job {
  readonly requestId: string;
  readonly at: Instant;
}

/** A job, and how often it was tried in vain. */
export interface ListedJob extends Job {
  readonly tries: number;
}

export interface JobList {
  add(job: Job, tries?: number): void;
  /** Takes out up to `limit` jobs whose time has come, the earliest first. */
  take(now: Instant, limit: number): readonly ListedJob[];
  /** The times a request is to be looked at, in order. */
  timesOf(requestId: string): readonly Instant[];
  clear(): void;
}

/** A binary heap: with ten thousand grants open, adding and taking one are a dozen steps each. */
export function createJobList(): JobList {
  const heap: ListedJob[] = [];

  return {
    add: (job, tries = 0) => {
      heap.push({ ...job, tries });
      rise(heap.length - 1);
    },
    take: (now, limit) => {
      const taken: ListedJob[] = [];
      while (taken.length < limit && timeAt(0) <= now) taken.push(...first());
      return taken;
    },
    timesOf: (requestId) =>
      heap
        .filter((job) => job.requestId === requestId)
        .map(({ at }) => at)
        .sort((one, other) => one - other),
    clear: () => {
      heap.length = 0;
    },
  };

  /** Takes the earliest out. */
  function first(): readonly ListedJob[] {
    swap(0, heap.length - 1);
    const taken = heap.splice(-1);
    sink(0);
    return taken;
  }

  function rise(from: number): void {
    const parent = (from - 1) >> 1;
    if (from === 0 || timeAt(parent) <= timeAt(from)) return;
    swap(parent, from);
    rise(parent);
  }

  function sink(from: number): void {
    const left = 2 * from + 1;
    const earlier = timeAt(left + 1) < timeAt(left) ? left + 1 : left;
    if (timeAt(from) <= timeAt(earlier)) return;
    swap(from, earlier);
    sink(earlier);
  }

  /** Beyond the end: never. */
  function timeAt(index: number): Instant {
    return heap[index]?.at ?? Number.POSITIVE_INFINITY;
  }

  function swap(one: number, other: number): void {
    const [a, b] = [heap[one], heap[other]];
    if (a === undefined || b === undefined) return;
    heap[one] = b;
    heap[other] = a;
  }
}
