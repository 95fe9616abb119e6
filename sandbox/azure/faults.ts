// Faults that tests switch on: which calls they hit, how often, and what happens instead of the answer.
import { z } from 'zod';

/** A fault as tests and the control surface write it. */
export const faultSchema = z.strictObject({
  /** A method and a piece of the path, either alone or both: `initiate`, `GET networkSecurityGroups`. Case does not matter. */
  match: z.string().min(1),
  /** How many calls it hits before it is used up. */
  times: z.int().positive().default(1),
  /** How many calls it lets pass before. */
  skip: z.int().nonnegative().optional(),
  action: z.union([
    /** `reset-before`: connection dropped, nothing done. `reset-after`: done, then dropped. `html-502`: a gateway's page, nothing done. */
    z.enum(['reset-before', 'reset-after', 'html-502']),
    /** Waits, then answers as usual: the effect comes even when the caller has gone by then. */
    z.strictObject({ delayMs: z.number().nonnegative() }),
    /** Answers a read as it was so many milliseconds ago, as a copy that lags behind does. */
    z.strictObject({ staleMs: z.number().positive() }),
    /** Answers this instead. Nothing is done, unless `after` says that all was done before. */
    z.strictObject({
      status: z.int().min(200).max(599),
      after: z.boolean().optional(),
      body: z.unknown().optional(),
      headers: z.record(z.string(), z.string()).optional(),
    }),
  ]),
});

export type FaultSpec = z.input<typeof faultSchema>;
export type ActiveFault = z.output<typeof faultSchema>;

/** The faults that are switched on. */
export interface Faults {
  /** @throws ZodError when the fault is malformed. */
  add(fault: FaultSpec): void;
  list(): readonly ActiveFault[];
  clear(): void;
  /** Uses up one turn of the first fault that hits this call. */
  take(method: string, path: string): ActiveFault['action'] | undefined;
}

/** Whether a call is meant by a `match` as faults have it. */
export const isMeant = (match: string, method: string, path: string): boolean =>
  match
    .split(' ')
    .every((word) =>
      /^[A-Z]+$/.test(word) ? word === method : path.toLowerCase().includes(word.toLowerCase()),
    );

/** An empty book of faults. `changed` is called whenever the list is another. */
export const createFaults = (changed: () => void): Faults => {
  let faults: ActiveFault[] = [];
  const replace = (next: ActiveFault[]): void => {
    faults = next;
    changed();
  };
  return {
    add: (fault) => replace([...faults, faultSchema.parse(fault)]),
    list: () => faults.map((fault) => ({ ...fault })),
    clear: () => replace([]),
    take: (method, path) => {
      const meant = faults.filter(({ match }) => isMeant(match, method, path));
      const fault = meant.find(({ skip = 0 }) => skip === 0);
      for (const waiting of meant) if (waiting.skip) waiting.skip -= 1;
      if (fault === undefined) return undefined;
      fault.times -= 1;
      replace(faults.filter((candidate) => candidate.times > 0));
      return fault.action;
    },
  };
};
