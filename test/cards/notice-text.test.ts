// Notices in words, to the requester and to on-call.
import { deepEqual, equal, throws } from 'node:assert/strict';
import { noticeText } from '../../cards/notice-text.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Audience, Notice } from '../../src/domain/owed.ts';
import { approved, closed, closing, failed, minutes, neverOpen, open, opening, rule } from './samples.ts';

const remains = {
  kind: 'open-by-other-rule',
  rule: { nsg: 'nsg-web', name: 'allow-all', priority: 80 },
} as const;
const otherGrant = { kind: 'open-by-other-grant', until: minutes(90) } as const;
const overdue = closing({ kind: 'jit-rule-remains', rule });
const counts =
  'The port counts as still open: Azure has not taken away its rule MicrosoftDefenderForCloud-JITRule-123_ab12 (priority 100 in nsg-web).';
const who = 'web-01 (Production / rg-web) port 3389 (RDP) from 198.51.100.7, Ada Lovelace (id 3f2a91c0…)';
const end = ', end at 15:03 on Mon 23 Nov (Europe/Berlin).';

const table: readonly (readonly [request: AccessRequest, notice: Notice, to: Audience, text: string])[] = [
  [
    open,
    'ready',
    'requester',
    '**Ready:** web-01 port 3389 (RDP) is open for 198.51.100.7 until 15:03 (Europe/Berlin). Connect to 203.0.113.10:3389.',
  ],
  [open, 'ready', 'on-call', `**Ready:** ${who}${end}`],
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
  [closed, 'closed', 'on-call', `**Closed:** ${who}${end}`],
  [
    neverOpen,
    'closed',
    'requester',
    '**Never seen open:** web-01 port 3389 (RDP). The port is shut; ask again if you still need it.',
  ],
  [neverOpen, 'closed', 'on-call', `**Never seen open, and shut now:** ${who}${end}`],
  [
    { ...closed, remains },
    'closed',
    'requester',
    '**Ended:** web-01 port 3389 (RDP). Your access has ended, but the port is still open through the rule allow-all (priority 80 in nsg-web), which JIT did not make.',
  ],
  [
    { ...closed, remains },
    'closed',
    'on-call',
    `🔴 **Ended, but the port is still open** through the rule allow-all (priority 80 in nsg-web), which JIT did not make. ${who}${end}`,
  ],
  [
    { ...closed, remains: otherGrant },
    'closed',
    'on-call',
    `**Ended:** the port stays open for another grant until 15:32 on Mon 23 Nov (Europe/Berlin). ${who}${end}`,
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
];

describe('noticeText', () => {
  for (const [request, notice, to, text] of table)
    it(`tells ${to} of ${notice}: ${text.slice(0, 50)}…`, () => {
      deepEqual(
        noticeText(request, notice, to),
        to === 'requester' ? { text, mention: request.requester } : { text },
      );
    });

  it('shows a hostile name and reason as text', () => {
    const requester = { id: open.requester.id, name: '**Admin** [x](http://evil.com)\n# hi' };
    const { text } = noticeText({ ...closed, requester }, 'closed', 'on-call');
    equal(text.replaceAll('\u200d', '').includes('∗∗Admin∗∗ [x](http://evil.com) # hi (id 3f2a91c0…)'), true);
    equal(/\]\(|\/\/|\n/.test(text), false);
  });

  for (const to of ['requester', 'on-call'] as const)
    it(`refuses to invent a notice to ${to} for a state that owes none`, () => {
      throws(() => noticeText(approved, 'ready', to), /approved request owes no notice/);
    });
});
