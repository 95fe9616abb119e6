// Answers to an approver who allows something in advance.
import { deepEqual, equal } from 'node:assert/strict';
import { allowedAnswer, type NotAllowed, notAllowedAnswer } from '../../cards/allowance-answers.ts';
import type { Allowance } from '../../src/domain/allowance.ts';
import type { ApprovalRule } from '../../src/domain/policy/access-policy.ts';
import { evil, isHarmful } from './card-reading.ts';
import { choice, grace, linus, machineId, minutes } from './samples.ts';

const berlin = { timeZone: 'Europe/Berlin', locale: 'de-DE' };
const party = { kind: 'person', ...grace } as const;
const allowance: Allowance = {
  id: 'a-1',
  person: linus,
  by: grace,
  machineId,
  machine: 'web-01',
  port: 3389,
  from: minutes(0),
  until: minutes(120),
};
const rule = (quorum: number, name = 'labs'): Pick<ApprovalRule, 'name' | 'approval'> => ({
  name,
  approval: { approvers: [party], quorum, channel: '', wait: 3600 },
});

describe('allowedAnswer', () => {
  it('says who may open what, until when, and that the rule still holds', () => {
    equal(
      allowedAnswer(allowance, rule(1), berlin, minutes(0)),
      '**Allowed:** Linus Lead (id 0d4f88bb…) may open web-01 port 3389 (RDP) until 16:02 (Europe/Berlin) without asking again. Everything else that the rule labs sets still holds.',
    );
  });

  it('says that it ends sooner than midnight where the rule cuts it', () => {
    equal(
      allowedAnswer(allowance, rule(1), berlin, minutes(0), 7200),
      '**Allowed:** Linus Lead (id 0d4f88bb…) may open web-01 port 3389 (RDP) until 16:02 (Europe/Berlin) without asking again. It ends before midnight, since the rule allows at most 2 h in advance. Everything else that the rule labs sets still holds.',
    );
  });

  it('says when it begins, and that others must allow it, too', () => {
    const later = { ...allowance, from: minutes(1440), until: minutes(1500) };
    equal(
      allowedAnswer(later, rule(2), berlin, minutes(0)),
      '**Allowed:** Linus Lead (id 0d4f88bb…) may open web-01 port 3389 (RDP) from 14:02 on Tue 24 Nov (Europe/Berlin) until 15:02 on Tue 24 Nov (Europe/Berlin) without asking again. It counts once 2 approvers in all have allowed it. Everything else that the rule labs sets still holds.',
    );
  });
});

const refusals: readonly (readonly [why: NotAllowed, sentence: string])[] = [
  [
    { code: 'not-approver', rule: 'labs', approvers: [party] },
    'By the rule labs it is Grace Admin who can; ask one of them.',
  ],
  [
    { code: 'unknown-person', typed: 'bob' },
    'I know nobody called “bob”; mention the person, or have them named in the access policy.',
  ],
  [{ code: 'own-self' }, 'You cannot allow yourself anything; ask another approver.'],
  [
    { code: 'unknown-machine', typed: 'wbe', near: [choice('web-01'), choice('web-02')] },
    'I see no machine called “wbe” (is it web-01 or web-02?); check the name and write it again.',
  ],
  [
    { code: 'unknown-machine', typed: 'wbe', near: [] },
    'I see no machine called “wbe”; check the name and write it again.',
  ],
  [
    { code: 'several-machines', typed: 'web-01', choices: [choice('web-01'), choice('web-01', 'rg-old')] },
    '2 machines are called “web-01”: Production / rg-web or Production / rg-old. I cannot tell which you mean, so let the person ask, and decide on the card.',
  ],
  [
    { code: 'port-unclear', machine: 'web-01', offered: [22, 3389] },
    'Say which port of web-01: 22 (SSH) or 3389 (RDP).',
  ],
  [
    { code: 'no-rule', machine: 'web-01', port: 22 },
    'No rule of the access policy asks approvers about web-01 port 22 (SSH) for this person. `why` shows them what decides.',
  ],
  [
    { code: 'not-in-rule', rule: 'labs' },
    'The rule labs lets nobody say yes in advance; let the person ask, and decide on the card.',
  ],
  [
    { code: 'too-long-window', rule: 'labs', longest: 28_800 },
    'The rule labs allows at most 8 h in advance; write a shorter time.',
  ],
  [{ code: 'window-passed' }, 'That time has passed; write a later one, such as today or for 2h.'],
  [{ code: 'unknown' }, 'I cannot find out right now whether you may; try again in a minute.'],
];

describe('notAllowedAnswer', () => {
  for (const [why, sentence] of refusals)
    it(`says what to do next after ${why.code}: ${sentence}`, () =>
      equal(notAllowedAnswer(why), `**Nothing was allowed.** ${sentence}`));
});

describe('answers about an allowance with hostile names', () => {
  it('show them as text', () => {
    const hostile = { ...party, name: evil };
    const machine = choice(evil, evil);
    const answers = [
      allowedAnswer({ ...allowance, person: hostile, machine: evil }, rule(1, evil), berlin, 0),
      ...(
        [
          { code: 'not-approver', rule: evil, approvers: [hostile] },
          { code: 'unknown-person', typed: evil },
          { code: 'unknown-machine', typed: evil, near: [machine] },
          { code: 'several-machines', typed: evil, choices: [machine, machine] },
          { code: 'port-unclear', machine: evil, offered: [] },
          { code: 'no-rule', machine: evil, port: 1 },
          { code: 'not-in-rule', rule: evil },
          { code: 'too-long-window', rule: evil, longest: 1 },
        ] as const
      ).map(notAllowedAnswer),
    ];
    deepEqual(answers.filter(isHarmful), []);
    equal(
      answers.every((answer) => answer.includes('evil')),
      true,
    );
  });
});
