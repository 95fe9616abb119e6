// Sentences of setting JIT up: what is wrong with what was typed, who is left out, and answers without a card.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { listText } from '../../../cards/list-words.ts';
import { leftOutLines, leftOutSentence } from '../../../cards/setup/left-out-words.ts';
import { problemText } from '../../../cards/setup/problem-words.ts';
import * as answers from '../../../cards/setup/setup-answers.ts';
import { setupEndedText } from '../../../cards/setup/setup-notice.ts';
import { setupRefusedAnswer } from '../../../cards/setup/setup-refused.ts';
import { askingExample, namesApart, settingText, sourcesWords } from '../../../cards/setup/setup-words.ts';
import {
  noSubscriptionAnswer,
  severalSubscriptionsAnswer,
} from '../../../cards/setup/subscription-answers.ts';
import type { LeftOut, Outcome, SetupProblem } from '../../../src/domain/setup/setup-change.ts';
import { evil, isHarmful } from '../card-reading.ts';
import * as samples from './samples.ts';

const { effective, endedOf, machine, planOf } = samples;
const web01 = machine('web-01');
const visible = (text: string) => text.replaceAll('\u200d', '');

describe('problemText', () => {
  const table: readonly [SetupProblem, string][] = [
    [
      { code: 'port-unclear', typed: '' },
      'What was written is not a port. Write numbers from 1 to 65535, such as 22 or 3389, with commas between several.',
    ],
    [{ code: 'port-twice', port: 3389 }, 'Port 3389 (RDP) is there twice. Write each port once.'],
    [
      { code: 'no-ports' },
      'There is no port left. Write at least one, such as 22; to take JIT off a machine, cancel and write “disable jit on” with its name.',
    ],
    [{ code: 'too-many-ports', most: 8 }, 'That is too many ports. Write 8 at most.'],
    [
      { code: 'system-unknown', machines: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] },
      'Azure does not say whether a, b, c, d, e and 2 more run Windows or Linux. Write the ports, such as 22 or 3389.',
    ],
    [{ code: 'protocol-unclear', typed: 'ICMP' }, '“ICMP” is not a protocol. Choose any, TCP or UDP.'],
    [
      { code: 'time-unclear', typed: 'long' },
      '“long” is not a length of time. Write it like 3h or 90 min, from 5 min to 24 h.',
    ],
    [
      { code: 'time-out-of-bounds', typed: '2d' },
      '“2d” cannot be the longest time. Azure takes from 5 min to 24 h; write for example 3h.',
    ],
    [
      { code: 'source-unclear', typed: 'home' },
      '“home” is not an IPv4 address or CIDR. Write it like 203.0.113.7 or 203.0.113.0/24, with commas between several, or “any” alone for any source address.',
    ],
    [
      { code: 'nothing-changes' },
      'That is what it says today, so there is nothing to write. Change something, or cancel.',
    ],
    [
      { code: 'name-differs' },
      'That is not the subscription’s name. Type it exactly as it stands above, capital letters too.',
    ],
  ];
  for (const [problem, said] of table)
    it(`says of ${problem.code}: ${said}`, () => equal(visible(problemText(problem)), said));

  it('shows what was typed as text', () => {
    for (const code of ['port-unclear', 'protocol-unclear', 'time-unclear', 'source-unclear'] as const)
      ok(!isHarmful(problemText({ code, typed: evil })));
  });
});

describe('the words for who is left out', () => {
  const table: readonly [LeftOut, string][] = [
    [
      { code: 'already-on' },
      'web-01: listed by a JIT policy already; “configure jit on” with the name changes that.',
    ],
    [{ code: 'not-on' }, 'web-01: listed by no JIT policy, so there is nothing to take away.'],
    [{ code: 'no-interface' }, 'web-01: it has no network interface.'],
    [
      { code: 'name-too-long' },
      'web-01: its name is too long: the names of policy and machine may have 56 characters together.',
    ],
    [
      { code: 'in-several-policies', policies: [samples.policyIdOf(), samples.policyIdOf('rg-web', 'web')] },
      'web-01: several JIT policies list it (default and web). Leave it in one of them, in the portal, first.',
    ],
    [
      { code: 'unread', why: 'Azure does not answer' },
      'web-01: it could not be read: Azure does not answer.',
    ],
  ];
  for (const [why, said] of table)
    it(`say: ${said}`, () => equal(leftOutSentence({ machine: web01, why }), said));

  it('count what does not fit', () => {
    const leftOut = Array.from({ length: 9 }, (_, at) => ({
      machine: machine(`m${at}`),
      why: { code: 'unread', why: `cause ${at % 3}` } as const,
    }));
    deepEqual(leftOutLines(leftOut, 2), [
      '**m0, m3 and 1 more**: it could not be read: cause 0.',
      '**m1, m4 and 1 more**: it could not be read: cause 1.',
      '… and 3 more, for other reasons.',
    ]);
  });
});

