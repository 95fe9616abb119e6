// What is said to those who are done with a grant, or want it for longer.
import { deepEqual, equal } from 'node:assert/strict';
import {
  alreadyExtendingAnswer,
  answeredBeforeAnswer,
  doneAnswer,
  extendingAnswer,
  extendTimeAnswer,
  notExtendedAnswer,
  nothingOpenAnswer,
  notOpenAnswer,
  notYoursToEndAnswer,
  notYoursToExtendAnswer,
  takenBackAnswer,
} from '../../cards/life-answers.ts';
import { evil, isHarmful } from './card-reading.ts';
import {
  approved,
  closed,
  closing,
  denied,
  doneBy,
  draft,
  form,
  grace,
  minutes,
  open,
  opening,
  pending,
  samples,
  terms,
  withdrawn,
} from './samples.ts';

const reader = { timeZone: 'America/New_York', locale: 'en-US' };
const now = minutes(30);
const ada = { personId: open.requester.id, reader, now };

describe('doneAnswer', () => {
  for (const [what, answer, said] of [
    [
      'it is being deleted',
      doneAnswer(doneBy(open.requester), ada),
      'You said you are done with web-01 port 3389 (RDP). Its card says what became of it.',
    ],
    [
      'it closes already',
      doneAnswer(closing(), ada),
      'You said you are done with web-01 port 3389 (RDP). Its card says what became of it.',
    ],
    [
      'the bot may not delete',
      doneAnswer(doneBy(open.requester, { why: 'not-set' }), ada),
      'You said you are done with web-01 port 3389 (RDP). I am not set up to delete rules, so Azure was left to close it at 9:03 am (America/New_York).',
    ],
    [
      'another needs it',
      doneAnswer(doneBy(open.requester, { why: 'shared', until: minutes(90) }), ada),
      'You said you are done with web-01 port 3389 (RDP). Another grant needed the same rule until 9:32 am (America/New_York), so I left it there; this one ends at 9:03 am (America/New_York).',
    ],
    [
      'deleting failed',
      doneAnswer(doneBy(open.requester, { why: 'fault', message: 'x' }), ada),
      'You said you are done with web-01 port 3389 (RDP). Its rule could not be deleted: x. Azure was left to close it at 9:03 am (America/New_York).',
    ],
    [
      'an admin ended it',
      doneAnswer(doneBy(grace), { ...ada, personId: grace.id }),
      'You said that web-01 port 3389 (RDP) of Ada Lovelace (id 3f2a91c0…) is to end now. Its requester and on-call are told when it is shut.',
    ],
  ] as const)
    it(`tells what is true when ${what}`, () => equal(answer, said));
});

describe('notOpenAnswer', () => {
  const target = 'web-01 port 3389 (RDP)';
  for (const [request, said] of [
    [
      doneBy(grace, { why: 'not-set' }),
      `Grace Admin ended ${target} at 8:07 am (America/New_York). Nothing changed.`,
    ],
    [
      closed,
      `${target} ended at 9:03 am (America/New_York); nothing changed. Ask again if you still need it.`,
    ],
    [
      closing(),
      `${target} ended at 9:03 am (America/New_York); nothing changed. Ask again if you still need it.`,
    ],
    [opening(), `${target} was not open yet; nothing changed. Its card says when it is.`],
    [denied, `${target} was never opened; nothing changed. Ask again if you still need it.`],
    [pending(), `${target} was not granted yet; nothing changed.`],
  ] as const)
    it(`says of one that is ${request.state}: ${said}`, () =>
      equal(notOpenAnswer(request, reader, now), said));

  it('has a sentence for every state, and never says that something changed', () => {
    const said = samples.map(({ request }) => notOpenAnswer(request, reader, now));
    deepEqual(
      said.filter((text) => !/nothing changed/i.test(text) || /undefined|NaN/.test(text)),
      [],
    );
  });
});

