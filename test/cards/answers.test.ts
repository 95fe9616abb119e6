// What the bot answers in words.
import { deepEqual, equal } from 'node:assert/strict';
import {
  cancelAnswer,
  helpAnswer,
  myAccessAnswer,
  notUnderstoodAnswer,
  notYoursAnswer,
  unknownWordsAnswer,
} from '../../cards/answers.ts';
import { evil, isHarmful } from './card-reading.ts';
import {
  agreedOnce,
  approved,
  closed,
  closing,
  denied,
  draft,
  form,
  lapsed,
  minutes,
  open,
  opening,
  pending,
} from './samples.ts';

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
    ]);
  });

  it('tells approvers and admins what is theirs', () => {
    for (const example of ['allow bob rdp web-01 for 2h', 'use this channel for approvals', 'history web-01'])
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

describe('unknownWordsAnswer', () => {
  it('names the words and points to the form', () => {
    equal(unknownWordsAnswer(['plz']), 'I did not understand “plz”. Check the form before you send it.');
  });
});

describe('myAccessAnswer', () => {
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
    deepEqual(
      myAccessAnswer([], newYork, minutes(0), [allowance]).split('\n').at(-1),
      '- **Allowed in advance:** web-01 port 3389 (RDP) until 10:02 am (America/New_York), by ∗Grace∗',
    );
  });

  it('lists state and end in the zone of the one who asks', () => {
    const listed = [
      { request: open, key: 'open' },
      { request: opening(), key: 'opening/late/not-seen' },
      { request: closing(), key: 'closing/overdue/not-seen' },
      { request: approved, key: 'approved' },
      { request: draft(form), key: 'draft/1' },
      { request: { ...closed, remains: { kind: 'open-by-other-rule' } }, key: 'closed' },
    ] as const;
    deepEqual(myAccessAnswer(listed, newYork, minutes(70)).split('\n'), [
      'Your access:',
      '',
      '- **Ready:** web-01 port 3389 (RDP), ends at 9:03 am (America/New_York)',
      '- **Not open yet:** web-01 port 3389 (RDP), ends at 9:03 am (America/New_York)',
      '- **Overdue:** web-01 port 3389 (RDP), ended at 9:03 am (America/New_York)',
      '- **Requested:** web-01 port 3389 (RDP), asked at 8:02 am (America/New_York)',
      '- **Not sent yet:** a form for web-01, from 8:02 am (America/New_York)',
      '- **Ended, but the port is still open:** web-01 port 3389 (RDP), ended at 9:03 am (America/New_York)',
    ]);
  });

  it('says of waiting requests for how many they wait, and of denied ones by whom', () => {
    const listed = [
      { request: pending(agreedOnce), key: 'pending/1' },
      { request: denied, key: 'denied' },
      { request: lapsed, key: 'lapsed' },
    ] as const;
    deepEqual(myAccessAnswer(listed, newYork, minutes(70)).split('\n').slice(2), [
      '- **Waiting for approval:** web-01 port 3389 (RDP), waiting for 1 approval, asked at 8:02 am (America/New_York)',
      '- **Denied:** web-01 port 3389 (RDP), by Linus Lead at 8:11 am (America/New_York)',
      '- **Lapsed:** web-01 port 3389 (RDP), asked at 8:02 am (America/New_York)',
    ]);
  });

  it('says that there is nothing', () => {
    equal(
      myAccessAnswer([], newYork, minutes(0)),
      'You have no access and no open requests. Write for example `rdp to web-01 for 1h` or `ssh db-2 30m because INC-1234`.',
    );
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
      'You have no form or waiting request to cancel. web-01 port 3389 (RDP) stays open: Azure shuts it at 9:03 am (America/New_York), and I cannot end it early.',
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
