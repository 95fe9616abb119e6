// Changes of the setup in every state, with every optional part.
import { choiceOf } from '../../src/domain/machine.ts';
import type { SetupChange, SetupDraft } from '../../src/domain/setup/setup-change.ts';
import { grace, noon } from '../support/requests.ts';
import { policyId, rdp, ssh } from '../support/setup-changes.ts';
import { machineNumber } from '../support/setup-world.ts';

const machine = machineNumber(1);
const target = {
  machine: choiceOf(machine),
  azureId: machine.azureId,
  policyIds: [policyId],
  before: [rdp],
  wanted: [ssh],
} as const;
const rule = { nsg: 'nsg-1', name: 'default-allow-rdp', priority: 300 };
const hole = { port: 3389, rule, sources: ['*'] };

export const changeDraft = (id: string): SetupDraft => ({
  shape: 1,
  id,
  version: 0,
  by: grace,
  origin: { conversationId: 'chat-1', activityId: `said-${id}`, private: true },
  reader: { timeZone: 'Europe/Berlin', locale: 'de-DE' },
  askedAt: noon,
  card: { messageId: 'm1', shown: 'draft/0', quietUntil: noon, doubt: true },
  state: 'draft',
  expiresAt: noon + 3600_000,
  asked: { kind: 'defender', subscription: machine.subscription, plan: { tier: 'Standard', subPlan: 'P1' } },
  problems: [],
  round: 0,
});

/** After the first, which is new. */
export const laterChanges = (id: string): readonly SetupChange[] => {
  const { state: _, expiresAt, asked, problems, round, ...common } = changeDraft(id);
  const draft = { ...common, state: 'draft', expiresAt, round } as const;
  const confirmed = { ...common, confirmedAt: noon, plan: { kind: 'configure', targets: [target] } } as const;
  const leftOut = [
    { machine: target.machine, why: { code: 'already-on' } },
    { machine: target.machine, why: { code: 'not-on' } },
    { machine: target.machine, why: { code: 'no-nsg' } },
    { machine: target.machine, why: { code: 'no-interface' } },
    { machine: target.machine, why: { code: 'name-too-long' } },
    { machine: target.machine, why: { code: 'in-several-policies', policies: [policyId] } },
    { machine: target.machine, why: { code: 'plan-off', subscription: 'Sandbox' } },
    { machine: target.machine, why: { code: 'unread', why: 'Azure does not answer.' } },
  ] as const;
  return [
    {
      ...draft,
      asked: {
        kind: 'enable',
        machines: [
          {
            machine: target.machine,
            azureId: machine.azureId,
            system: 'Linux',
            policyId,
            newPolicy: true,
            open: [hole],
          },
        ],
        leftOut,
        form: { ports: '22', longest: '3h', sources: '' },
      },
      problems: [
        { code: 'port-unclear', typed: 'x\0' },
        { code: 'port-twice', port: 22 },
        { code: 'no-ports' },
        { code: 'too-many-ports', most: 20 },
        { code: 'system-unknown', machines: ['web-01'] },
        { code: 'protocol-unclear', typed: 'x' },
        { code: 'time-unclear', typed: 'x' },
        { code: 'time-out-of-bounds', typed: '2d' },
        { code: 'source-unclear', typed: '::1' },
        { code: 'no-sources' },
        { code: 'nothing-changes' },
        { code: 'name-differs' },
        { code: 'count-differs', count: 13 },
      ],
    },
    {
      ...draft,
      asked: {
        kind: 'configure',
        target: { machine: target.machine, azureId: target.azureId, policyIds: [policyId], before: [rdp] },
        rows: [{ port: '22', protocol: 'TCP', longest: '1h', sources: '*' }],
        wanted: [ssh],
      },
      problems,
    },
    {
      ...draft,
      asked: {
        kind: 'disable',
        targets: [{ ...target, wanted: [] }],
        leftOut: [],
        leaves: [[{ port: 22, world: 'some', rules: [rule] }], { unread: 'Azure does not answer.' }],
      },
      problems,
    },
    {
      ...confirmed,
      state: 'running',
      steps: [
        { stage: 'waiting' },
        { stage: 'writing', tries: 2, notBefore: noon, doubt: true, because: 'Azure does not answer.' },
        { stage: 'proving', writtenAt: noon, lookAt: noon },
        { stage: 'done', at: noon, outcome: { kind: 'effective' } },
      ],
    },
    {
      ...confirmed,
      state: 'ended',
      endedAt: noon,
      steps: [
        { stage: 'done', at: noon, outcome: { kind: 'effective' } },
        { stage: 'done', at: noon, outcome: { kind: 'defeated', holes: [hole] } },
        { stage: 'done', at: noon, outcome: { kind: 'unproven', why: 'It did not come.' } },
        { stage: 'done', at: noon, outcome: { kind: 'in-doubt', why: 'Azure did not answer.' } },
        {
          stage: 'done',
          at: noon,
          outcome: { kind: 'off', leaves: [{ port: 22, world: 'none', rules: [] }] },
        },
        { stage: 'done', at: noon, outcome: { kind: 'already' } },
        { stage: 'done', at: noon, outcome: { kind: 'overtaken' } },
        { stage: 'done', at: noon, outcome: { kind: 'gone' } },
        {
          stage: 'done',
          at: noon,
          outcome: { kind: 'failed', why: 'A right is missing.', permission: 'Microsoft.X/y/write' },
        },
      ],
      told: true,
    },
    { ...common, state: 'dropped', at: noon, why: 'cancelled', asked },
  ];
};
