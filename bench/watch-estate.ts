// The estate of the watch's measurement: machines to be asked for first, then those with an open grant and its rule.
import { z } from 'zod';
import { largeEstate } from '../sandbox/azure/large-estate.ts';
import type { Estate } from '../sandbox/azure/world.ts';
import type { NamedRule } from '../src/domain/nsg/named-rule.ts';
import { giveRule } from './open-grants.ts';

export const watchSize = { openGrants: 1000, nsgs: 20, spare: 60 } as const;

/** What happened in its Azure so far. Times in milliseconds since 1970. */
export const watchedAzure = z.object({
  /** When each read of Resource Manager came. */
  reads: z.array(z.number()),
  initiated: z.array(z.object({ machine: z.string(), at: z.number(), endsAt: z.number() })),
});
export type WatchedAzure = z.infer<typeof watchedAzure>;

/** The same whenever it is made. `granted`: numbers of the machines that have a grant, and its rule. */
export function watchEstate(): {
  readonly estate: Estate;
  readonly granted: readonly { readonly number: number; readonly rule: NamedRule }[];
} {
  const { openGrants, nsgs, spare } = watchSize;
  const estate = largeEstate({ machines: spare + openGrants, subscriptions: 1, nsgs });
  const granted = Array.from({ length: openGrants }, (_, index) => {
    const number = spare + index;
    return { number, rule: giveRule(estate, number) };
  });
  return { estate, granted };
}
