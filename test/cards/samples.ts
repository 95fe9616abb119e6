// One access request of every state and shape, for tests of what people see.
import type {
  AccessRequest,
  Approved,
  Asking,
  Closed,
  Closing,
  Draft,
  Failed,
  Open,
  Opening,
  Sight,
  Terms,
} from '../../src/domain/access-request.ts';

/** 2026-11-23 13:02 UTC, which is 14:02 in Berlin. */
export const askedAt = Date.UTC(2026, 10, 23, 13, 2);
export const minutes = (count: number): number => askedAt + count * 60_000;

const common = {
  shape: 1,
  id: 'req-7f3a',
  version: 3,
  requester: { id: '3f2a91c0-1111-4222-8333-444455556666', name: 'Ada Lovelace' },
  origin: { conversationId: 'a:1', activityId: '1' },
  reader: { timeZone: 'Europe/Berlin', locale: 'de-DE' },
  askedAt,
  card: {},
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
  refusals: [],
};

export const draft = (asking: Asking): Draft => ({ ...common, state: 'draft', wish: {}, asking, round: 1 });
export const approved: Approved = { ...common, state: 'approved', terms, approvedAt: minutes(1) };
export const opening = (sight?: Sight): Opening => ({
  ...common,
  state: 'opening',
  terms,
  approvedAt: minutes(1),
  attempts: [{ sentAt: minutes(1), endsAt: minutes(61), outcome: 'accepted' }],
  lookAt: minutes(2),
  ...(sight === undefined ? {} : { sight }),
});
export const open: Open = {
  ...common,
  state: 'open',
  terms,
  openedAt: minutes(2),
  endsAt: minutes(61),
  sight: { kind: 'open', address: '10.0.0.4', rule },
};
export const closing = (sight?: Sight): Closing => ({
  ...common,
  state: 'closing',
  terms,
  openedAt: minutes(2),
  endsAt: minutes(61),
  lookAt: minutes(61),
  ...(sight === undefined ? {} : { sight }),
});
export const closed: Closed = {
  ...common,
  state: 'closed',
  terms,
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
  sample('approved', approved),
  sample('opening', opening()),
  sample('opening, late, not seen', opening(), 'opening/late/not-seen'),
  ...sights.map((sight, index) =>
    sample(`opening, late, ${index} ${sight.kind}`, opening(sight), `opening/late/${sight.kind}`),
  ),
  sample('open', open),
  sample('open, ssh', { ...open, terms: { ...terms, port: 22 } }),
  sample('open, other port', { ...open, terms: { ...terms, port: 8443, reason: '' } }),
  sample('closing', closing()),
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
  sample('failed: time passed', failed('time-passed', 'The end came before Azure could be asked.')),
];
