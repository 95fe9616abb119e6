// The answer to `my access`, and the cards on which somebody chooses a grant of theirs.
import { deepEqual, equal, ok } from 'node:assert/strict';
import type { Listed } from '../../cards/grant-block.ts';
import { chooseGrantCard, myAccessCard, noAccessAnswer } from '../../cards/my-access.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { evil, isHarmful, markdownOf, ofType, textsOf } from './card-reading.ts';
import {
  agreedOnce,
  approved,
  closed,
  closing,
  doneBy,
  draft,
  form,
  lost,
  minutes,
  open,
  opening,
  pending,
  samples,
  terms,
} from './samples.ts';
import { validCard } from './valid-card.ts';

const newYork = { timeZone: 'America/New_York', locale: 'en-US' };
const now = minutes(5);
const own = (
  request: AccessRequest,
  key: string = request.state,
  extensions: readonly number[] = [],
): Listed => ({
  request,
  key,
  may: { kind: 'own', extensions },
});
const card = (...listed: readonly Listed[]) => myAccessCard(listed, newYork, now);
const buttonsOf = (drawn: { readonly card: unknown }) =>
  ofType(drawn.card, 'Action.Execute').map(({ title, verb, data }) => [title, verb, data]);
const request = open.id;

describe('noAccessAnswer', () => {
  it('says that there is nothing, and how to ask', () => {
    equal(
      noAccessAnswer(),
      'You have no access and no open requests. Write for example `rdp to web-01 for 1h` or `ssh db-2 30m because INC-1234`.',
    );
  });
});

