// A draft's wish and form as stored.
import { z } from 'zod';
import { approverParty } from './grounds-schema.ts';
import { refusal } from './refusal-schema.ts';
import { instant, person, seconds, whole } from './schema-parts.ts';
import { machineChoice, rule } from './terms-schema.ts';

export const wish = z.strictObject({
  machine: z.string().exactOptional(),
  ports: z.array(whole).exactOptional(),
  time: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('for'), seconds }),
      z.strictObject({ kind: z.literal('until'), hour: whole, minute: whole }),
    ])
    .exactOptional(),
  source: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  breakGlass: z.literal(true).exactOptional(),
});

const outlookRule = z.strictObject({
  rule: z.string(),
  decision: z.enum(['automatic', 'approval', 'refused']),
  ports: z.array(whole),
  because: z.string().exactOptional(),
  longest: seconds.exactOptional(),
  sources: z.array(z.string()).exactOptional(),
  reasonRequired: z.boolean(),
  ticket: z.string().exactOptional(),
  approvers: z.array(approverParty).exactOptional(),
  quorum: whole.exactOptional(),
  breakGlass: z.boolean().exactOptional(),
  allowed: z.array(z.strictObject({ port: whole, by: z.array(person), until: instant })).exactOptional(),
});

const confirmed = { address: z.string(), at: instant };

/** What a form knows of its requester's address. */
export const learnedAddress = z.strictObject({
  ...confirmed,
  how: z.enum(['page', 'earlier']),
  before: z.strictObject(confirmed).exactOptional(),
});

/** What the dialog asks for. */
export const asking = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('machine'),
    why: z.enum(['unnamed', 'unknown', 'several']),
    typed: z.string(),
    choices: z.array(machineChoice),
    more: z.int().positive().exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('form'),
    machine: machineChoice,
    offered: z.array(
      z.strictObject({ port: whole, maximumSeconds: seconds, allowedSources: z.array(z.string()) }),
    ),
    values: z.strictObject({ port: z.string(), source: z.string(), time: z.string(), reason: z.string() }),
    outlook: z.array(outlookRule),
    refusals: z.array(refusal),
    network: z.strictObject({ name: z.string(), prefix: z.string() }).exactOptional(),
    holes: z.array(z.strictObject({ port: whole, rule, sources: z.array(z.string()) })),
  }),
]);