describe('answers to who wants more time', () => {
  for (const [answer, said] of [
    [
      extendingAnswer(open, 1800),
      'You asked for 30 min more of web-01 port 3389 (RDP); the new card says what became of it.',
    ],
    [
      alreadyExtendingAnswer(open),
      'More time for web-01 port 3389 (RDP) was asked for already; its new card says what became of it. Nothing changed.',
    ],
    [
      notExtendedAnswer(open, [{ code: 'too-long', maximumSeconds: 7200 }]),
      'web-01 port 3389 (RDP) was not extended. That is too long; the machine’s just-in-time policy allows up to 2 h.',
    ],
    [extendTimeAnswer('missing', ''), 'Choose by how long; nothing was extended.'],
    [
      extendTimeAnswer('not-understood', '*soon*'),
      '“∗soon∗” is not a time I understand; write it like 30 min. Nothing was extended.',
    ],
    [
      extendTimeAnswer('too-short', '', 60),
      'That is too short; extend by 1 min or more. Nothing was extended.',
    ],
    [
      extendTimeAnswer('too-long', '', 86_400),
      'That is too long; Azure’s just-in-time access goes up to 24 h. Nothing was extended.',
    ],
    [notYoursToExtendAnswer(open), 'Only Ada Lovelace can extend this; nothing changed.'],
    [notYoursToEndAnswer(open), 'Only Ada Lovelace or an admin can end this; nothing changed.'],
    [
      notYoursToEndAnswer({ ...open, requester: { id: 'x', name: ' ' } }),
      'Only the person who asked or an admin can end this; nothing changed.',
    ],
    [takenBackAnswer(draft(form)), 'You dropped the form; nothing was requested.'],
    [
      takenBackAnswer(withdrawn),
      'You withdrew your request for web-01 port 3389 (RDP); nothing was requested of Azure.',
    ],
    [
      answeredBeforeAnswer(),
      'This was answered before; nothing changed. `my access` shows what is true now.',
    ],
  ] as const)
    it(`says: ${said}`, () => equal(answer, said));
});

describe('nothingOpenAnswer', () => {
  for (const [meant, others, said] of [
    [{}, [], 'You have nothing open, so nothing was ended.'],
    [
      { machine: 'wbe-01' },
      [open],
      'You have nothing open on “wbe-01”, so nothing was ended. web-01 port 3389 (RDP) is open until 9:03 am (America/New_York).',
    ],
    [
      { machine: 'web-01', ports: [5985, 5986] },
      [],
      'You have nothing open on port 5985 (WinRM over HTTP) or 5986 (WinRM over HTTPS) on “web-01”, so nothing was ended.',
    ],
    [{}, [approved], 'You have nothing open, so nothing was ended. web-01 port 3389 (RDP) is not open yet.'],
    [
      {},
      [pending()],
      'You have nothing open, so nothing was ended. web-01 port 3389 (RDP) waits for approval; `cancel` withdraws it.',
    ],
    [
      {},
      [closing(), doneBy(open.requester, { why: 'not-set' })],
      'You have nothing open, so nothing was ended. web-01 port 3389 (RDP) ended at 9:03 am (America/New_York). Ada Lovelace said at 8:07 am (America/New_York) that they are done with web-01 port 3389 (RDP).',
    ],
  ] as const)
    it(`says: ${said}`, () => equal(nothingOpenAnswer('done', meant, others, reader, now), said));

  it('says so to who wants more time, too', () =>
    equal(
      nothingOpenAnswer('extend', {}, [], reader, now),
      'You have nothing open, so nothing was extended.',
    ));
});

describe('answers about the life of a grant with hostile names', () => {
  it('show them as text', () => {
    const hostile = {
      ...doneBy({ id: evil, name: evil }),
      requester: { id: evil, name: evil },
      terms: { ...terms, machine: { ...terms.machine, name: evil } },
    };
    const said = [
      doneAnswer(hostile, ada),
      notOpenAnswer(hostile, reader, now),
      extendingAnswer(hostile, 60),
      notYoursToEndAnswer(hostile),
      notYoursToExtendAnswer(hostile),
      extendTimeAnswer('not-understood', evil),
      nothingOpenAnswer('done', { machine: evil }, [hostile], reader, now),
    ];
    deepEqual(said.filter(isHarmful), []);
  });
});
