// What a stored access request must look like to be believed: one schema per state, tied to the domain's types.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { AccessRequest } from '../domain/access-request.ts';
import { refusal } from './refusal-schema.ts';
import { instant, seconds, whole } from './schema-parts.ts';
import { machineChoice, sight, terms } from './terms-schema.ts';

// Strict throughout: a field this version does not know would be lost with its next save.
const common = {
  shape: z.literal(1),
  id: z.string(),
  version: whole,
  requester: z.strictObject({ id: z.string(), name: z.string() }),
  origin: z.strictObject({ conversationId: z.string(), activityId: z.string() }),
  reader: z.strictObject({ timeZone: z.string(), locale: z.string() }),
  askedAt: instant,
  card: z.strictObject({
    messageId: z.string().exactOptional(),
    shown: z.string().exactOptional(),
    quietUntil: z.number().exactOptional(),
  }),
  told: z.record(
    z.string(),
    z.strictObject({ at: instant, messageId: z.string().exactOptional(), why: z.string().exactOptional() }),
  ),
  setbacks: z.record(z.string(), z.strictObject({ tries: whole, notBefore: instant, message: z.string() })),
};

const wish = z.strictObject({
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
});

const asking = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('machine'),
    why: z.enum(['unnamed', 'unknown', 'several']),
    typed: z.string(),
    choices: z.array(machineChoice),
  }),
  z.strictObject({
    kind: z.literal('form'),
    machine: machineChoice,
    offered: z.array(
      z.strictObject({ port: whole, maximumSeconds: seconds, allowedSources: z.array(z.string()) }),
    ),
    values: z.strictObject({ port: z.string(), source: z.string(), time: z.string(), reason: z.string() }),
    refusals: z.array(refusal),
  }),
]);

const attempt = z.strictObject({
  sentAt: instant,
  endsAt: instant,
  outcome: z.enum(['unknown', 'accepted', 'absent']),
  fault: z.string().exactOptional(),
});

const accessRequest = z.discriminatedUnion('state', [
  z.strictObject({ ...common, state: z.literal('draft'), wish, asking, round: whole }),
  z.strictObject({ ...common, state: z.literal('withdrawn'), at: instant }),
  z.strictObject({ ...common, state: z.literal('lapsed'), at: instant }),
  z.strictObject({ ...common, state: z.literal('refused'), at: instant, refusals: z.array(refusal) }),
  z.strictObject({ ...common, state: z.literal('approved'), terms, approvedAt: instant }),
  z.strictObject({
    ...common,
    state: z.literal('opening'),
    terms,
    approvedAt: instant,
    attempts: z.tuple([attempt], attempt),
    lookAt: instant,
    sight: z.discriminatedUnion('kind', sight.all).exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('open'),
    terms,
    openedAt: instant,
    endsAt: instant,
    sight: sight.open,
  }),
  z.strictObject({
    ...common,
    state: z.literal('closing'),
    terms,
    openedAt: instant.exactOptional(),
    askedAzureAt: instant.exactOptional(),
    endsAt: instant,
    lookAt: instant,
    sight: z.discriminatedUnion('kind', sight.all).exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('closed'),
    terms,
    openedAt: instant.exactOptional(),
    endsAt: instant,
    closedAt: instant,
    remains: z.discriminatedUnion('kind', sight.remains).exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('failed'),
    terms,
    at: instant,
    failure: z.strictObject({
      code: z.enum(['azure-refused', 'right-missing', 'azure-unavailable', 'time-passed']),
      message: z.string(),
    }),
  }),
]);

/** `T` with intersections flattened and everything read-only, so that two ways to write one type become one. */
type Plain<T> = T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> } : T;
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

// Does not compile when schema and domain differ in a field, its type, or its being optional.
true satisfies Same<Plain<AccessRequest>, Plain<z.output<typeof accessRequest>>>;

/**
 * The request in a stored document.
 * @throws Fault `rejected` for a document of another shape, or damaged: it is never shown or settled half-understood.
 */
export const requestFrom = (document: unknown): AccessRequest => {
  const parsed = accessRequest.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new Fault('rejected', 'A stored request cannot be read by this version of JIT Access.', {
    cause: parsed.error,
  });
};
