// One access request of every state and shape, for tests of what people see.
import type {
  AccessRequest,
  Approved,
  Closed,
  Closing,
  Denied,
  Draft,
  Failed,
  Lapsed,
  Open,
  Opening,
  Pending,
  Refused,
  Withdrawn,
} from '../../src/domain/access-request.ts';
import type { Kept } from '../../src/domain/early-end.ts';
import type { Asking, OutlookRule } from '../../src/domain/form.ts';
import type { ApprovalGrounds, BreakGlassGrounds, Grounds } from '../../src/domain/grounds.ts';
import type { Person } from '../../src/domain/person.ts';
import type { Lost, Sight } from '../../src/domain/sight.ts';
import type { Terms } from '../../src/domain/terms.ts';

/** 2026-11-23 13:02 UTC, which is 14:02 in Berlin. */
export const askedAt = Date.UTC(2026, 10, 23, 13, 2);
export const minutes = (count: number): number => askedAt + count * 60_000;

const common = {
  shape: 3,
  id: 'req-7f3a',
  version: 3,
  requester: { id: '3f2a91c0-1111-4222-8333-444455556666', name: 'Ada Lovelace' },
  origin: { conversationId: 'a:1', activityId: '1' },
  reader: { timeZone: 'Europe/Berlin', locale: 'de-DE' },
  askedAt,
  card: {},
  decisionCards: [],
  told: {},
  setbacks: {},
} as const;

export const machineId =
  '/subscriptions/1111/resourcegroups/rg-web/providers/microsoft.compute/virtualmachines/web-01';
const place = {
  subscription: { id: '1111', name: 'Production' },
  resourceGroup: 'rg-web',
  region: 'westeurope',
} as const;
export const rule = { nsg: 'nsg-web', name: 'MicrosoftDefenderForCloud-JITRule-123_ab12', priority: 100 };

export const terms: Terms = {
  machine: {
    ...place,
    id: machineId,
    azureId: machineId,
    name: 'web-01',
    addresses: [{ interfaceId: '/nic/1', privateAddress: '10.0.0.4', primary: true }],
    publicAddress: '203.0.113.10',
  },
  policyId: '/policy/default',
  port: 3389,
  protocol: '*',
  source: '198.51.100.7',
  time: { kind: 'for', seconds: 3600 },
  reason: 'INC-1234 disk full',
};

export const choice = (name: string, resourceGroup = 'rg-web') => ({
  ...place,
  resourceGroup,
  id: `/subscriptions/1111/resourcegroups/${resourceGroup}/providers/microsoft.compute/virtualmachines/${name}`,
  name,
});

export const form: Extract<Asking, { kind: 'form' }> = {
  kind: 'form',
  machine: choice('web-01'),
  offered: [
    { port: 22, maximumSeconds: 3 * 3600, allowedSources: ['*'] },
    { port: 3389, maximumSeconds: 3 * 3600, allowedSources: ['*'] },
  ],
  values: { port: '3389', source: '', time: '1h', reason: '' },
  outlook: [],
  refusals: [],
  holes: [],
};

export const grace = { id: '9c1e77aa-2222-4333-8444-555566667777', name: 'Grace Admin' };
export const linus = { id: '0d4f88bb-3333-4444-8555-666677778888', name: 'Linus Lead' };
const graceParty = { kind: 'person', ...grace } as const;
const leads = { kind: 'group', id: '77aa0000-4444-4555-8666-777788889999', name: 'sre-leads' } as const;
const owners = { kind: 'team', part: 'owners' } as const;

/** Two of Grace and the leads; the owners, too, half an hour later. */
export const approval: ApprovalGrounds = {
  kind: 'approval',
  rule: 'production databases',
  asking: {
    channel: 'prod',
    approvers: [graceParty, leads],
    quorum: 2,
    since: minutes(1),
    lapsesAt: minutes(241),
    remind: 600,
    escalate: { at: minutes(31), to: [owners], channel: 'leads' },
  },
  approvals: [],
};
const graceAgreed = { by: grace, at: minutes(5), seconds: 1800 };
export const agreedOnce: ApprovalGrounds = { ...approval, approvals: [graceAgreed] };
export const agreedTwice: ApprovalGrounds = {
  ...approval,
  approvals: [graceAgreed, { by: linus, at: minutes(7) }],
};
export const broken: BreakGlassGrounds = {
  kind: 'break-glass',
  rule: 'production databases',
  channel: 'prod',
  reviewers: [graceParty, owners],
  since: minutes(1),
};
export const acknowledged: BreakGlassGrounds = {
  ...broken,
  review: { by: grace, at: minutes(1500), note: 'Agreed with on-call, see INC-1234.' },
};

