// Notices in words, to the requester and to on-call.
import { deepEqual, equal, throws } from 'node:assert/strict';
import { noticeText } from '../../cards/notice-text.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Audience, Notice } from '../../src/domain/debt.ts';
import type { ApprovalGrounds, BreakGlassGrounds } from '../../src/domain/grounds.ts';
import { evil, isHarmful } from './card-reading.ts';
import {
  agreedOnce,
  agreedTwice,
  approval,
  approved,
  broken,
  closed,
  closing,
  denied,
  draft,
  failed,
  form,
  lapsed,
  minutes,
  neverOpen,
  open,
  opening,
  pending,
  refused,
  rule,
  terms,
  unasked,
  withdrawn,
} from './samples.ts';

const remains = {
  kind: 'open-by-other-rule',
  rule: { nsg: 'nsg-web', name: 'allow-all', priority: 80 },
} as const;
const otherGrant = { kind: 'open-by-other-grant', until: minutes(90) } as const;
const overdue = closing({ kind: 'jit-rule-remains', rule });
const counts =
  'The port counts as still open: Azure has not taken away its rule MicrosoftDefenderForCloud-JITRule-123_ab12 (priority 100 in nsg-web).';
const who = 'web-01 (Production / rg-web) port 3389 (RDP) from 198.51.100.7, Ada Lovelace (id 3f2a91c0…)';
const waits = 'waiting since 14:03 on Mon 23 Nov (Europe/Berlin)';
const decide = 'Decide on its card; it lapses at 18:03 on Mon 23 Nov (Europe/Berlin).';
const glass =
  'Ada Lovelace (id 3f2a91c0…) broke glass at 14:03 on Mon 23 Nov (Europe/Berlin) for web-01 (Production / rg-web) port 3389 (RDP) from 198.51.100.7, for 1 h, rule production databases. Nobody approved it. Reason: “INC-1234 disk full”.';
const acknowledge =
  'Somebody else must acknowledge it on its card: Grace Admin or the owners of the approvals team.';
const end = ', ends at 15:03 on Mon 23 Nov (Europe/Berlin).';
const ended = end.replace('ends at', 'ended at');

