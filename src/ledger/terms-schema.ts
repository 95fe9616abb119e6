// Machines, terms and sights as stored inside requests.
import { z } from 'zod';
import { instant, seconds, whole } from './schema-parts.ts';

const choice = {
  id: z.string(),
  name: z.string(),
  subscription: z.strictObject({ id: z.string(), name: z.string() }),
  resourceGroup: z.string(),
  region: z.string(),
};

export const machineChoice = z.strictObject(choice);

export const terms = z.strictObject({
  machine: z.strictObject({
    ...choice,
    azureId: z.string(),
    addresses: z.array(
      z.strictObject({ interfaceId: z.string(), privateAddress: z.string(), primary: z.boolean() }),
    ),
    publicAddress: z.string().exactOptional(),
  }),
  policyId: z.string(),
  port: whole,
  protocol: z.enum(['*', 'TCP', 'UDP']),
  source: z.string(),
  seenAt: instant.exactOptional(),
  network: z.string().exactOptional(),
  time: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('for'), seconds }),
    z.strictObject({ kind: z.literal('until'), at: instant }),
  ]),
  reason: z.string(),
});

/** A rule by name. */
export const rule = z.strictObject({ nsg: z.string(), name: z.string(), priority: whole });
const open = z.strictObject({ kind: z.literal('open'), address: z.string(), rule });
const remains = [
  z.strictObject({
    kind: z.literal('open-by-other-rule'),
    rule: rule.exactOptional(),
    madeByJit: z.literal(true).exactOptional(),
  }),
  z.strictObject({ kind: z.literal('open-by-other-grant'), until: instant }),
] as const;

const lost = [
  z.strictObject({ kind: z.literal('no-jit-rule') }),
  z.strictObject({
    kind: z.literal('blocked'),
    level: z.enum(['interface', 'subnet']),
    rule: rule.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('unknown'), because: z.string() }),
] as const;

/** A sight: any, the one of an open request, how that can be lost, and what can remain after a grant. */
export const sight = {
  open,
  lost,
  remains,
  all: [
    open,
    ...lost,
    z.strictObject({ kind: z.literal('shut') }),
    z.strictObject({ kind: z.literal('jit-rule-remains'), rule }),
    ...remains,
  ],
} as const;