describe('the answers where there is no card', () => {
  const draft = samples.draftOf(samples.askedEnable());
  const table: readonly [string, string][] = [
    [
      answers.setupOffAnswer(),
      'Nothing was changed: setting JIT up from chat is off. Whoever runs the bot turns it on with `SETUP=on`, and gives its identity the role for it. `jit status` tells what there is.',
    ],
    [
      noSubscriptionAnswer('Prod', [{ name: 'Production' }, { name: 'Produce' }]),
      'I see no subscription called “Prod”. Is it Production or Produce? I see only those I was given; `jit status` lists them.',
    ],
    [
      noSubscriptionAnswer('Prod'),
      'I see no subscription called “Prod”. I see only those I was given; `jit status` lists them.',
    ],
    [
      severalSubscriptionsAnswer('Production', ['1111', '2222']),
      '2 subscriptions are called “Production”. Write the id instead of the name: 1111 or 2222.',
    ],
    [
      answers.noMatchAnswer('web-?'),
      'No machine that I see matches “web-?”. A `*` stands for any characters, as in `web-*`; I see only machines in the subscriptions I was given.',
    ],
    [
      answers.tooManyMatchAnswer('w', 312, 200),
      '312 machines match “w”, and one change may have 200 at most. Nothing was changed. Write a narrower pattern.',
    ],
    [
      answers.severalMachinesAnswer('web-01', [web01, machine('web-01', 'rg-old')]),
      '2 machines are meant by “web-01”: Production / rg-web and Production / rg-old. Nothing was changed. Write the group before the name, as in rg-web/web-01.',
    ],
    [
      answers.onePerCardAnswer('web-?', [web01, machine('web-02', 'rg-old')]),
      '2 machines match “web-?”, and one is configured at a time. Nothing was changed. Write the name of one: rg-web/web-01 or rg-old/web-02.',
    ],
    [
      answers.nothingToDoAnswer('disable', [{ machine: web01, why: { code: 'not-on' } }]),
      'Nothing was changed. web-01: listed by no JIT policy, so there is nothing to take away.',
    ],
    [
      answers.nothingToDoAnswer('enable', [
        { machine: web01, why: { code: 'already-on' } },
        { machine: machine('web-02'), why: { code: 'no-interface' } },
      ]),
      'Nothing was changed: JIT can be turned on for none of these machines.\n\n- **web-01**: listed by a JIT policy already; “configure jit on” with the name changes that.\n- **web-02**: it has no network interface.',
    ],
    [
      answers.severalPoliciesAnswer(web01, [samples.policyIdOf(), samples.policyIdOf('rg-web', 'web')]),
      'Nothing was changed: several JIT policies list web-01 (default and web). Leave it in one of them, in the portal, and ask again.',
    ],
    [
      answers.alreadyOnAnswer(web01),
      'A JIT policy lists web-01 already, so nothing was changed. `configure jit on web-01` changes its ports; `status web-01` tells whether they are shut.',
    ],
    [
      answers.notOnAnswer(web01),
      'No JIT policy lists web-01, so nothing was changed. `enable jit on web-01` turns JIT on for it.',
    ],
    [
      answers.tooManyPortsAnswer(web01, 12, 8),
      'web-01 has 12 ports under JIT, and my card has room for 8. Nothing was changed: use the portal for it.',
    ],
    [
      answers.settingsUnreadAnswer(web01, 'Azure does not answer.'),
      'I could not read the JIT settings of web-01, so nothing was changed. Azure does not answer. Ask again in a few minutes.',
    ],
    [
      answers.azureUnreadAnswer('Azure does not answer.'),
      'I could not read in Azure what is set today, so nothing was changed. Azure does not answer. Ask again in a few minutes.',
    ],
    [
      setupRefusedAnswer({
        code: 'unread',
        why: 'The bot lacks the right Microsoft.Security/pricings/read in Azure.',
        permission: 'Microsoft.Security/pricings/read',
      }),
      'I could not read in Azure what is set today, so nothing was changed. The bot lacks the right Microsoft.Security/pricings/read in Azure. Give my identity the role “JIT Access bot with setup” (infra/roles/bot-with-setup.json) for the subscription concerned, and ask again.',
    ],
    [
      answers.planAlreadyOnAnswer({ name: 'Production' }),
      'Defender for Servers Plan 2 is on for Production already, so nothing was changed. `jit status Production` tells which machines have JIT.',
    ],
    [
      answers.notYourChangeAnswer(draft),
      'Only Grace Admin can press the buttons of this card. Ask for a card of your own.',
    ],
    [
      answers.unknownChangeAnswer(),
      'I know nothing of this card, so nothing was done. Write for example `enable jit on web-01` for a new one.',
    ],
  ];
  for (const [answer, said] of table) it(`say: ${said}`, () => equal(visible(answer), said));

  it('let nothing act that was typed or that Azure wrote', () => {
    const bad = machine(evil, evil);
    for (const answer of [
      noSubscriptionAnswer(evil, [{ name: evil }]),
      severalSubscriptionsAnswer(evil, [evil]),
      answers.tooManyMatchAnswer(evil, 1, 1),
      answers.severalMachinesAnswer(evil, [bad, bad]),
      answers.onePerCardAnswer(evil, [bad, bad]),
      answers.severalPoliciesAnswer(bad, [evil]),
      answers.settingsUnreadAnswer(bad, evil),
      answers.azureUnreadAnswer(evil),
      answers.notYourChangeAnswer({ ...draft, by: { id: 'x', name: evil } }),
    ])
      ok(!isHarmful(answer), answer);
  });
});

