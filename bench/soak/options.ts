// The command line of the soak.
import { parseArgs } from 'node:util';
import { z } from 'zod';

const schema = z.object({
  minutes: z.coerce.number().positive().default(60),
  engine: z.enum(['pglite', 'postgres']).default('pglite'),
  /** Turns a second. */
  rate: z.coerce.number().positive().default(5),
  /** Seconds between two looks. */
  every: z.coerce.number().positive().default(10),
  /**
   * People whose ports are opened, one after the other. With many more, a channel would hear more than the 1,800 messages an hour that
   * Teams lets a bot write there: its cards and notices would come later and later, and people would stop waiting for them.
   */
  people: z.coerce.number().int().positive().default(12),
});
export type SoakOptions = z.infer<typeof schema>;

export const usage =
  'npm run soak -- [--minutes 60] [--engine pglite|postgres] [--rate 5] [--every 10] [--people 12]';

/** @throws Error that says what is wrong and how it is used */
export function readOptions(argv: readonly string[]): SoakOptions {
  const option = { type: 'string' } as const;
  const options = { minutes: option, engine: option, rate: option, every: option, people: option };
  try {
    return schema.parse(parseArgs({ args: [...argv], options, strict: true }).values);
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${why}\nUsage: ${usage}`);
  }
}

/** Seconds of the start that are not judged: V8 compiles, caches and pools fill. */
export const warmUpOf = ({ minutes }: SoakOptions): number =>
  Math.min(600, Math.max(60, minutes * 60 * 0.25));
