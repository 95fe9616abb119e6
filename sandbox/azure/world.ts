// Everything the simulated Azure remembers, as one plain JSON value with its schema.
import { z } from 'zod';

/** An NSG rule in the simulator. */
export const ruleSchema = z.object({
  name: z.string(),
  priority: z.int().min(100).max(65_500),
  direction: z.enum(['Inbound', 'Outbound']),
  access: z.enum(['Allow', 'Deny']),
  protocol: z.string(),
  sources: z.array(z.string()).min(1),
  destinations: z.array(z.string()).min(1),
  destinationPorts: z.array(z.string()).min(1),
  /** Written with Azure's plural fields even where one value would do. */
  plural: z.boolean(),
  /** Lower-case id of the machine JIT made this rule for. Not on the wire: Azure has no such mark either. */
  jitFor: z.string().optional(),
});

const nsgSchema = z.object({ id: z.string(), region: z.string(), rules: z.array(ruleSchema) });

const networkSchema = z.object({
  id: z.string(),
  region: z.string(),
  prefix: z.string(),
  subnets: z.array(z.object({ id: z.string(), prefix: z.string(), nsgId: z.string().optional() })),
});

const publicAddressSchema = z.object({ id: z.string(), region: z.string(), address: z.string() });

const machineSchema = z.object({
  id: z.string(),
  region: z.string(),
  system: z.enum(['Windows', 'Linux']),
  /** Left out: it has none, and Azure sends none. */
  tags: z.record(z.string(), z.string()).optional(),
  interface: z.object({
    id: z.string(),
    privateAddress: z.string(),
    subnetId: z.string(),
    nsgId: z.string().optional(),
    publicAddressId: z.string().optional(),
  }),
  /** How JIT writes rules for this machine: both name families and both field forms are in the field. */
  jitStyle: z.object({
    family: z.enum(['MicrosoftDefenderForCloud', 'SecurityCenter']),
    denyPriority: z.int(),
    plural: z.boolean(),
  }),
});

/** One port of a JIT policy, in Azure's own words (`JitNetworkAccessPortRule`). Fields that nobody knows are kept. */
export const policyPortSchema = z.looseObject({
  number: z.int().min(0).max(65_535),
  protocol: z.enum(['*', 'TCP', 'UDP']),
  allowedSourceAddressPrefix: z.string().optional(),
  allowedSourceAddressPrefixes: z.array(z.string()).optional(),
  maxRequestAccessDuration: z.string(),
});

/** One machine of a JIT policy (`JitNetworkAccessPolicyVirtualMachine`). */
export const policyMachineSchema = z.looseObject({ id: z.string(), ports: z.array(policyPortSchema) });

const policySchema = z.object({
  id: z.string(),
  region: z.string(),
  machines: z.array(policyMachineSchema),
  /** What else its `properties` say. */
  more: z.record(z.string(), z.unknown()).optional(),
});

/** `properties` of `Microsoft.Security/pricings/VirtualMachines`, without what only Azure writes. */
export const planSchema = z.looseObject({ pricingTier: z.string(), subPlan: z.string().optional() });

/** An Entra group. Members are object ids of people and of groups. */
const groupSchema = z.object({
  id: z.string(),
  name: z.string(),
  members: z.array(z.string()),
  owners: z.array(z.string()),
});

/** What exists before anybody asks for anything. JIT's own Deny rules are not in it: they follow from the policies. */
export const estateSchema = z.object({
  subscriptions: z.array(z.object({ id: z.string(), name: z.string() })),
  networks: z.array(networkSchema),
  nsgs: z.array(nsgSchema),
  publicAddresses: z.array(publicAddressSchema),
  machines: z.array(machineSchema),
  policies: z.array(policySchema),
  /** Plans of Defender for Servers, by lower-case subscription id. Left out: Standard, P2. */
  plans: z.record(z.string(), planSchema).optional(),
  /** Object ids of everybody in the directory. */
  people: z.array(z.string()),
  groups: z.array(groupSchema),
});

const grantSchema = z.object({
  number: z.int(),
  source: z.string(),
  endsAt: z.number(),
  /** The Allow rule: still to come, standing (where and under which name), or over. */
  rule: z.discriminatedUnion('stage', [
    z.object({ stage: z.literal('awaited') }),
    z.object({ stage: z.literal('standing'), nsgId: z.string(), name: z.string() }),
    z.object({ stage: z.literal('over') }),
  ]),
});

