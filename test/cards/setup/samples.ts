// Changes of the setup in every state and shape, for tests of what admins see.
import type { MachineChoice } from '../../../src/domain/machine.ts';
import type { Hole } from '../../../src/domain/nsg/named-rule.ts';
import type {
  Asked,
  EnableMachine,
  Outcome,
  Plan,
  SetupChange,
  SetupDraft,
  SetupDropped,
  SetupEnded,
  SetupRunning,
  Step,
  Target,
} from '../../../src/domain/setup/setup-change.ts';
import { grace, noon } from '../../support/requests.ts';
import { rdp, ssh } from '../../support/setup-changes.ts';

export const changeId = 'change-5f2c';
export const minutes = (count: number): number => noon + count * 60_000;

const common = {
  shape: 1,
  id: changeId,
  version: 2,
  by: grace,
  origin: { conversationId: 'a:1', activityId: '1', private: true },
  reader: { timeZone: 'Europe/Berlin', locale: 'de-DE' },
  askedAt: noon,
  card: {},
} as const;

const subscription = { id: '10000000-0000-4000-8000-000000000001', name: 'Production' };
const groupId = (resourceGroup: string) =>
  `/subscriptions/${subscription.id}/resourceGroups/${resourceGroup}`;

export const machine = (name: string, resourceGroup = 'rg-web'): MachineChoice => ({
  id: azureIdOf(name, resourceGroup).toLowerCase(),
  name,
  subscription,
  resourceGroup,
  region: 'westeurope',
});

export const azureIdOf = (name: string, resourceGroup = 'rg-web'): string =>
  `${groupId(resourceGroup)}/providers/Microsoft.Compute/virtualMachines/${name}`;

export const policyIdOf = (resourceGroup = 'rg-web', name = 'default'): string =>
  `${groupId(resourceGroup)}/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/${name}`;

export { rdp, ssh };

export const allowRdp = { nsg: 'nsg-web', name: 'allow-rdp', priority: 300 };
export const hole: Hole = { port: 3389, rule: allowRdp, sources: ['*'] };

export const enabling = (name: string, over: Partial<EnableMachine> = {}): EnableMachine => ({
  machine: machine(name),
  azureId: azureIdOf(name),
  system: 'Windows',
  policyId: policyIdOf(),
  open: [],
  ...over,
});

export const target = (name: string, over: Partial<Target> = {}): Target => ({
  machine: machine(name),
  azureId: azureIdOf(name),
  policyIds: [policyIdOf()],
  before: [],
  wanted: [rdp],
  ...over,
});

export const askedEnable = (
  over: Partial<Extract<Asked, { kind: 'enable' }>> = {},
): Extract<Asked, { kind: 'enable' }> => ({
  kind: 'enable',
  machines: [enabling('web-01')],
  leftOut: [],
  form: { ports: '', longest: '', sources: '' },
  ...over,
});

export const askedConfigure = (
  over: Partial<Extract<Asked, { kind: 'configure' }>> = {},
): Extract<Asked, { kind: 'configure' }> => ({
  kind: 'configure',
  target: {
    machine: machine('web-01'),
    azureId: azureIdOf('web-01'),
    policyIds: [policyIdOf()],
    before: [rdp, ssh],
  },
  rows: [
    { port: '3389', protocol: '*', longest: '3h', sources: '' },
    { port: '22', protocol: 'TCP', longest: '1h', sources: '203.0.113.0/24' },
  ],
  ...over,
});

export const askedDisable = (
  over: Partial<Extract<Asked, { kind: 'disable' }>> = {},
): Extract<Asked, { kind: 'disable' }> => ({
  kind: 'disable',
  targets: [target('web-01', { before: [rdp], wanted: [] })],
  leftOut: [],
  leaves: [[{ port: 3389, world: 'all', rules: [allowRdp] }]],
  ...over,
});

export const askedDefender: Extract<Asked, { kind: 'defender' }> = {
  kind: 'defender',
  subscription,
  plan: { tier: 'Free' },
};

export const draftOf = (asked: Asked, over: Partial<SetupDraft> = {}): SetupDraft => ({
  ...common,
  state: 'draft',
  expiresAt: minutes(30),
  asked,
  problems: [],
  round: 1,
  ...over,
});

/** Of as many machines as there are steps. */
export const planOf = (kind: 'enable' | 'configure' | 'disable', count: number): Plan => ({
  kind,
  targets: Array.from({ length: count }, (_, at) =>
    target(`web-${String(at + 1).padStart(2, '0')}`, kind === 'disable' ? { before: [rdp], wanted: [] } : {}),
  ),
});

export const defenderPlan: Plan = { kind: 'defender', subscription };

