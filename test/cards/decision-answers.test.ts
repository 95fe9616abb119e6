// What those are told who click on a card for approvers and change nothing.
import { deepEqual, equal } from 'node:assert/strict';
import {
  alreadyApprovedAnswer,
  approverUnknownAnswer,
  lessAnswer,
  notApproverAnswer,
  ownRequestAnswer,
} from '../../cards/decision-answers.ts';
import { evil, isHarmful } from './card-reading.ts';
import { approval, broken, draft, form, minutes, open, pending, terms } from './samples.ts';

const { escalate: _, ...calm } = approval.asking;

describe('answers to a click that changes nothing', () => {
  for (const [answer, said] of [
    [
      notApproverAnswer(pending()),
      'You cannot decide on this request; nothing changed. It is for Grace Admin or the group sre-leads, and from 14:33 on Mon 23 Nov (Europe/Berlin) also for the owners of the approvals team.',
    ],
    [
      notApproverAnswer(pending({ ...approval, asking: calm })),
      'You cannot decide on this request; nothing changed. It is for Grace Admin or the group sre-leads.',
    ],
    [notApproverAnswer(draft(form)), 'You cannot decide on this request; nothing changed.'],
    [ownRequestAnswer(), 'You cannot decide on your own request.'],
    [
      approverUnknownAnswer(),
      'I cannot find out right now whether you may decide; nothing changed, try again in a minute.',
    ],
    [alreadyApprovedAnswer(), 'You have approved this already; somebody else must approve it, too.'],
    [
      notApproverAnswer({ ...open, grounds: broken }),
      'You cannot acknowledge this; nothing changed. It is for Grace Admin or the owners of the approvals team.',
    ],
    [
      ownRequestAnswer({ ...open, grounds: broken }),
      'You broke this glass yourself, so somebody else must acknowledge it.',
    ],
    [ownRequestAnswer(pending()), 'You cannot decide on your own request.'],
  ] as const)
    it(`says: ${said}`, () => equal(answer, said));
});

describe('lessAnswer', () => {
  const until = { ...pending(), terms: { ...terms, time: { kind: 'until', at: minutes(60) } } } as const;
  for (const [answer, said] of [
    [
      lessAnswer('not-understood', 'a *bit*', pending()),
      '“a ∗bit∗” is not a time I understand; write it like 30 min. Nothing changed.',
    ],
    [lessAnswer('not-understood', ' '), 'Enter a time, such as 30 min; nothing changed.'],
    [
      lessAnswer('not-less', '2h', pending()),
      '“2h” is not less than what is asked for (for 1 h); nothing changed. Use Approve to agree to all of it.',
    ],
    [
      lessAnswer('not-less', '2h', until),
      '“2h” is not less than what is asked for (until 15:02 on Mon 23 Nov (Europe/Berlin)); nothing changed. Use Approve to agree to all of it.',
    ],
    [lessAnswer('too-short', '5s', pending()), '“5s” is too short; allow 1 min or more. Nothing changed.'],
  ] as const)
    it(`says: ${said}`, () => equal(answer, said));
});

describe('answers with hostile names', () => {
  it('show them as text', () => {
    const party = { kind: 'person', id: 'x', name: evil } as const;
    const answers = [
      notApproverAnswer(pending({ ...approval, asking: { ...calm, approvers: [party] } })),
      notApproverAnswer({ ...open, grounds: { ...broken, reviewers: [party] } }),
      lessAnswer('not-less', evil, pending()),
      lessAnswer('not-understood', evil, pending()),
      lessAnswer('too-short', evil, pending()),
    ];
    deepEqual(answers.filter(isHarmful), []);
    equal(
      answers.every((answer) => answer.includes('evil')),
      true,
    );
  });
});
