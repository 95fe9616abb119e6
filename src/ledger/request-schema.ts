// What a stored access request must look like to be believed: one schema per state, tied to the domain's types.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { AccessRequest } from '../domain/access-request.ts';
import { asking, learnedAddress, wish } from './form-schema.ts';
import { done, early, lost } from './grant-schema.ts';
import { approvalGrounds, grounds } from './grounds-schema.ts';
import { refusal } from './refusal-schema.ts';
import type { Plain, Same } from './same.ts';
import { askedFrom, instant, person, whole } from './schema-parts.ts';
import { sight, terms } from './terms-schema.ts';

// Strict throughout: a field this version does not know would be lost with its next save.
const common = {
  shape: z.literal(3),
  id: z.string(),
  version: whole,
  requester: person,
  ...askedFrom,
  decisionCards: z.array(
    z.strictObject({
      channel: z.string(),
      at: z.strictObject({ conversationId: z.string(), messageId: z.string() }).exactOptional(),
      shown: z.string().exactOptional(),
      quietUntil: instant.exactOptional(),
      why: z.string().exactOptional(),
      former: z.literal(true).exactOptional(),
    }),
  ),
  told: z.record(
    z.string(),
    z.strictObject({
      at: instant,
      messageId: z.string().exactOptional(),
      why: z.string().exactOptional(),
      retired: z.literal(true).exactOptional(),
    }),
  ),
  setbacks: z.record(z.string(), z.strictObject({ tries: whole, notBefore: instant, message: z.string() })),
  extends: z
    .strictObject({
      chain: z.tuple([z.string()], z.string()),
      endsAt: instant,
      settled: z.literal(true).exactOptional(),
    })
    .exactOptional(),
};

const granted = { terms, grounds };
const sent = z.strictObject({ terms, grounds: approvalGrounds });

const attempt = z.strictObject({
  sentAt: instant,
  endsAt: instant,
  outcome: z.enum(['unknown', 'accepted', 'absent']),
  fault: z.string().exactOptional(),
});

const accessRequest = z.discriminatedUnion('state', [
  z.strictObject({
    ...common,
    state: z.literal('draft'),
    wish,
    asking,
    round: whole,
    link: z.strictObject({ number: whole, expiresAt: instant }),
    learned: learnedAddress.exactOptional(),
  }),
  z.strictObject({ ...common, state: z.literal('withdrawn'), at: instant, sent: sent.exactOptional() }),
  z.strictObject({ ...common, state: z.literal('lapsed'), at: instant, sent: sent.exactOptional() }),
  z.strictObject({
    ...common,
    state: z.literal('refused'),
    at: instant,
    refusals: z.array(refusal),
    sent: sent.exactOptional(),
  }),
  z.strictObject({ ...common, state: z.literal('pending'), terms, grounds: approvalGrounds }),
  z.strictObject({
    ...common,
    state: z.literal('denied'),
    at: instant,
    by: person,
    reason: z.string(),
    sent,
  }),
  z.strictObject({
    ...common,
    state: z.literal('approved'),
    ...granted,
    approvedAt: instant,
    signIn: z.strictObject({ askedAt: instant, until: instant, lookAt: instant }).exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('opening'),
    ...granted,
    approvedAt: instant,
    attempts: z.tuple([attempt], attempt),
    lookAt: instant,
    sight: z.discriminatedUnion('kind', sight.all).exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('open'),
    ...granted,
    openedAt: instant,
    endsAt: instant,
    sight: sight.open,
    lookAt: instant,
    lost: lost.exactOptional(),
    extension: z.string().exactOptional(),
    done: done.exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('closing'),
    ...granted,
    openedAt: instant.exactOptional(),
    askedAzureAt: instant.exactOptional(),
    endsAt: instant,
    lookAt: instant,
    sight: z.discriminatedUnion('kind', sight.all).exactOptional(),
    early: early.exactOptional(),
    extension: z.string().exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('closed'),
    ...granted,
    openedAt: instant.exactOptional(),
    endsAt: instant,
    closedAt: instant,
    remains: z.discriminatedUnion('kind', sight.remains).exactOptional(),
    early: early.exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('superseded'),
    ...granted,
    openedAt: instant.exactOptional(),
    endsAt: instant,
    at: instant,
    by: z.strictObject({ id: z.string(), endsAt: instant }),
  }),
  z.strictObject({
    ...common,
    state: z.literal('failed'),
    ...granted,
    at: instant,
    failure: z.strictObject({
      code: z.enum([
        'azure-refused',
        'outside-jit-policy',
        'right-missing',
        'own-right-missing',
        'not-signed-in',
        'azure-unavailable',
        'not-allowed-any-more',
        'time-passed',
      ]),
      message: z.string(),
      offer: z.string().exactOptional(),
    }),
  }),
]);

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
