// What a stored change of the setup must look like to be believed: one schema per state, tied to the domain's types.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { SetupChange } from '../domain/setup/setup-change.ts';
import type { Plain, Same } from './same.ts';
import { askedFrom, instant, person, seconds, whole } from './schema-parts.ts';
import { machineChoice, rule } from './terms-schema.ts';

const subscription = z.strictObject({ id: z.string(), name: z.string() });
const setting = z.strictObject({
  port: whole,
  protocol: z.enum(['*', 'TCP', 'UDP']),
  maximumSeconds: seconds,
  allowedSources: z.array(z.string()),
});
const hole = z.strictObject({ port: whole, rule, sources: z.array(z.string()) });
const portLeft = z.strictObject({
  port: whole,
  world: z.enum(['all', 'some', 'none', 'unknown']),
  rules: z.array(rule),
});

const targetParts = {
  machine: machineChoice,
  azureId: z.string(),
  policyIds: z.tuple([z.string()], z.string()),
  before: z.array(setting),
};
const target = z.strictObject({ ...targetParts, wanted: z.array(setting) });

const leftOut = z.array(
  z.strictObject({
    machine: machineChoice,
    why: z.discriminatedUnion('code', [
      z.strictObject({ code: z.literal('already-on') }),
      z.strictObject({ code: z.literal('not-on') }),
      z.strictObject({ code: z.literal('no-nsg') }),
      z.strictObject({ code: z.literal('no-interface') }),
      z.strictObject({ code: z.literal('name-too-long') }),
      z.strictObject({ code: z.literal('in-several-policies'), policies: z.array(z.string()) }),
      z.strictObject({ code: z.literal('plan-off'), subscription: z.string() }),
      z.strictObject({ code: z.literal('unread'), why: z.string() }),
    ]),
  }),
);

const asked = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('defender'),
    subscription,
    plan: z.strictObject({ tier: z.string(), subPlan: z.string().exactOptional() }),
  }),
  z.strictObject({
    kind: z.literal('enable'),
    machines: z.array(
      z.strictObject({
        machine: machineChoice,
        azureId: z.string(),
        system: z.enum(['Windows', 'Linux']).exactOptional(),
        policyId: z.string(),
        newPolicy: z.literal(true).exactOptional(),
        open: z.array(hole),
      }),
    ),
    leftOut,
    form: z.strictObject({ ports: z.string(), longest: z.string(), sources: z.string() }),
  }),
  z.strictObject({
    kind: z.literal('configure'),
    target: z.strictObject(targetParts),
    rows: z.array(
      z.strictObject({ port: z.string(), protocol: z.string(), longest: z.string(), sources: z.string() }),
    ),
    wanted: z.array(setting).exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('disable'),
    targets: z.array(target),
    leftOut,
    leaves: z.array(z.union([z.array(portLeft), z.strictObject({ unread: z.string() })])),
  }),
]);

const typed = { typed: z.string() };
const problem = z.discriminatedUnion('code', [
  z.strictObject({ code: z.literal('port-unclear'), ...typed }),
  z.strictObject({ code: z.literal('port-twice'), port: whole }),
  z.strictObject({ code: z.literal('no-ports') }),
  z.strictObject({ code: z.literal('too-many-ports'), most: whole }),
  z.strictObject({ code: z.literal('system-unknown'), machines: z.array(z.string()) }),
  z.strictObject({ code: z.literal('protocol-unclear'), ...typed }),
  z.strictObject({ code: z.literal('time-unclear'), ...typed }),
  z.strictObject({ code: z.literal('time-out-of-bounds'), ...typed }),
  z.strictObject({ code: z.literal('source-unclear'), ...typed }),
  z.strictObject({ code: z.literal('no-sources') }),
  z.strictObject({ code: z.literal('nothing-changes') }),
  z.strictObject({ code: z.literal('name-differs') }),
  z.strictObject({ code: z.literal('count-differs'), count: whole }),
]);

const outcome = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('effective') }),
  z.strictObject({ kind: z.literal('defeated'), holes: z.array(hole) }),
  z.strictObject({ kind: z.literal('unproven'), why: z.string() }),
  z.strictObject({ kind: z.literal('in-doubt'), why: z.string() }),
  z.strictObject({ kind: z.literal('off'), leaves: z.array(portLeft) }),
  z.strictObject({ kind: z.literal('already') }),
  z.strictObject({ kind: z.literal('overtaken') }),
  z.strictObject({ kind: z.literal('gone') }),
  z.strictObject({ kind: z.literal('failed'), why: z.string(), permission: z.string().exactOptional() }),
]);

const done = z.strictObject({ stage: z.literal('done'), at: instant, outcome });
const step = z.discriminatedUnion('stage', [
  z.strictObject({ stage: z.literal('waiting') }),
  z.strictObject({
    stage: z.literal('writing'),
    tries: whole,
    notBefore: instant,
    doubt: z.literal(true).exactOptional(),
    because: z.string().exactOptional(),
  }),
  z.strictObject({ stage: z.literal('proving'), writtenAt: instant, lookAt: instant }),
  done,
]);

const plan = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('defender'), subscription }),
  z.strictObject({ kind: z.enum(['enable', 'configure', 'disable']), targets: z.array(target) }),
]);

// Strict throughout: a field this version does not know would be lost with its next save.
const common = {
  shape: z.literal(1),
  id: z.string(),
  version: whole,
  by: person,
  ...askedFrom,
  card: askedFrom.card.extend({ doubt: z.literal(true).exactOptional() }),
};

const change = z.discriminatedUnion('state', [
  z.strictObject({
    ...common,
    state: z.literal('draft'),
    expiresAt: instant,
    asked,
    problems: z.array(problem),
    round: whole,
  }),
  z.strictObject({
    ...common,
    state: z.literal('running'),
    confirmedAt: instant,
    plan,
    steps: z.array(step),
  }),
  z.strictObject({
    ...common,
    state: z.literal('ended'),
    confirmedAt: instant,
    endedAt: instant,
    plan,
    steps: z.array(done),
    told: z.literal(true).exactOptional(),
  }),
  z.strictObject({
    ...common,
    state: z.literal('dropped'),
    at: instant,
    why: z.enum(['cancelled', 'lapsed']),
    asked,
  }),
]);

// Does not compile when schema and domain differ in a field, its type, or its being optional.
true satisfies Same<Plain<SetupChange>, Plain<z.output<typeof change>>>;

/**
 * The change in a stored document.
 * @throws Fault `rejected` for a document of another shape, or damaged: it is never shown or settled half-understood.
 */
export const setupChangeFrom = (document: unknown): SetupChange => {
  const parsed = change.safeParse(document);
  if (parsed.success) return parsed.data;
  throw new Fault('rejected', 'A stored change of the setup cannot be read by this version of JIT Access.', {
    cause: parsed.error,
  });
};
