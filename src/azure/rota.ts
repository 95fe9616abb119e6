// Who is to be read when: each by its own time, a few at once, so that one that is slow holds up nobody else.
import type { Seconds } from '../domain/time.ts';

export interface Rota {
  /** Sets, or moves, the time of one. */
  due(id: string, inSeconds: Seconds): void;
  drop(id: string): void;
  start(): void;
  /** What is under way goes on to its end; nothing is begun. */
  stop(): void;
}

/**
 * @param work must not reject. What it reads is due again after as many seconds as it answers; `undefined`: never.
 * @param most how many are under way at the same time
 */
export function createRota(work: (id: string) => Promise<Seconds | undefined>, most: number): Rota {
  const times = new Map<string, number>();
  const underWay = new Set<string>();
  let running = false;
  let timer: NodeJS.Timeout | undefined;

  function next(): { readonly id: string; readonly at: number } | undefined {
    let first: { readonly id: string; readonly at: number } | undefined;
    for (const [id, at] of times)
      if (!underWay.has(id) && (first === undefined || at < first.at)) first = { id, at };
    return first;
  }

  function go(): void {
    clearTimeout(timer);
    while (running && underWay.size < most) {
      const first = next();
      if (first === undefined) return;
      const wait = first.at - performance.now();
      if (wait > 0) {
        timer = setTimeout(go, Math.ceil(wait)).unref();
        return;
      }
      void begin(first.id);
    }
  }

  async function begin(id: string): Promise<void> {
    underWay.add(id);
    const planned = times.get(id);
    const again = await work(id);
    underWay.delete(id);
    // Whoever was dropped, or set anew, in the meantime is left at that.
    if (times.get(id) === planned) {
      if (again === undefined) times.delete(id);
      else times.set(id, performance.now() + again * 1000);
    }
    go();
  }

  return {
    due(id, inSeconds) {
      times.set(id, performance.now() + inSeconds * 1000);
      if (running) go();
    },
    drop: (id) => void times.delete(id),
    start() {
      running = true;
      go();
    },
    stop() {
      running = false;
      clearTimeout(timer);
    },
  };
}
