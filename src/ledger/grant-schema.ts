// What can become of a grant before its end, as stored.
import { z } from 'zod';
import { instant, person } from './schema-parts.ts';
import { sight } from './terms-schema.ts';

export const done = z.strictObject({
  at: instant,
  by: person,
  kept: z
    .discriminatedUnion('why', [
      z.strictObject({ why: z.literal('not-set') }),
      z.strictObject({ why: z.literal('shared'), until: instant }),
      z.strictObject({ why: z.literal('fault'), message: z.string() }),
    ])
    .exactOptional(),
  deleted: z.array(z.string()).exactOptional(),
});

export const early = z.discriminatedUnion('why', [
  z.strictObject({ why: z.literal('done'), by: person, endsAt: instant }),
  z.strictObject({ why: z.literal('gone'), endsAt: instant }),
]);

export const lost = z.strictObject({
  since: instant,
  sight: z.discriminatedUnion('kind', sight.lost),
  sure: z.literal(true).exactOptional(),
});