describe('myAccessCard', () => {
  it('shows machine, port, source and end in the zone of the one who asks, with the status of each', () => {
    deepEqual(textsOf(card(own(open), own(approved)).card), [
      'Your access',
      'web-01',
      'Ready',
      'Production / rg-web',
      'port 3389 (RDP) from 198.51.100.7, ends at 9:03 am (America/New_York)',
      'web-01',
      'Requested',
      'Production / rg-web',
      'port 3389 (RDP) from 198.51.100.7, asked at 8:02 am (America/New_York)',
    ]);
  });

  for (const [what, listed, buttons] of [
    [
      'to end and to extend what is open',
      own(open, 'open', [900, 3600]),
      [
        ["I'm done", 'done', { request }],
        ['Extend by 15 min', 'extend', { request, by: '15 min' }],
        ['Extend by 1 h', 'extend', { request, by: '1 h' }],
      ],
    ],
    ['only to end what cannot be extended', own(open), [["I'm done", 'done', { request }]]],
    ['nothing once they are done', own(doneBy(open.requester, { why: 'not-set' }), 'open', [900]), []],
    ['to withdraw what waits', own(pending(), 'pending/0'), [['Withdraw', 'withdraw', { request }]]],
    ['to cancel a form', own(draft(form), 'draft/1'), [['Cancel', 'cancel', { request }]]],
    ['nothing while it opens', own(opening()), []],
    ['nothing while it closes', own(closing()), []],
  ] as const)
    it(`offers ${what}`, () => {
      const drawn = card(listed);
      deepEqual(buttonsOf(drawn), buttons);
      validCard(drawn, request);
    });

  for (const [what, listed, status, ...trouble] of [
    ['waiting', own(pending(agreedOnce), 'pending/1'), 'Waiting for approval'],
    [
      'late',
      own(opening({ kind: 'no-jit-rule' }), 'opening/late/no-jit-rule'),
      'Not open yet',
      'Azure was asked, but its rule has not appeared.',
    ],
    [
      'overdue',
      own(closing({ kind: 'open-by-other-grant', until: minutes(90) }), 'closing/overdue/x'),
      'Overdue',
      'The port is still open for another grant.',
    ],
    [
      'lost',
      own(lost({ kind: 'no-jit-rule' }), 'open/lost/no-jit-rule'),
      'Not open any more',
      'Azure’s rule for it is not there any more. First seen so at 8:07 am (America/New_York). I keep looking.',
    ],
    [
      'ended early',
      own({ ...closing(), early: { why: 'done', by: open.requester, endsAt: minutes(61) } }),
      'Ended',
      'Ended early, as you asked.',
    ],
  ] as const)
    it(`is true to what is ${what}`, () => {
      deepEqual(
        textsOf(card(listed).card).filter((_, index) => index === 2 || index > 4),
        [status, ...trouble],
      );
    });

  it('begins with what should be shut, and ends with forms', () => {
    const listed = [
      own(draft(form), 'draft/1'),
      own(pending(), 'pending/0'),
      own(open),
      own(closing(), 'closing/overdue/x'),
    ];
    deepEqual(
      textsOf(card(...listed).card).filter((text) =>
        /^(Overdue|Ready|Waiting for approval|Not sent yet)$/.test(text),
      ),
      ['Overdue', 'Ready', 'Waiting for approval', 'Not sent yet'],
    );
  });

  it('lists what was allowed in advance, and by whom', () => {
    const allowance = {
      id: 'a1',
      person: { id: 'p1', name: 'Ada' },
      by: { id: 'p2', name: '*Grace*' },
      machineId: '/m',
      machine: 'web-01',
      port: 3389,
      from: minutes(0),
      until: minutes(120),
    };
    const drawn = myAccessCard([], newYork, minutes(0), [allowance]);
    validCard(drawn, []);
    deepEqual(textsOf(drawn.card), [
      'Your access',
      '- **Allowed in advance:** web-01 port 3389 (RDP) until 10:02 am (America/New_York), by ∗Grace∗',
    ]);
    equal(
      drawn.summary,
      'Your access: Allowed in advance: web-01 port 3389 (RDP) until 10:02 am (America/New_York), by ∗Grace∗',
    );
  });

  it('says the first three in words, and how many more there are', () => {
    equal(
      card(own(open), own(opening()), own(pending(), 'pending/0'), own(draft(form), 'draft/1')).summary,
      'Your access: Ready: web-01 port 3389 (RDP), ends at 9:03 am (America/New_York); Opening: web-01 port 3389 (RDP), ends at 9:03 am (America/New_York); Waiting for approval: web-01 port 3389 (RDP), waiting for 2 approvals, asked at 8:02 am (America/New_York); and 1 more',
    );
  });

  for (const { name, request: sample, key } of samples)
    it(`is a valid card: ${name}`, () => validCard(card(own(sample, key, [900, 1800, 3600])), sample.id));

  it('fits into a message however much there is, and leaves nothing uncounted', () => {
    const long = 'Ä-long name '.repeat(20);
    const machine = { ...terms.machine, name: long, resourceGroup: long };
    const listed = Array.from({ length: 200 }, (_, index) =>
      own({ ...open, id: `req-${index}`, terms: { ...terms, machine } }, 'open', [900, 1800, 3600]),
    );
    const drawn = card(...listed);
    validCard(
      drawn,
      listed.map((each) => each.request.id),
      28_000,
    );
    const blocks = ofType(drawn.card, 'Container').length;
    const lines = textsOf(drawn.card).at(-1)?.split('\n') ?? [];
    ok(blocks >= 3, `${blocks} blocks`);
    equal(lines.at(-1), `- and ${200 - blocks - 15} more`);
    equal(lines.length, 16);
  });

  it('shows ten with buttons where they are short', () => {
    const listed = Array.from({ length: 12 }, () => own(open, 'open', [900, 1800, 3600]));
    const drawn = card(...listed);
    validCard(drawn, request, 28_000);
    equal(ofType(drawn.card, 'Container').length, 10);
    equal(textsOf(drawn.card).at(-1)?.split('\n').length, 2);
  });

  it('shows hostile names as text, in every place', () => {
    const machine = { ...terms.machine, name: evil, resourceGroup: evil };
    const hostile = { ...terms, machine };
    const listed = [
      own({ ...open, terms: hostile }),
      own({ ...lost({ kind: 'unknown', because: evil }), terms: hostile }),
      own({ ...doneBy({ id: evil, name: evil }, { why: 'fault', message: evil }), terms: hostile }),
      own(draft({ ...form, machine: { ...form.machine, name: evil } }), 'draft/1'),
      own({ ...closed, terms: hostile }),
    ];
    const drawn = card(...listed, ...listed, ...listed);
    const texts = markdownOf(drawn).flatMap((text) => text.split('\n'));
    deepEqual(texts.map((text) => text.replaceAll('**', '')).filter(isHarmful), []);
    ok(texts.length > 30);
  });
});

describe('chooseGrantCard', () => {
  const listed = [own(open, 'open', [1800]), own({ ...open, id: 'req-2' }, 'open', [1800])];

  it('asks which they are done with', () => {
    const drawn = chooseGrantCard('done', [own(open), own({ ...open, id: 'req-2' })], newYork, now);
    validCard(drawn, [request, 'req-2']);
    equal(textsOf(drawn.card)[0], 'Which are you done with?');
    deepEqual(buttonsOf(drawn), [
      ["I'm done", 'done', { request }],
      ["I'm done", 'done', { request: 'req-2' }],
    ]);
  });

  it('asks which to extend, and how to say another time', () => {
    const drawn = chooseGrantCard('extend', listed, newYork, now);
    validCard(drawn, [request, 'req-2']);
    equal(textsOf(drawn.card)[0], 'Which do you want to extend?');
    equal(
      textsOf(drawn.card).at(-1),
      'For another time, or to learn why not, write for example “extend web-01 by 20m”.',
    );
  });

  it('asks by how long where there is only one', () => {
    equal(textsOf(chooseGrantCard('extend', listed.slice(1), newYork, now).card)[0], 'By how long?');
  });
});
