// Access requests in every state, as plain as they can be while using every optional field somewhere.
import type { AccessRequest, State } from '../../src/domain/access-request.ts';
import type { OutlookRule } from '../../src/domain/form.ts';
import type { Terms } from '../../src/domain/terms.ts';
import { approvalGrounds, everyGrounds } from './sample-grounds.ts';
import { everyRefusal } from './sample-refusals.ts';

let made = 0;

/** What all states have, with an id and origin nobody else has. */
const common = () => {
  made += 1;
  const unique = `${process.pid}-${made}`;
  return {
    shape: 3,
    id: `request-${unique}`,
    version: 1,
    requester: { id: `person-${unique}`, name: 'Ada' },
    origin: { conversationId: `conversation-${unique}`, activityId: `activity-${unique}`, private: true },
    reader: { timeZone: 'Europe/Berlin', locale: 'de-DE' },
    askedAt: Date.UTC(2026, 0, 1),
    card: { messageId: 'message-1', shown: 'draft/0', quietUntil: 4 },
    decisionCards: [],
    told: {
      'requester/ending': { at: 5, messageId: 'w', retired: true },
      'requester/ready': { at: 5, messageId: 'm' },
      'on-call/late': { at: 6, why: 'no channel' },
    },
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

export const terms: Terms = {
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

const outlook: readonly OutlookRule[] = [
  { rule: 'freeze', decision: 'refused', ports: [22], because: 'It is frozen.', reasonRequired: false },
  { rule: 'test machines', decision: 'automatic', ports: [3389], reasonRequired: false },
  {
    rule: 'production',
    decision: 'approval',
    ports: [3389, 22],
    longest: 3600,
    sources: ['office', '203.0.113.7'],
    reasonRequired: true,
    ticket: 'INC-\\d+',
    approvers: approvalGrounds.asking.approvers,
    quorum: 2,
    breakGlass: true,
    allowed: [{ port: 22, by: [{ id: 'grace', name: 'Grace' }], until: 5 }],
  },
];

/** Decision cards: not posted yet, posted, nowhere to post, and one whose channel's name has moved. */
const decisionCards = [
  { channel: '' },
  { channel: 'prod', at: { conversationId: 'c', messageId: 'm' }, shown: 'pending/1', quietUntil: 5 },
  { channel: 'gone', why: 'The channel is gone.' },
  { channel: 'prod', at: { conversationId: 'old', messageId: 'm' }, shown: 'pending/0', former: true },
] as const;

const sent = { terms, grounds: approvalGrounds };

/** A draft with the given fields replaced. */
export const draft = (fields: Partial<Extract<AccessRequest, { state: 'draft' }>> = {}): AccessRequest => ({
  ...common(),
  state: 'draft',
  wish: {
    machine: 'web-01',
    ports: [5985, 5986],
    time: { kind: 'until', hour: 17, minute: 0 },
    source: '203.0.113.7',
    reason: 'why',
    breakGlass: true,
  },
  asking: {
    kind: 'form',
    machine: choice,
    offered: [{ port: 3389, maximumSeconds: 10_800, allowedSources: ['*'] }],
    values: { port: '3389', source: '::1', time: 'soon', reason: '' },
    outlook,
    refusals: [
      { code: 'source-ipv6', typed: '::1' },
      { code: 'port-not-offered', port: 22, offered: [3389] },
    ],
    network: { name: 'office', prefix: '203.0.113.0/24' },
    holes: [{ port: 3389, rule, sources: ['Internet', '198.51.100.0/24'] }],
  },
  round: 1,
  link: { number: 2, expiresAt: 9 },
  learned: { address: '203.0.113.7', at: 5, how: 'page', before: { address: '203.0.113.9', at: 4 } },
  ...fields,
});

/** One request of each state. */
export const everyState = (): { readonly [Each in State]: AccessRequest } => ({
  draft: draft(),
  withdrawn: { ...common(), state: 'withdrawn', at: 1 },
  lapsed: { ...common(), state: 'lapsed', at: 1 },
  refused: { ...common(), state: 'refused', at: 1, refusals: [{ code: 'no-jit-policy', machine: 'web-01' }] },
  pending: { ...common(), decisionCards, state: 'pending', terms, grounds: approvalGrounds },
  denied: {
    ...common(),
    decisionCards,
    state: 'denied',
    at: 1,
    by: { id: 'person-g', name: 'Grace' },
    reason: 'Not *now*.',
    sent,
  },
  approved: {
    ...common(),
    state: 'approved',
    terms,
    grounds: everyGrounds.automatic,
    approvedAt: 1,
    signIn: { askedAt: 1, until: 3, lookAt: 2 },
  },
  opening: {
    ...common(),
    state: 'opening',
    terms: { ...terms, time: { kind: 'until', at: 9 } },
    grounds: everyGrounds.approval,
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
    grounds: everyGrounds.brokenGlass,
    openedAt: 1,
    endsAt: 2,
    sight: { kind: 'open', address: '10.0.0.4', rule },
    lookAt: 3,
    lost: { since: 2, sight: { kind: 'blocked', level: 'subnet', rule }, sure: true },
    extension: 'request-x',
    done: {
      at: 2,
      by: { id: 'person-g', name: 'Grace' },
      kept: { why: 'shared', until: 9 },
      deleted: ['rule-0'],
    },
  },
  closing: {
    ...common(),
    state: 'closing',
    terms,
    grounds: everyGrounds.reviewed,
    endsAt: 2,
    lookAt: 3,
    sight: { kind: 'jit-rule-remains', rule },
    early: { why: 'done', by: { id: 'person-g', name: 'Grace' }, endsAt: 9 },
    extension: 'request-x',
  },
  closed: {
    ...common(),
    state: 'closed',
    terms,
    grounds: everyGrounds.preApproval,
    openedAt: 1,
    endsAt: 2,
    closedAt: 3,
    remains: { kind: 'open-by-other-grant', until: 9 },
    early: { why: 'gone', endsAt: 9 },
  },
  superseded: {
    ...common(),
    extends: { chain: ['request-b', 'request-a'], endsAt: 2, settled: true },
    state: 'superseded',
    terms: { ...terms, seenAt: 4, network: 'home' },
    grounds: everyGrounds.automatic,
    openedAt: 1,
    endsAt: 2,
    at: 2,
    by: { id: 'request-x', endsAt: 9 },
  },
  failed: {
    ...common(),
    state: 'failed',
    terms,
    grounds: everyGrounds.jitPolicy,
    at: 1,
    failure: { code: 'outside-jit-policy', message: 'The source.', offer: '203.0.113.0/24' },
  },
});

/** What the states look like besides, by what makes them different. */
export const otherShapes = (): Readonly<Record<string, AccessRequest>> => ({
  'a draft that asks for the machine': draft({
    wish: {},
    asking: { kind: 'machine', why: 'several', typed: 'web', choices: [choice] },
  }),
  'withdrawn while approvers were asked': {
    ...common(),
    decisionCards,
    state: 'withdrawn',
    at: 1,
    sent,
  },
  'lapsed while approvers were asked': { ...common(), state: 'lapsed', at: 1, sent },
  'refused at the last approval': {
    ...common(),
    state: 'refused',
    at: 1,
    refusals: [{ code: 'rule-refuses', rule: 'freeze' }],
    sent,
  },
  'refused for every reason there is': { ...common(), state: 'refused', at: 1, refusals: everyRefusal },
  ...Object.fromEntries(
    Object.entries(everyGrounds).map(([kind, grounds]): [string, AccessRequest] => [
      `approved by ${kind}`,
      { ...common(), state: 'approved', terms, grounds, approvedAt: 1 },
    ]),
  ),
});