const table: readonly (readonly [request: AccessRequest, notice: Notice, to: Audience, text: string])[] = [
  [
    open,
    'ready',
    'requester',
    '**Ready:** web-01 port 3389 (RDP) is open for 198.51.100.7 until 15:03 (Europe/Berlin). Connect to 203.0.113.10:3389.',
  ],
  [open, 'ready', 'on-call', `**Ready:** ${who}${end}`],
  [
    { ...open, extends: { chain: ['req-1'], endsAt: minutes(30) } },
    'ready',
    'on-call',
    `**Extended:** ${who}${end}`,
  ],
  [
    opening({ kind: 'no-jit-rule' }),
    'late',
    'requester',
    '**Not open yet:** web-01 port 3389 (RDP). Azure was asked, but its rule has not appeared. I keep looking.',
  ],
  [
    opening({ kind: 'no-jit-rule' }),
    'late',
    'on-call',
    `**Not open in time:** ${who}${end} Azure was asked, but its rule has not appeared. I keep looking.`,
  ],
  [
    overdue,
    'overdue/0',
    'requester',
    `**Overdue:** web-01 port 3389 (RDP). Your access ended at 15:03 on Mon 23 Nov (Europe/Berlin). ${counts} I keep looking.`,
  ],
  [
    overdue,
    'overdue/0',
    'on-call',
    `🔴 **OVERDUE since its end at 15:03 on Mon 23 Nov (Europe/Berlin):** ${counts} ${who}. Notice 1; it repeats until the port is seen shut.`,
  ],
  [
    overdue,
    'overdue/11',
    'on-call',
    `🔴 **OVERDUE since its end at 15:03 on Mon 23 Nov (Europe/Berlin):** ${counts} ${who}. Notice 12; it repeats until the port is seen shut.`,
  ],
  [
    closed,
    'closed',
    'requester',
    '**Closed:** web-01 port 3389 (RDP), seen shut at 15:04 (Europe/Berlin). Sessions that are still connected stay until they end.',
  ],
  [closed, 'closed', 'on-call', `**Closed:** ${who}${ended}`],
  [
    neverOpen,
    'closed',
    'requester',
    '**Never seen open:** web-01 port 3389 (RDP). The port is shut; ask again if you still need it.',
  ],
  [neverOpen, 'closed', 'on-call', `**Never seen open, and shut now:** ${who}${ended}`],
  [
    { ...closed, remains },
    'closed',
    'requester',
    '**Ended:** web-01 port 3389 (RDP). This grant has ended, but the port is still open through the rule allow-all (priority 80 in nsg-web), which JIT did not make.',
  ],
  [
    { ...closed, remains },
    'closed',
    'on-call',
    `🔴 **Ended, but the port is still open** through the rule allow-all (priority 80 in nsg-web), which JIT did not make. ${who}${ended}`,
  ],
  [
    { ...closed, remains: otherGrant },
    'closed',
    'on-call',
    `**Ended:** the port stays open for another grant until 15:32 on Mon 23 Nov (Europe/Berlin). ${who}${ended}`,
  ],
  [
    failed('azure-unavailable', 'Azure did not answer.'),
    'failed',
    'requester',
    '**Failed:** web-01 port 3389 (RDP). Azure did not answer. Ask again in a few minutes.',
  ],
  [
    failed('azure-unavailable', 'Azure did not answer.'),
    'failed',
    'on-call',
    `**Failed:** Azure did not answer. ${who}.`,
  ],
  [
    { ...approved, grounds: agreedTwice },
    'approved',
    'requester',
    '**Approved** by Grace Admin, Linus Lead: web-01 port 3389 (RDP) for 1 h. Azure is being asked.',
  ],
  [
    { ...opening(), grounds: { ...approval, waivedBy: 'labs' } },
    'approved',
    'requester',
    '**Approved:** web-01 port 3389 (RDP) for 1 h. The access policy no longer asks for approval (rule labs). Azure is being asked.',
  ],
  [
    denied,
    'denied',
    'requester',
    '**Denied** by Linus Lead (id 0d4f88bb…): web-01 port 3389 (RDP). Reason: “Use the read replica.” Talk to them if you still need it.',
  ],
  [
    { ...denied, reason: ' ' },
    'denied',
    'requester',
    '**Denied** by Linus Lead (id 0d4f88bb…): web-01 port 3389 (RDP). They gave no reason. Talk to them if you still need it.',
  ],
  [
    lapsed,
    'lapsed',
    'requester',
    '**Lapsed:** nobody decided on web-01 port 3389 (RDP) until 18:03 on Mon 23 Nov (Europe/Berlin). If you still need it, ask again and tell Grace Admin or the group sre-leads.',
  ],
  [
    { ...refused, refusals: [{ code: 'too-short', minimumSeconds: 60 }] },
    'refused',
    'requester',
    '**Refused:** web-01 port 3389 (RDP). When it was approved, it could no longer be had. That is too short; ask for 1 min or more.',
  ],
  [
    unasked,
    'unasked',
    'requester',
    '**Not everybody could be asked:** web-01 port 3389 (RDP). I cannot reach the approvals channel “prod”, so nobody is asked there. An admin must write `use this channel for approvals of prod` in the channel that is to decide. Your request waits until 18:03 on Mon 23 Nov (Europe/Berlin).',
  ],
  [
    unasked,
    'unasked',
    'on-call',
    `**Approvers cannot be asked:** I cannot reach the approvals channel “prod”, so nobody is asked there. An admin must write \`use this channel for approvals of prod\` in the channel that is to decide. ${who}.`,
  ],
  [
    pending(agreedOnce),
    'remind/1',
    'approvers',
    `**Reminder 2:** ${who}. Asked for 1 h, ${waits}. 1 approval still needed, of Grace Admin or the group sre-leads. ${decide}`,
  ],
  [
    pending(),
    'escalated',
    'escalation',
    `**Nobody has decided yet:** ${who}. Asked for 1 h, ${waits}. From now on the owners of the approvals team can decide, too. ${decide}`,
  ],
  [{ ...opening(), grounds: broken }, 'break-glass', 'on-call', `🔴 **BREAK GLASS:** ${glass}`],
  [
    { ...approved, grounds: broken },
    'break-glass',
    'approvers',
    `🔴 **BREAK GLASS:** ${glass} ${acknowledge}`,
  ],
  [
    { ...closed, grounds: broken },
    'review/0',
    'approvers',
    `🔴 **Break glass not acknowledged for 1 day:** ${glass} ${acknowledge}`,
  ],
  [
    { ...failed('azure-refused', 'No.'), grounds: broken },
    'review/2',
    'approvers',
    `🔴 **Break glass not acknowledged for 3 days:** ${glass} ${acknowledge}`,
  ],
];

