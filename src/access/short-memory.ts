// Answers kept for a while: never used when they are too old, never kept when they are unknown, asked once for all who ask at once.
import type { Instant, Seconds } from '../domain/time.ts';

export interface ShortMemoryRules {
  readonly now: () => Instant;
  /** How long an answer may be used again. */
  readonly seconds: Seconds;
  /** Answers kept at most; the oldest go first. */
  readonly capacity: number;
}

export interface ShortMemory<Value> {
  /**
   * @param fresh true: what is kept is not good enough; a question that is on its way already is
   * @param ask gets the keys that are to be asked for, and answers those it could find out
   * @returns the answers; a key that is not in it could not be found out
   */
  find(
    keys: readonly string[],
    fresh: boolean,
    ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<ReadonlyMap<string, Value>>;
}

export function createShortMemory<Value>({ now, seconds, capacity }: ShortMemoryRules): ShortMemory<Value> {
  const kept = new Map<string, { readonly value: Value; readonly until: Instant }>();
  const underWay = new Map<string, Promise<ReadonlyMap<string, Value>>>();

  return {
    async find(keys, fresh, ask) {
      const isKept = (key: string): boolean => !fresh && now() < (kept.get(key)?.until ?? 0);
      const found = keys.flatMap((key) => {
        const entry = kept.get(key);
        return entry !== undefined && isKept(key) ? [[key, entry.value] as const] : [];
      });
      const wanted = keys.filter((key) => !isKept(key));
      const unasked = wanted.filter((key) => !underWay.has(key));
      if (unasked.length > 0) {
        const asked = askAndKeep(unasked, ask);
        for (const key of unasked) underWay.set(key, asked);
      }
      const answers = wanted.map(async (key) => [key, (await underWay.get(key))?.get(key)] as const);
      const told = (await Promise.all(answers)).flatMap(([key, value]) =>
        value === undefined ? [] : [[key, value] as const],
      );
      return new Map([...found, ...told]);
    },
  };

  async function askAndKeep(
    keys: readonly string[],
    ask: (keys: readonly string[]) => Promise<ReadonlyMap<string, Value>>,
  ): Promise<ReadonlyMap<string, Value>> {
    const askedAt = now();
    // From here on the old answer is doubted: it does not come back if the new one does not come.
    for (const key of keys) kept.delete(key);
    const answers = await ask(keys).finally(() => {
      for (const key of keys) underWay.delete(key);
    });
    for (const [key, value] of answers) {
      const oldest = kept.size < capacity ? undefined : kept.keys().next().value;
      if (oldest !== undefined) kept.delete(oldest);
      kept.set(key, { value, until: askedAt + seconds * 1000 });
    }
    return answers;
  }
}
