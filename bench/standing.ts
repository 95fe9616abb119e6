// What the large simulator and the benchmarks of it tell each other.
import { z } from 'zod';

/** A machine with JIT's Allow rule standing for it. */
export const standingSchema = z.object({
  azureId: z.string(),
  interfaceId: z.string(),
  privateAddress: z.string(),
  policyId: z.string(),
  nsg: z.string(),
  rule: z.string(),
  priority: z.number(),
});
export type Standing = z.infer<typeof standingSchema>;

/** GETs since the start, or since it was told to forget them, and how many NSGs were among what they read. */
export const countsSchema = z.object({ reads: z.number(), nsgsRead: z.number() });

/** From where the ports are open, and for how long. */
export const openSource = '203.0.113.7';
export const openSeconds = 3 * 3600;