describe('noticeText', () => {
  for (const [request, notice, to, text] of table)
    it(`tells ${to} of ${notice}: ${text.slice(0, 50)}…`, () => {
      const said = noticeText(request, notice, to);
      equal(said.text.replaceAll('\u200d', ''), text);
      deepEqual(said.mentions, to === 'requester' ? [request.requester] : undefined);
    });

  it('shows a hostile name and reason as text', () => {
    const requester = { id: open.requester.id, name: '**Admin** [x](http://evil.com)\n# hi' };
    const { text } = noticeText({ ...closed, requester }, 'closed', 'on-call');
    equal(text.replaceAll('\u200d', '').includes('∗∗Admin∗∗ [x](http://evil.com) # hi (id 3f2a91c0…)'), true);
    equal(/\]\(|\/\/|\n/.test(text), false);
  });

  it('shows hostile text as text in every notice about approvals', () => {
    const person = { id: evil, name: evil };
    const machine = {
      ...terms.machine,
      name: evil,
      resourceGroup: evil,
      subscription: { id: '', name: evil },
    };
    const hostile = { ...terms, machine, source: evil, reason: evil };
    const party = { kind: 'group', ...person } as const;
    const asked: ApprovalGrounds = {
      ...agreedOnce,
      rule: evil,
      asking: { ...approval.asking, approvers: [party], escalate: { at: 1, to: [party] } },
      approvals: [{ by: person, at: 1 }],
    };
    const sent = { terms: hostile, grounds: asked };
    const waiting = {
      ...pending(asked),
      requester: person,
      terms: hostile,
      decisionCards: [{ channel: evil, why: evil }],
    };
    const glass: BreakGlassGrounds = { ...broken, rule: evil, reviewers: [party] };
    const opened = { ...open, requester: person, terms: hostile, grounds: glass };
    const granted = { ...approved, terms: hostile, grounds: asked };
    const texts = [
      noticeText(granted, 'approved', 'requester'),
      noticeText({ ...granted, grounds: { ...asked, waivedBy: evil } }, 'approved', 'requester'),
      noticeText({ ...denied, by: person, reason: evil, sent }, 'denied', 'requester'),
      noticeText({ ...lapsed, sent }, 'lapsed', 'requester'),
      noticeText({ ...refused, sent }, 'refused', 'requester'),
      noticeText(waiting, 'unasked', 'requester'),
      noticeText(waiting, 'unasked', 'on-call'),
      noticeText(waiting, 'remind/0', 'approvers'),
      noticeText(waiting, 'escalated', 'escalation'),
      noticeText(opened, 'break-glass', 'on-call'),
      noticeText(opened, 'break-glass', 'approvers'),
      noticeText(opened, 'review/0', 'approvers'),
    ].map(({ text }) => text);
    deepEqual(texts.filter(isHarmful), []);
    equal(
      texts.every((text) => text.includes('evil')),
      true,
    );
  });

  const wrong: readonly (readonly [request: AccessRequest, notice: Notice, to: Audience])[] = [
    [approved, 'ready', 'requester'],
    [approved, 'ready', 'on-call'],
    [approved, 'approved', 'requester'],
    [draft(form), 'lapsed', 'requester'],
    [withdrawn, 'approved', 'requester'],
    [pending(), 'ready', 'requester'],
    [pending(), 'break-glass', 'on-call'],
    [pending(), 'review/0', 'approvers'],
    [open, 'remind/0', 'approvers'],
    [{ ...open, grounds: broken }, 'remind/0', 'approvers'],
    [open, 'escalated', 'escalation'],
  ];
  for (const [request, notice, to] of wrong)
    it(`refuses to invent ${notice} to ${to} for a ${request.state} request`, () => {
      throws(() => noticeText(request, notice, to), new RegExp(`${request.state} request owes no notice`));
    });
});
