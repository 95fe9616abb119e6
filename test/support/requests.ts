// Builders of people, machines and requests in every state, for tests. Times are milliseconds from a round start.
import type { AccessRequest, Draft, Opening, Pending } from '../../src/domain/access-request.ts';
import * as approvalMoves from '../../src/domain/approval-moves.ts';
import * as extensionMoves from '../../src/domain/extension-moves.ts';
import type {
  Approval,
  ApprovalGrounds,
  Asking,
  BreakGlassGrounds,
  Grounds,
} from '../../src/domain/grounds.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import type { Machine } from '../../src/domain/machine.ts';
import type { Terms } from '../../src/domain/terms.ts';

/** 2026-11-23T12:00:00Z: every sample begins here. */
export const noon = Date.UTC(2026, 10, 23, 12);

export const ada = { id: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Ada Engineer' };
export const grace = { id: 'aaaaaaaa-0000-4000-8000-000000000002', name: 'Grace Admin' };
export const olu = { id: 'aaaaaaaa-0000-4000-8000-000000000003', name: 'Olu On-call' };

const azureId =
  '/subscriptions/10000000-0000-4000-8000-000000000001/resourceGroups/rg-web/providers/Microsoft.Compute/virtualMachines/web-01';
const policyId =
  '/subscriptions/10000000-0000-4000-8000-000000000001/resourceGroups/rg-web/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default';

const facts: Terms['machine'] = {
  id: azureId.toLowerCase(),
  azureId,
  name: 'web-01',
  subscription: { id: '10000000-0000-4000-8000-000000000001', name: 'Production' },
  resourceGroup: 'rg-web',
  region: 'westeurope',
  addresses: [
    {
      interfaceId: azureId.replace('Compute/virtualMachines/web-01', 'Network/networkInterfaces/web-01-nic'),
      privateAddress: '10.0.0.4',
      primary: true,
    },
  ],
  publicAddress: '203.0.113.10',
};

export const web01: Machine = {
  ...facts,
  jitPorts: [
    { policyId, port: 3389, protocol: 'TCP', maximumSeconds: 3 * 3600, allowedSources: ['*'] },
    { policyId, port: 5985, protocol: 'TCP', maximumSeconds: 3600, allowedSources: ['203.0.113.0/24'] },
  ],
};

export const terms: Terms = {
  machine: facts,
  policyId,
  port: 3389,
  protocol: 'TCP',
  source: '203.0.113.7',
  time: { kind: 'for', seconds: 3600 },
  reason: 'INC-1234 disk full',
};

export const automatic = { kind: 'automatic', rule: 'everything' } as const satisfies Grounds;

/** The group whose members approve and review in the samples. */
export const admins = {
  kind: 'group',
  id: 'bbbbbbbb-0000-4000-8000-000000000001',
  name: 'Server admins',
} as const;

/** Asked at noon: one approver of `admins` is enough, a reminder after 10 minutes, lapses after 2 hours. */
export const asking: Asking = {
  channel: '',
  approvers: [admins],
  quorum: 1,
  since: noon,
  lapsesAt: noon + 2 * 3600_000,
  remind: 600,
};

/** Grounds of a request that waits for its approvers; `changes` to how they are asked. */
export const byApproval = (
  changes: Partial<Asking> = {},
  approvals: readonly Approval[] = [],
): ApprovalGrounds => ({
  kind: 'approval',
  rule: 'production',
  asking: { ...asking, ...changes },
  approvals,
});

/** One yes, by Grace a minute after noon unless told otherwise. */
export const anApproval = (changes: Partial<Approval> = {}): Approval => ({
  by: grace,
  at: noon + 60_000,
  ...changes,
});

/** Glass was broken at noon, and `admins` must review it. */
export const brokenGlass: BreakGlassGrounds = {
  kind: 'break-glass',
  rule: 'production',
  channel: '',
  reviewers: [admins],
  since: noon,
};

const start = {
  id: 'req-1',
  requester: ada,
  origin: { conversationId: 'chat-1', activityId: 'said-1' },
  reader: { timeZone: 'Europe/Berlin', locale: 'en-GB' },
  wish: { machine: 'web-01', ports: [3389] },
};

/** A draft that asks with the form. `id` also makes its origin unique. */
export function aDraft(id = 'req-1'): Draft {
  const { id: machine, name, subscription, resourceGroup, region } = web01;
  const { request } = lifecycle.asked(
    { ...start, id, origin: { ...start.origin, activityId: `said-${id}` } },
    {
      kind: 'form',
      machine: { id: machine, name, subscription, resourceGroup, region },
      offered: web01.jitPorts.map(({ port, maximumSeconds, allowedSources }) => ({
        port,
        maximumSeconds,
        allowedSources,
      })),
      values: { port: '3389', source: '203.0.113.7', time: '1 h', reason: 'INC-1234 disk full' },
      outlook: [],
      refusals: [],
      holes: [],
    },
    noon,
  );
  if (request.state !== 'draft') throw new Error('a form makes a draft');
  return request;
}

export const jitAllow = {
  nsg: 'web-01-nsg',
  name: 'MicrosoftDefenderForCloud-JITRule-1-0123',
  priority: 100,
};

export const anApproved = (id?: string) => lifecycle.approved(aDraft(id), terms, automatic, noon).request;

/** A request that was sent to its approvers at noon. */
export const aPending = (id?: string, changes?: Partial<Asking>): Pending =>
  approvalMoves.sentToApprovers(aDraft(id), terms, byApproval(changes), noon).request;

/** The rule `production` as it is today. */
export const ruleToday = (quorum: number): approvalMoves.RuleToday => ({
  rule: 'production',
  approvers: [admins],
  quorum,
});

/** Pending with the first of two approvals. */
export const aHalfApproved = (id?: string): Pending =>
  approvalMoves.agreed(aPending(id, { quorum: 2 }), [anApproval()], ruleToday(2), noon + 60_000).request;

/** Denied by Grace a minute after noon. */
export const aDenied = (id?: string) =>
  approvalMoves.denied(aPending(id), grace, 'Not on a *Monday*.', noon + 60_000).request;

/** Approved by Grace a minute after noon. */
export const aGranted = (id?: string) =>
  approvalMoves.granted(aPending(id), terms, { by: grace, counted: [anApproval()] }, noon + 60_000).request;

/** Approved at noon because the requester broke glass; nobody has reviewed it. */
export const aBreakGlass = (id?: string) => lifecycle.approved(aDraft(id), terms, brokenGlass, noon).request;

/** The same, acknowledged by Grace an hour after noon. */
export const aReviewed = (id?: string) =>
  approvalMoves.reviewed({ ...aBreakGlass(id), grounds: brokenGlass }, grace, 'Seen.', noon + 3600_000)
    .request;

/** An opening whose one attempt was sent at noon with the given outcome. */
export function anOpening(outcome: Opening['attempts'][0]['outcome'] = 'accepted', id?: string): Opening {
  const sent = lifecycle.attempting(anApproved(id), noon + 3600_000, noon).request;
  return lifecycle.attemptKnown(sent, noon, outcome, { lookAt: noon }, noon).request;
}

export const seen = { kind: 'open', address: '10.0.0.4', rule: jitAllow } as const;

/** Seen open five seconds after noon until an hour after noon; to be looked at again a minute later. */
export const anOpen = (id?: string) =>
  lifecycle.opened(anOpening('accepted', id), seen, noon + 65_000, noon + 5000).request;

/** Extended half an hour after noon: another request took over until an hour later. */
export const aSuperseded = () =>
  extensionMoves.superseded(anOpen(), { id: 'req-2', endsAt: noon + 7200_000 }, noon + 1800_000).request;

export const aClosing = () => lifecycle.ending(anOpen(), noon + 3600_000).request;

/** One request in each state. */
export const inEveryState = (): readonly AccessRequest[] => [
  aDraft(),
  lifecycle.withdrawn(aDraft(), noon).request,
  lifecycle.lapsed(aDraft(), noon).request,
  lifecycle.refused(aDraft(), [{ code: 'machine-gone', machine: 'web-01' }], noon).request,
  anApproved(),
  anOpening(),
  anOpen(),
  aClosing(),
  lifecycle.closed(aClosing(), undefined, noon + 3602_000).request,
  lifecycle.failed(anApproved(), { code: 'azure-refused', message: 'No.' }, noon).request,
  aSuperseded(),
  aPending(),
  aDenied(),
];