export const outlook: readonly OutlookRule[] = [
  {
    rule: 'production databases',
    decision: 'approval',
    ports: [22, 3389],
    longest: 7200,
    sources: ['office', 'vpn'],
    reasonRequired: true,
    approvers: [graceParty, leads],
    quorum: 1,
    breakGlass: true,
  },
  {
    rule: 'at night',
    decision: 'refused',
    ports: [22, 3389],
    because: 'The backup runs.',
    reasonRequired: true,
  },
];

/** From before there was an access policy: the cards say nothing of it. */
const grounds: Grounds = { kind: 'jit-policy' };

export const draft = (asking: Asking): Draft => ({
  ...common,
  state: 'draft',
  wish: {},
  asking,
  round: 1,
  link: { number: 1, expiresAt: minutes(15) },
});
export const pending = (asked: ApprovalGrounds = approval): Pending => ({
  ...common,
  decisionCards: [{ channel: 'prod' }],
  state: 'pending',
  terms,
  grounds: asked,
});
export const unasked: Pending = {
  ...pending(),
  decisionCards: [{ channel: 'prod', why: 'the channel is gone' }],
};
const sent = { terms, grounds: agreedOnce };
export const denied: Denied = {
  ...common,
  state: 'denied',
  at: minutes(9),
  by: linus,
  reason: 'Use the read replica.',
  sent,
};
export const withdrawn: Withdrawn = { ...common, state: 'withdrawn', at: minutes(4), sent };
export const lapsed: Lapsed = { ...common, state: 'lapsed', at: minutes(241), sent };
export const refused: Refused = {
  ...common,
  state: 'refused',
  at: minutes(9),
  refusals: [{ code: 'rule-refuses', rule: 'freeze', because: 'Nothing changes before the release.' }],
  sent,
};
export const approved: Approved = { ...common, state: 'approved', terms, grounds, approvedAt: minutes(1) };
export const opening = (sight?: Sight): Opening => ({
  ...common,
  state: 'opening',
  terms,
  grounds,
  approvedAt: minutes(1),
  attempts: [{ sentAt: minutes(1), endsAt: minutes(61), outcome: 'accepted' }],
  lookAt: minutes(2),
  ...(sight === undefined ? {} : { sight }),
});
export const open: Open = {
  ...common,
  state: 'open',
  terms,
  grounds,
  openedAt: minutes(2),
  endsAt: minutes(61),
  sight: { kind: 'open', address: '10.0.0.4', rule },
  lookAt: minutes(2),
};
/** Somebody said five minutes after the start that it is not needed any more. */
export const doneBy = (by: Person, kept?: Kept): Open => ({
  ...open,
  done: { at: minutes(5), by, ...(kept && { kept }) },
});
/** Seen not open any more since five minutes after the start. */
export const lost = (sight: Lost): Open => ({ ...open, lost: { since: minutes(5), sight, sure: true } });
export const closing = (sight?: Sight): Closing => ({
  ...common,
  state: 'closing',
  terms,
  grounds,
  openedAt: minutes(2),
  endsAt: minutes(61),
  lookAt: minutes(61),
  ...(sight === undefined ? {} : { sight }),
});
export const closed: Closed = {
  ...common,
  state: 'closed',
  terms,
  grounds,
  openedAt: minutes(2),
  endsAt: minutes(61),
  closedAt: minutes(62),
};
const { openedAt: _, ...neverOpened } = closed;
export const neverOpen: Closed = neverOpened;
export const failed = (code: Failed['failure']['code'], message: string): Failed => ({
  ...common,
  state: 'failed',
  terms,
  grounds,
  at: minutes(3),
  failure: { code, message },
});

const sights: readonly Sight[] = [
  { kind: 'no-jit-rule' },
  { kind: 'shut' },
  { kind: 'blocked', level: 'subnet', rule: { nsg: 'nsg-core', name: 'deny-rdp', priority: 90 } },
  { kind: 'blocked', level: 'interface' },
  { kind: 'unknown', because: 'the right Microsoft.Network/networkSecurityGroups/read is missing' },
  { kind: 'open', address: '10.0.0.4', rule },
  { kind: 'jit-rule-remains', rule },
  { kind: 'open-by-other-rule', rule: { nsg: 'nsg-web', name: 'allow-all', priority: 80 } },
  { kind: 'open-by-other-grant', until: minutes(90) },
];