describe('setupEndedText', () => {
  const failed: Outcome = { kind: 'failed', why: 'Azure refused it.' };

  it('is silent of one machine that is well: its card says it', () => {
    equal(setupEndedText(endedOf(planOf('enable', 1), [effective])), undefined);
    equal(setupEndedText(endedOf(samples.defenderPlan, [effective])), undefined);
  });

  it('says of one machine what went wrong and what to do', () => {
    equal(
      setupEndedText(endedOf(planOf('enable', 1), [{ kind: 'overtaken' }])),
      '**Turn JIT on for web-01: Changed meanwhile: nothing written.** Its settings were changed meanwhile, and not by this. Nothing was written. Ask again to see what it says now.',
    );
  });

  it('says of several that they are done', () => {
    equal(
      setupEndedText(endedOf(planOf('enable', 3), [effective, effective, { kind: 'already' }])),
      '**Turn JIT on for 3 machines: done.** JIT is on: 2 · It was so already: 1.',
    );
  });

  it('names the first of those that are not well', () => {
    equal(
      setupEndedText(endedOf(planOf('enable', 8), [effective, ...Array.from({ length: 7 }, () => failed)])),
      [
        '**Turn JIT on for 8 machines: 7 of 8 did not end well.** Failed: 7 · JIT is on: 1.',
        [
          ...['web-02', 'web-03', 'web-04', 'web-05', 'web-06'].map((name) => `- ${name}: Failed`),
          '- and 2 more; the card lists them',
        ].join('\n'),
        'Failed: when the cause is mended, ask again.',
      ].join('\n\n'),
    );
  });
});

describe('the pieces', () => {
  it('join lists and count what is left out', () => {
    deepEqual(
      [listText([], 3), listText(['a'], 3), listText(['a', 'b', 'c'], 3), listText(['a', 'b', 'c', 'd'], 2)],
      ['', 'a', 'a, b and c', 'a, b and 2 more'],
    );
  });

  it('show how to ask for access by the first port', () => {
    deepEqual(
      [[3389], [22], [8443], []].map((ports) => askingExample(web01, ports)),
      ['rdp to web-01 for 1h', 'ssh web-01 1h', 'open 8443 on web-01 for 1h', 'rdp to web-01 for 1h'],
    );
  });

  it('tell machines of one name apart, and no others', () => {
    const machines = [machine('web-01'), machine('web-01', 'rg-other'), machine('web-02'), machine('web-02')];
    deepEqual(machines.map(namesApart(machines)), [
      'web-01 (Production / rg-web)',
      'web-01 (Production / rg-other)',
      'web-02',
      'web-02',
    ]);
  });

  it('say what a port’s setting is', () => {
    equal(settingText(samples.ssh), 'Port 22 (SSH): TCP, up to 1 h, from 203.0.113.0/24');
    equal(sourcesWords(['1.1.1.1', '*']), 'any source address');
  });
});
