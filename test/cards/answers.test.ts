// What the bot answers in words.
import { deepEqual, equal } from 'node:assert/strict';
import {
  cancelAnswer,
  helpAnswer,
  notUnderstoodAnswer,
  notYoursAnswer,
  unknownWordsAnswer,
  usageAnswer,
} from '../../cards/answers.ts';
import { parseCommand } from '../../src/domain/command/parse-command.ts';
import { evil, isHarmful } from './card-reading.ts';
import { approved, closing, draft, form, minutes, open, pending } from './samples.ts';

const examples =
  'Write for example `rdp to web-01 for 1h` or `ssh db-2 30m because INC-1234`. `help` says more.';
const newYork = { timeZone: 'America/New_York', locale: 'en-US' };

describe('helpAnswer', () => {
  it('gives examples a newcomer can copy', () => {
    deepEqual(helpAnswer().match(/(?<=^- )`[^`]+`/gm), [
      '`rdp to web-01 for 1h`',
      '`ssh db-2 30m because INC-1234 disk full`',
      '`open 5985 on web-01 until 17:00 from 203.0.113.7`',
      '`status web-01`',
      '`why rdp web-01 for 1h`',
      '`break glass ssh db-2 30m because INC-1234 disk full`',
      '`my access`',
      '`extend web-01 by 30m`',
      '`who has access to web-01`',
    ]);
  });

  it('tells approvers and admins what is theirs', () => {
    for (const example of [
      'allow bob rdp web-01 for 2h',
      'use this channel for approvals',
      'history web-01',
      'jit status',
      'enable jit on web-01',
      'audit ports',
    ])
      equal(helpAnswer().includes(`\`${example}\``), true, example);
  });
});

describe('notUnderstoodAnswer', () => {
  for (const [unknown, start] of [
    [[], 'I did not understand that.'],
    [['plz', '*now*'], 'I did not understand “plz”, “∗now∗”.'],
    [['a', 'b', 'c', 'd', 'e', 'f', 'g'], 'I did not understand “a”, “b”, “c”, “d”, “e” and 2 more.'],
    [['\u200b', '\u202e'], 'I did not understand that.'],
  ] as const)
    it(`says: ${start}`, () => equal(notUnderstoodAnswer(unknown), `${start} ${examples}`));
});

describe('usageAnswer', () => {
  for (const [of, start] of [
    ['done', 'Nothing was ended. Write `done` '],
    ['extend', 'Nothing was extended. Write `extend 30m`'],
    ['who', 'Write `who has access to web-01` '],
    ['jit-status', 'Write `jit status` for all subscriptions'],
    ['defender-on', 'Nothing was changed. Write `turn on defender for Production`'],
    ['enable-jit', 'Nothing was changed. Write `enable jit on web-01`'],
    ['configure-jit', 'Nothing was changed. Write `configure jit on web-01`'],
    ['disable-jit', 'Nothing was changed. Write `disable jit on web-01`'],
    ['audit-ports', 'Write `audit ports` for everything'],
    ['acknowledge', 'Nothing was changed. Write which finding'],
  ] as const)
    it(`says how to write ${of}`, () => equal(usageAnswer(of).startsWith(start), true));
});

describe('a usage of setting JIT up', () => {
  const kinds = [
    ...(['jit-status', 'defender-on', 'enable-jit', 'configure-jit', 'disable-jit', 'audit-ports'] as const),
    'acknowledge' as const,
  ];
  for (const of of kinds)
    it(`shows first how to write ${of}`, () => {
      const [, example = ''] = /`([^`]+)`/.exec(usageAnswer(of)) ?? [];
      equal(parseCommand(example).kind, of);
    });
});

describe('unknownWordsAnswer', () => {
  it('names the words and points to the form', () => {
    equal(unknownWordsAnswer(['plz']), 'I did not understand “plz”. Check the form before you send it.');
  });
});

describe('cancelAnswer', () => {
  for (const [dropped, withdrawn, running, answer] of [
    [0, 0, [], 'You have no form or waiting request to cancel.'],
    [1, 0, [], 'Cancelled: your form is dropped.'],
    [2, 0, [], 'Cancelled: 2 forms are dropped.'],
    [0, 1, [], 'Cancelled: your waiting request is withdrawn.'],
    [1, 2, [], 'Cancelled: your form is dropped, 2 waiting requests are withdrawn.'],
    [
      0,
      0,
      [open, closing()],
      'You have no form or waiting request to cancel. web-01 port 3389 (RDP) stays open until 9:03 am (America/New_York); write `done` when you are done with it.',
    ],
    [
      1,
      0,
      [approved],
      'Cancelled: your form is dropped. web-01 port 3389 (RDP) is already requested and cannot be taken back.',
    ],
  ] as const)
    it(`says: ${answer}`, () =>
      equal(cancelAnswer({ dropped, withdrawn, running }, newYork, minutes(5)), answer));
});

describe('notYoursAnswer', () => {
  it('names who can send the form, or withdraw the request', () =>
    deepEqual(
      [notYoursAnswer(draft(form)), notYoursAnswer(pending())],
      ['Only Ada Lovelace can send this request.', 'Only Ada Lovelace can withdraw this request.'],
    ));
  it('manages without a name', () => {
    const nameless = { ...draft(form), requester: { id: 'x', name: ' ' } };
    equal(notYoursAnswer(nameless), 'Only the person who asked can send this request.');
  });
  it('shows a hostile name as text', () => {
    equal(isHarmful(notYoursAnswer({ ...open, requester: { id: 'x', name: evil } })), false);
  });
});
