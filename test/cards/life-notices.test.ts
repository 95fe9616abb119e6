// Notices about the life of a grant: extended, lost, kept although somebody is done, ended early.
import { deepEqual, equal } from 'node:assert/strict';
import { noticeText } from '../../cards/notice-text.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Audience, Notice } from '../../src/domain/debt.ts';
import { evil, isHarmful } from './card-reading.ts';
import { closed, doneBy, grace, lost, minutes, open, terms } from './samples.ts';

const target = 'web-01 port 3389 (RDP)';
const who = 'web-01 (Production / rg-web) port 3389 (RDP) from 198.51.100.7, Ada Lovelace (id 3f2a91c0…)';
const day = ' on Mon 23 Nov (Europe/Berlin)';
const lostAt = `lost/${minutes(5)}` as const;
const wasToBe = `${target}, which was to be open until 15:03${day}.`;
const gone = {
  ...closed,
  endsAt: minutes(20),
  early: { why: 'gone', endsAt: minutes(61) },
} as const;
const ended = (by: typeof grace) =>
  ({ ...closed, endsAt: minutes(6), early: { why: 'done', by, endsAt: minutes(61) } }) as const;
const extended = { ...open, extends: { chain: ['req-0'], endsAt: minutes(30) } } as const;

const table: readonly (readonly [request: AccessRequest, notice: Notice, to: Audience, text: string])[] = [
  [
    extended,
    'ready',
    'requester',
    `**Extended:** ${target} is open for 198.51.100.7 until 15:03 (Europe/Berlin).`,
  ],
  [extended, 'ready', 'on-call', `**Extended:** ${who}, ends at 15:03${day}.`],
  [
    lost({ kind: 'no-jit-rule' }),
    lostAt,
    'requester',
    `**Not open any more:** ${wasToBe} Azure’s rule for it is not there any more. I keep looking.`,
  ],
  [
    lost({ kind: 'no-jit-rule' }),
    lostAt,
    'on-call',
    `**Not open any more:** ${who}, ends at 15:03${day}. Azure’s rule for it is not there any more. I keep looking.`,
  ],
  [
    lost({ kind: 'unknown', because: 'a right is missing' }),
    lostAt,
    'requester',
    `**Cannot be told whether open:** ${wasToBe} It cannot be told whether the port is still open: a right is missing. I keep looking.`,
  ],
  [
    ended(grace),
    'closed',
    'on-call',
    `**Closed:** ${who}, ended at 14:08${day}. Ended early, as Grace Admin (id 9c1e77aa…) asked.`,
  ],
  [
    doneBy(open.requester, { why: 'shared', until: minutes(90) }),
    'kept',
    'requester',
    `**Done, but still open:** ${target}. Another grant needed the same rule until 15:32 (Europe/Berlin), so I left it there; this one ends at 15:03 (Europe/Berlin).`,
  ],
  [
    doneBy(open.requester, { why: 'fault', message: 'The right is missing' }),
    'kept',
    'requester',
    `**Done, but still open:** ${target}. Its rule could not be deleted: The right is missing. Azure was left to close it at 15:03 (Europe/Berlin).`,
  ],
  [
    gone,
    'closed',
    'requester',
    `**Gone early:** ${target}. Azure’s rule was missing at 14:22 (Europe/Berlin), before the end at 15:03 (Europe/Berlin), and I did not take it away. If you still need it, press **Ask again** on its card. It was seen shut at 15:04 (Europe/Berlin).`,
  ],
  [
    gone,
    'closed',
    'on-call',
    `**Gone early**, and shut now: Azure’s rule was missing at 14:22${day}, before the end at 15:03${day}, and I did not take it away. ${who}, ended at 14:22${day}.`,
  ],
  [
    ended(grace),
    'closed',
    'requester',
    `**Closed:** ${target}, seen shut at 15:04 (Europe/Berlin). Closed early, as Grace Admin (id 9c1e77aa…) asked. Sessions that are still connected stay until they end.`,
  ],
  [
    ended(open.requester),
    'closed',
    'requester',
    `**Closed:** ${target}, seen shut at 15:04 (Europe/Berlin). Closed early, as you asked. Sessions that are still connected stay until they end.`,
  ],
];

describe('a notice about the life of a grant', () => {
  for (const [request, notice, to, text] of table)
    it(`says to ${to}: ${text.slice(0, 60)}…`, () => equal(noticeText(request, notice, to).text, text));

  it('shows hostile names and messages as text', () => {
    const person = { id: evil, name: evil };
    const hostile = { terms: { ...terms, machine: { ...terms.machine, name: evil } }, requester: person };
    const cases: readonly (readonly [AccessRequest, Notice])[] = [
      [{ ...lost({ kind: 'unknown', because: evil }), ...hostile }, lostAt],
      [{ ...doneBy(person, { why: 'fault', message: evil }), ...hostile }, 'kept'],
      [{ ...gone, ...hostile }, 'closed'],
      [{ ...ended(person), ...hostile, requester: grace }, 'closed'],
    ];
    const said = cases.map(([request, notice]) => noticeText(request, notice, 'requester').text);
    deepEqual(said.filter(isHarmful), []);
  });
});
