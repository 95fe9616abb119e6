// Access requests in every state, as plain as they can be while using every optional field somewhere.
import type { AccessRequest, State, Terms } from '../../src/domain/access-request.ts';

let made = 0;

/** What all states have, with an id and origin nobody else has. */
const common = () => {
  made += 1;
  const unique = `${process.pid}-${made}`;
  return {
    shape: 1,
    id: `request-${unique}`,
    version: 1,
    requester: { id: `person-${unique}`, name: 'Ada' },
    origin: { conversationId: `conversation-${unique}`, activityId: `activity-${unique}` },
    reader: { timeZone: 'Europe/Berlin', locale: 'de-DE' },
    askedAt: Date.UTC(2026, 0, 1),
    card: { messageId: 'message-1', shown: 'draft/0' },
    told: { 'requester/ready': { at: 5, messageId: 'm' }, 'on-call/late': { at: 6, why: 'no channel' } },
    setbacks: { look: { tries: 2, notBefore: 7, message: 'Azure did not answer.' } },
  } as const;
};

const choice = {
  id: '/subscriptions/s/web-01',
  name: 'web-01',
  subscription: { id: 's', name: 'Production' },
  resourceGroup: 'rg-web',
  region: 'westeurope',
};

const terms: Terms = {
  machine: {
    ...choice,
    azureId: '/Subscriptions/s/Web-01',
    addresses: [{ interfaceId: '/nic', privateAddress: '10.0.0.4', primary: true }],
    publicAddress: '203.0.113.9',
  },
  policyId: '/policy',
  port: 3389,
  protocol: 'TCP',
  source: '203.0.113.7',
  time: { kind: 'for', seconds: 3600 },
  reason: 'INC-1234 *disk* full',
};

const rule = { nsg: 'nsg-web', name: 'MicrosoftDefenderForCloud-JITRule-1-0', priority: 100 };

/** A draft with the given fields replaced. */
export const draft = (fields: Partial<Extract<AccessRequest, { state: 'draft' }>> = {}): AccessRequest => ({
  ...common(),
  state: 'draft',
  wish: {
    machine: 'web-01',
    ports: [5985, 5986],
    time: { kind: 'until', hour: 17, minute: 0 },
    reason: 'why',
  },
  asking: {
    kind: 'form',
    machine: choice,
    offered: [{ port: 3389, maximumSeconds: 10_800, allowedSources: ['*'] }],
    values: { port: '3389', source: '::1', time: 'soon', reason: '' },
    refusals: [
      { code: 'source-ipv6', typed: '::1' },
      { code: 'port-not-offered', port: 22, offered: [3389] },
    ],
  },
  round: 1,
  ...fields,
});

/** One request of each state. */
export const everyState = (): { readonly [Each in State]: AccessRequest } => ({
  draft: draft(),
  withdrawn: { ...common(), state: 'withdrawn', at: 1 },
  lapsed: { ...common(), state: 'lapsed', at: 1 },
  refused: { ...common(), state: 'refused', at: 1, refusals: [{ code: 'no-jit-policy', machine: 'web-01' }] },
  approved: { ...common(), state: 'approved', terms, approvedAt: 1 },
  opening: {
    ...common(),
    state: 'opening',
    terms: { ...terms, time: { kind: 'until', at: 9 } },
    approvedAt: 1,
    attempts: [
      { sentAt: 1, endsAt: 2, outcome: 'absent', fault: 'It did not answer.' },
      { sentAt: 3, endsAt: 4, outcome: 'accepted' },
    ],
    lookAt: 5,
    sight: { kind: 'blocked', level: 'subnet', rule },
  },
  open: {
    ...common(),
    state: 'open',
    terms,
    openedAt: 1,
    endsAt: 2,
    sight: { kind: 'open', address: '10.0.0.4', rule },
  },
  closing: {
    ...common(),
    state: 'closing',
    terms,
    endsAt: 2,
    lookAt: 3,
    sight: { kind: 'jit-rule-remains', rule },
  },
  closed: {
    ...common(),
    state: 'closed',
    terms,
    openedAt: 1,
    endsAt: 2,
    closedAt: 3,
    remains: { kind: 'open-by-other-grant', until: 9 },
  },
  failed: {
    ...common(),
    state: 'failed',
    terms,
    at: 1,
    failure: { code: 'right-missing', message: 'No right.' },
  },
});
