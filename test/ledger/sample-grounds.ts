// Grounds of every kind, with every optional field used somewhere.
import type { ApprovalGrounds, BreakGlassGrounds, Grounds } from '../../src/domain/grounds.ts';
import type { ApproverParty } from '../../src/domain/policy/access-policy.ts';

const group: ApproverParty = { kind: 'group', id: 'group-1', name: 'Server admins' };
const someone: ApproverParty = { kind: 'person', id: 'person-g', name: 'grace' };
const owners: ApproverParty = { kind: 'team', part: 'owners' };
const grace = { id: 'person-g', name: 'Grace *Admin*' };
const olu = { id: 'person-o', name: 'Olu' };

export const approvalGrounds: ApprovalGrounds = {
  kind: 'approval',
  rule: 'production',
  asking: {
    channel: 'prod',
    approvers: [group, someone, owners],
    quorum: 2,
    since: 1,
    lapsesAt: 9,
    remind: 600,
    escalate: { at: 5, to: [{ kind: 'team', part: 'members' }], channel: 'leads' },
  },
  approvals: [{ by: grace, at: 2, seconds: 900 }],
};

export const brokenGlass: BreakGlassGrounds = {
  kind: 'break-glass',
  rule: 'production',
  channel: '',
  reviewers: [owners],
  since: 3,
};

/** One of each kind, and of each the fullest and the barest. */
export const everyGrounds = {
  jitPolicy: { kind: 'jit-policy' },
  automatic: { kind: 'automatic', rule: 'everything' },
  approval: {
    ...approvalGrounds,
    approvals: [...approvalGrounds.approvals, { by: olu, at: 3 }],
    waivedBy: 'since Monday nobody is asked',
  },
  plainApproval: {
    kind: 'approval',
    rule: 'test machines',
    asking: { channel: '', approvers: [group], quorum: 1, since: 1, lapsesAt: 9 },
    approvals: [],
  },
  brokenGlass,
  reviewed: { ...brokenGlass, review: { by: grace, at: 7, note: 'It was on fire, *indeed*.' } },
  preApproval: { kind: 'pre-approval', rule: 'production', by: [grace, olu], until: 99 },
} as const satisfies Readonly<Record<string, Grounds>>;