export const waiting: Step = { stage: 'waiting' };
type Writing = Extract<Step, { stage: 'writing' }>;

export const writing: Writing = { stage: 'writing', tries: 1, notBefore: minutes(1) };
export const setback: Writing = { ...writing, tries: 2, because: 'Azure answers that it is busy.' };
export const proving: Extract<Step, { stage: 'proving' }> = {
  stage: 'proving',
  writtenAt: minutes(2),
  lookAt: minutes(3),
};
export const doneWith = (outcome: Outcome): Extract<Step, { stage: 'done' }> => ({
  stage: 'done',
  at: minutes(5),
  outcome,
});

export const runningOf = (plan: Plan, steps: readonly Step[]): SetupRunning => ({
  ...common,
  state: 'running',
  confirmedAt: minutes(1),
  plan,
  steps,
});

export const endedOf = (plan: Plan, outcomes: readonly Outcome[]): SetupEnded => ({
  ...common,
  state: 'ended',
  confirmedAt: minutes(1),
  endedAt: minutes(6),
  plan,
  steps: outcomes.map(doneWith),
});

export const droppedOf = (asked: Asked, why: SetupDropped['why'] = 'cancelled'): SetupDropped => ({
  ...common,
  state: 'dropped',
  at: minutes(30),
  why,
  asked,
});

export const effective: Outcome = { kind: 'effective' };

/** One of every kind of outcome. */
export const outcomes: readonly Outcome[] = [
  effective,
  { kind: 'defeated', holes: [hole] },
  { kind: 'defeated', holes: [{ ...hole, sources: ['203.0.113.0/24'] }] },
  { kind: 'unproven', why: 'JIT’s Deny rule was not seen within 10 minutes.' },
  { kind: 'in-doubt', why: 'Azure did not answer in time.' },
  { kind: 'off', leaves: [{ port: 3389, world: 'none', rules: [] }] },
  { kind: 'off', leaves: [{ port: 3389, world: 'all', rules: [allowRdp] }] },
  { kind: 'off', leaves: [] },
  { kind: 'already' },
  { kind: 'overtaken' },
  { kind: 'gone' },
  { kind: 'failed', why: 'Azure refused it.' },
  {
    kind: 'failed',
    why: 'The bot may not do this.',
    permission: 'Microsoft.Security/locations/jitNetworkAccessPolicies/write',
  },
];

/** Changes in every state and shape. */
export const changes: readonly SetupChange[] = [
  draftOf(askedEnable()),
  draftOf(askedEnable({ machines: manyOf(12) })),
  draftOf(
    askedEnable({
      machines: [enabling('web-01', { open: [hole], newPolicy: true })],
      leftOut: [{ machine: machine('web-02'), why: { code: 'no-nsg' } }],
      form: { ports: 'x', longest: '3d', sources: 'home' },
    }),
    { problems: [{ code: 'port-unclear', typed: 'x' }] },
  ),
  draftOf(askedConfigure()),
  draftOf(askedConfigure({ wanted: [{ ...rdp, maximumSeconds: 28_800 }] })),
  draftOf(askedDisable()),
  draftOf(
    askedDisable({
      targets: ['web-01', 'web-02'].map((name) => target(name, { before: [rdp], wanted: [] })),
      leaves: [{ unread: 'Azure does not answer.' }, [{ port: 3389, world: 'none', rules: [] }]],
    }),
  ),
  draftOf(askedDefender),
  draftOf(askedDefender, { problems: [{ code: 'name-differs' }], round: 2 }),
  runningOf(defenderPlan, [writing]),
  runningOf(planOf('enable', 1), [proving]),
  runningOf(planOf('enable', 5), [doneWith(effective), proving, setback, writing, waiting]),
  runningOf(planOf('disable', 2), [doneWith({ kind: 'failed', why: 'Azure refused it.' }), waiting]),
  ...outcomes.map((outcome) => endedOf(planOf(outcome.kind === 'off' ? 'disable' : 'enable', 1), [outcome])),
  endedOf(planOf('enable', outcomes.length), outcomes),
  endedOf(planOf('configure', 1), [effective]),
  endedOf(defenderPlan, [effective]),
  droppedOf(askedDisable()),
  droppedOf(askedEnable({ machines: manyOf(12) }), 'lapsed'),
];

function manyOf(count: number): readonly EnableMachine[] {
  return Array.from({ length: count }, (_, at) =>
    enabling(`web-${String(at + 1).padStart(2, '0')}`, {
      ...(at % 3 === 0 && { system: 'Linux' }),
      ...(at >= 8 && {
        policyId: policyIdOf('rg-db'),
        machine: machine(`db-${at}`, 'rg-db'),
        newPolicy: true,
      }),
    }),
  );
}