export interface Sample {
  readonly name: string;
  readonly request: AccessRequest;
  readonly key: string;
}

const sample = (name: string, request: AccessRequest, key: string = request.state): Sample => ({
  name,
  request,
  key,
});

/** Every state, every sight, every kind of question. */
export const samples: readonly Sample[] = [
  sample(
    'draft: no machine named',
    draft({ kind: 'machine', why: 'unnamed', typed: '', choices: [] }),
    'draft/1',
  ),
  sample(
    'draft: unknown machine',
    draft({
      kind: 'machine',
      why: 'unknown',
      typed: 'wbe-01',
      choices: [
        choice('web-01'),
        choice('web-02'),
        choice('web-02', 'rg-old'),
        choice('db-01'),
        choice('app-01'),
      ],
    }),
    'draft/1',
  ),
  sample(
    'draft: several machines of one name',
    draft({
      kind: 'machine',
      why: 'several',
      typed: 'web-01',
      choices: [choice('web-01'), choice('web-01', 'rg_old')],
    }),
    'draft/1',
  ),
  sample('draft: form', draft(form), 'draft/1'),
  sample(
    'draft: form with refusals and limits',
    draft({
      ...form,
      offered: [
        { port: 22, maximumSeconds: 3600, allowedSources: ['10.0.0.0/8', '203.0.113.0/24'] },
        { port: 3389, maximumSeconds: 3 * 3600, allowedSources: ['*'] },
      ],
      values: { port: '22', source: '10.1.2.3/8', time: '9h', reason: 'disk *full*' },
      refusals: [
        { code: 'source-not-a-network', typed: '10.1.2.3/8', network: '10.0.0.0/8' },
        { code: 'too-long', maximumSeconds: 3600 },
      ],
    }),
    'draft/2',
  ),
  sample('draft: form under a rule', draft({ ...form, outlook: outlook.slice(0, 1) }), 'draft/1'),
  sample('draft: form under one of two rules', draft({ ...form, outlook }), 'draft/1'),
  sample(
    'draft: form to break glass',
    { ...draft({ ...form, outlook: outlook.slice(0, 1) }), wish: { breakGlass: true } },
    'draft/1',
  ),
  sample('pending', pending(), 'pending/0'),
  sample('pending, one has agreed', pending(agreedOnce), 'pending/1'),
  sample('pending, the channel is gone', unasked, 'pending/0/unasked'),
  sample('denied', denied),
  sample('withdrawn while approvers were asked', withdrawn),
  sample('lapsed without a decision', lapsed),
  sample('refused at the last approval', refused),
  sample('approved', approved),
  sample('approved by two', { ...approved, grounds: agreedTwice }),
  sample('approved, nobody has to agree any more', {
    ...approved,
    grounds: { ...approval, waivedBy: 'labs' },
  }),
  sample('approved automatically', { ...approved, grounds: { kind: 'automatic', rule: 'labs' } }),
  sample('approved in advance', {
    ...approved,
    grounds: { kind: 'pre-approval', rule: 'labs', by: [grace, linus], until: minutes(600) },
  }),
  sample('approved, glass broken', { ...approved, grounds: broken }),
  sample('opening', opening()),
  sample('opening, late, not seen', opening(), 'opening/late/not-seen'),
  ...sights.map((sight, index) =>
    sample(`opening, late, ${index} ${sight.kind}`, opening(sight), `opening/late/${sight.kind}`),
  ),
  sample('open', open),
  sample('open, glass broken and acknowledged', { ...open, grounds: acknowledged }),
  sample('open, ssh', { ...open, terms: { ...terms, port: 22 } }),
  sample('open, other port', { ...open, terms: { ...terms, port: 8443, reason: '' } }),
  sample('open, its requester is done', doneBy(open.requester), 'open/done'),
  sample('open, an admin ended it', doneBy(grace), 'open/done'),
  sample('open, done, no right to delete', doneBy(open.requester, { why: 'not-set' }), 'open/done/not-set'),
  sample(
    'open, done, needed by another',
    doneBy(open.requester, { why: 'shared', until: minutes(90) }),
    'open/done/shared',
  ),
  sample(
    'open, done, not deleted',
    doneBy(open.requester, { why: 'fault', message: 'The right to delete rules is missing' }),
    'open/done/fault',
  ),
  sample('open, rule gone', lost({ kind: 'no-jit-rule' }), 'open/lost/no-jit-rule'),
  sample('open, blocked', lost({ kind: 'blocked', level: 'subnet' }), 'open/lost/blocked'),
  sample(
    'open, not to be told',
    lost({ kind: 'unknown', because: 'a right is missing' }),
    'open/lost/unknown',
  ),
  sample('open, perhaps lost', { ...open, lost: { since: minutes(5), sight: { kind: 'no-jit-rule' } } }),
  sample('open, extending', { ...open, extension: 'req-9' }, 'open/extending'),
  sample('closing', closing()),
  sample('closing early', {
    ...closing(),
    endsAt: minutes(6),
    early: { why: 'done', by: open.requester, endsAt: minutes(61) },
  }),
  sample('closed early', {
    ...closed,
    endsAt: minutes(6),
    early: { why: 'done', by: open.requester, endsAt: minutes(61) },
  }),
  sample('closed early by an admin', {
    ...closed,
    endsAt: minutes(6),
    early: { why: 'done', by: grace, endsAt: minutes(61) },
  }),
  sample('closed, its rule went', {
    ...closed,
    endsAt: minutes(20),
    early: { why: 'gone', endsAt: minutes(61) },
  }),
  sample('closed early, open by another rule', {
    ...closed,
    early: { why: 'done', by: open.requester, endsAt: minutes(61) },
    remains: { kind: 'open-by-other-rule' },
  }),
  sample('closing, overdue, not seen', closing(), 'closing/overdue/not-seen'),
  ...sights.map((sight, index) =>
    sample(`closing, overdue, ${index} ${sight.kind}`, closing(sight), `closing/overdue/${sight.kind}`),
  ),
  sample('closed', closed),
  sample('closed, never open', neverOpen),
  sample('closed, open by another rule', {
    ...closed,
    remains: { kind: 'open-by-other-rule', rule: { nsg: 'nsg-web', name: 'allow-all', priority: 80 } },
  }),
  sample('closed, open without a rule', { ...closed, remains: { kind: 'open-by-other-rule' } }),
  sample('closed, open for another grant', {
    ...closed,
    remains: { kind: 'open-by-other-grant', until: minutes(90) },
  }),
  sample('withdrawn', { ...common, state: 'withdrawn', at: minutes(4) }),
  sample('lapsed', { ...common, state: 'lapsed', at: minutes(1440) }),
  sample('refused', {
    ...common,
    state: 'refused',
    at: minutes(1),
    refusals: [{ code: 'no-jit-policy', machine: 'db-9' }],
  }),
  sample('failed: azure refused', failed('azure-refused', 'Azure refused the request.')),
  sample(
    'failed: right missing',
    failed(
      'right-missing',
      'The right Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action is missing.',
    ),
  ),
  sample('failed: azure unavailable', failed('azure-unavailable', 'Azure did not answer.')),
  sample(
    'failed: not allowed any more',
    failed('not-allowed-any-more', 'Before Azure could be asked, the access policy had stopped allowing it.'),
  ),
  sample('failed: time passed', failed('time-passed', 'The end came before Azure could be asked.')),
];

/** What approvers can be shown, besides who looks. */
export const decisionSamples: readonly Sample[] = [
  sample('nobody has agreed', pending(), 'pending/0'),
  sample('one has agreed', pending(agreedOnce), 'pending/1'),
  sample('escalated', pending(agreedOnce), 'pending/1/escalated'),
  sample('approved', { ...approved, grounds: agreedTwice }),
  sample('approved for less, open', { ...open, grounds: agreedTwice }, 'approved'),
  sample('approved, nobody has to agree any more', {
    ...approved,
    grounds: { ...approval, waivedBy: 'labs' },
  }),
  sample('denied', denied),
  sample('denied without a reason', { ...denied, reason: ' ' }, 'denied'),
  sample('withdrawn', withdrawn),
  sample('lapsed', lapsed),
  sample('refused', refused),
  sample('glass broken', { ...open, grounds: broken }, 'review'),
  sample('glass broken, acknowledged', { ...closed, grounds: acknowledged }, 'reviewed'),
];