const initiationSchema = z.object({
  /** Lower case. Kept when the policy goes: Azure keeps entries of machines that left. */
  policyId: z.string(),
  startedAt: z.number(),
  /** The same moment as Azure writes it, with seven fractional digits. */
  startTimeUtc: z.string(),
  justification: z.string().optional(),
  /** What else a PUT of the policy made the entry say. */
  more: z.record(z.string(), z.unknown()).optional(),
  /** A PUT of the policy left it out of `requests`: not listed any more. Its rules go their way. */
  unlisted: z.literal(true).optional(),
  machines: z.array(z.object({ id: z.string(), ports: z.array(grantSchema) })),
});

/** A machine whose Deny rule does not say yet what the policies say since `since`. Lower-case id. */
const awaitedDenySchema = z.object({ machineId: z.string(), since: z.number() });

/** A rule that somebody deletes through ARM: accepted, and carried out at `doneAt`. Kept, since clients ask for the end. */
const deletionSchema = z.object({
  id: z.string(),
  nsgId: z.string(),
  rule: z.string(),
  doneAt: z.number(),
  isDone: z.boolean(),
});

/** How one machine departs from the simulator's normal behaviour. Set by tests and by hand. */
export const quirkSchema = z.strictObject({
  /** Milliseconds after initiate, or never. */
  ruleAppearsAfterMs: z.union([z.number(), z.literal('never')]).optional(),
  /** Milliseconds after the end (negative: early), or never. */
  ruleGoesAfterMs: z.union([z.number(), z.literal('never')]).optional(),
  /** Refuse an address that merely lies inside an allowed CIDR, as Azure did in 2020. */
  exactSourcesOnly: z.boolean().optional(),
  /**
   * While a rule of the same source and port stands, another request makes none of its own, and the one rule goes at the
   * first end: the worst that overlapping requests could mean. What Azure does to the rule is not known.
   */
  sharedRule: z.boolean().optional(),
  /** Milliseconds from the PUT of a policy to its Deny rule (also to its going), or never. */
  protectionTakesMs: z.union([z.number(), z.literal('never')]).optional(),
});

/** The estate as it is now, what was asked for, and what is odd about it. */
export const worldSchema = estateSchema.extend({
  initiations: z.array(initiationSchema),
  /** Missing in states that were saved before there were any. */
  deletions: z.array(deletionSchema).default([]),
  awaitedDenies: z.array(awaitedDenySchema).optional(),
  /** By lower-case machine id. */
  quirks: z.record(z.string(), quirkSchema),
  randomState: z.int(),
});

export type Rule = z.infer<typeof ruleSchema>;
export type Nsg = z.infer<typeof nsgSchema>;
export type Network = z.infer<typeof networkSchema>;
export type PublicAddress = z.infer<typeof publicAddressSchema>;
export type SimulatedMachine = z.infer<typeof machineSchema>;
export type PolicyPort = z.infer<typeof policyPortSchema>;
export type Policy = z.infer<typeof policySchema>;
export type DefenderPlan = z.infer<typeof planSchema>;
export type Group = z.infer<typeof groupSchema>;
export type Estate = z.infer<typeof estateSchema>;
export type Grant = z.infer<typeof grantSchema>;
export type Deletion = z.infer<typeof deletionSchema>;
export type Initiation = z.infer<typeof initiationSchema>;
export type Quirk = z.infer<typeof quirkSchema>;
export type World = z.infer<typeof worldSchema>;

/** What the simulator tells its listeners: `at` in milliseconds since 1970. */
export type SandboxEvent =
  | { kind: 'call'; at: number; method: string; path: string; answer: number | 'reset' }
  | { kind: 'initiated'; at: number; machine: string; port: number; source: string; endsAt: number }
  /** `machine`: whose grant it is; left out for rules that JIT did not make. */
  | { kind: 'rule-appeared' | 'rule-went'; at: number; machine?: string; nsg: string; rule: string }
  | { kind: 'deletion-accepted'; at: number; nsg: string; rule: string }
  | { kind: 'policy-changed'; at: number; policy: string }
  /** A Deny rule came, went or holds other ports. */
  | { kind: 'protection-changed'; at: number; machine: string; nsg: string }
  | { kind: 'plan-changed'; at: number; subscription: string }
  | { kind: 'faults-changed' | 'quirks-changed' | 'groups-changed' | 'reset'; at: number };
