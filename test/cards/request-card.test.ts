// The request card: valid in Teams for every state, true to the state, and harmless with hostile text.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { requestCard } from '../../cards/request-card.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { OutlookRule } from '../../src/domain/form.ts';
import type { ApprovalGrounds, Grounds } from '../../src/domain/grounds.ts';
import { evil, isHarmful, markdownOf, ofType, textsOf } from './card-reading.ts';
import {
  agreedTwice,
  approval,
  approved,
  broken,
  closed,
  denied,
  doneBy,
  draft,
  failed,
  form,
  lapsed,
  lost,
  minutes,
  open,
  opening,
  refused,
  samples,
  terms,
  unasked,
  withdrawn,
} from './samples.ts';
import { validCard } from './valid-card.ts';

const textsWith = (name: string): readonly string[] => {
  const found = samples.find((sample) => sample.name === name);
  if (found === undefined) throw new Error(`no sample ${name}`);
  return textsOf(requestCard(found.request, found).card);
};

describe('requestCard', () => {
  for (const { name, request, key } of samples)
    it(`is a valid card: ${name}`, () => {
      const drawn = requestCard(request, { key });
      validCard(drawn, request.id);
      const verbs = ofType(drawn.card, 'Action.Execute').map(({ verb }) => verb);
      if (request.state === 'pending') deepEqual(verbs, ['withdraw']);
      else if (request.state === 'failed') deepEqual(verbs, ['again']);
      else if (request.state === 'closed' && request.early?.why === 'gone') deepEqual(verbs, ['again']);
      else if (request.state === 'open') deepEqual(verbs, request.done === undefined ? ['done'] : []);
      else equal(verbs.length > 0, request.state === 'draft');
    });

  it('says ready with address, end, command, source and rule', () => {
    deepEqual(textsWith('open'), [
      'Ready',
      'web-01',
      'Production / rg-web · westeurope',
      'Connect to',
      '203.0.113.10:3389',
      'Until (Europe/Berlin)',
      '15:03',
      'Copy and run:',
      'mstsc /v:203.0.113.10:3389',
      'Port: 3389 (RDP)',
      'Source: 198.51.100.7',
      'Reason: INC-1234 disk full',
      'NSG rule: MicrosoftDefenderForCloud-JITRule-123_ab12 (priority 100 in nsg-web)',
      'Sessions that are connected at the end stay; only new ones are refused then.',
    ]);
  });

  const commands: readonly (readonly [what: string, request: AccessRequest, commands: readonly string[]])[] =
    [
      ['ssh for port 22', { ...open, terms: { ...terms, port: 22 } }, ['ssh <user>@203.0.113.10']],
      ['nothing for another port', { ...open, terms: { ...terms, port: 8443 } }, []],
      [
        'the private address of a machine without a public one',
        { ...open, terms: { ...terms, machine: privateMachine() } },
        ['mstsc /v:10.0.0.4:3389'],
      ],
      [
        'the private address when the public one leads to another interface',
        {
          ...open,
          terms: { ...terms, machine: { ...terms.machine, addresses: [secondary('10.0.1.4')] } },
          sight: { ...open.sight, address: '10.0.1.4' },
        },
        ['mstsc /v:10.0.1.4:3389'],
      ],
    ];
  for (const [what, request, expected] of commands)
    it(`offers to copy ${what}`, () => {
      const { card } = requestCard(request, { key: 'open' });
      deepEqual(
        ofType(card, 'TextRun').map((run) => run.text),
        expected,
      );
    });

  it('says of a private address how it can be reached, and nothing of it for a public one', () => {
    const reach =
      'That address is private: connect from its network, over VPN or peering. Azure Bastion works only where 198.51.100.7 covers Bastion’s own subnet.';
    const shown = [privateMachine(), terms.machine].map((machine) =>
      textsOf(requestCard({ ...open, terms: { ...terms, machine } }, { key: 'open' }).card).includes(reach),
    );
    deepEqual(shown, [true, false]);
  });

  const rdpFile = 'https://jit.example/rdp/abc';
  for (const [what, request, urls] of [
    ['for Remote Desktop', open, [rdpFile]],
    ['not for another port', { ...open, terms: { ...terms, port: 22 } }, []],
    ['not once somebody is done', doneBy(open.requester, { why: 'not-set' }), []],
    ['not when it is not open any more', lost({ kind: 'no-jit-rule' }), []],
  ] as const)
    it(`offers the RDP file ${what}`, () => {
      const drawn = requestCard(request, { key: 'open', links: { rdpFile } });
      validCard(drawn, request.id);
      deepEqual(
        ofType(drawn.card, 'Action.OpenUrl').map(({ title, url }) => ({ title, url })),
        urls.map((url) => ({ title: 'RDP file', url })),
      );
    });

  for (const [name, ...lines] of [
    ['open, its requester is done', 'Ending early', 'You said you are done. Its rule is being deleted.'],
    [
      'open, an admin ended it',
      'Ending early',
      'Grace Admin (id 9c1e77aa…) ended it. Its rule is being deleted.',
    ],
    [
      'open, done, no right to delete',
      'Done, but still open',
      'You said you are done. I am not set up to delete rules, so Azure was left to close it at 15:03 (Europe/Berlin).',
    ],
    [
      'open, done, needed by another',
      'Done, but still open',
      'You said you are done. Another grant needed the same rule until 15:32 (Europe/Berlin), so I left it there; this one ends at 15:03 (Europe/Berlin).',
    ],
    [
      'open, done, not deleted',
      'Done, but still open',
      'You said you are done. Its rule could not be deleted: The right to delete rules is missing. Azure was left to close it at 15:03 (Europe/Berlin).',
    ],
    [
      'open, rule gone',
      'Not open any more',
      'Azure’s rule for it is not there any more. First seen so at 14:07 (Europe/Berlin). I keep looking.',
    ],
    [
      'open, blocked',
      'Not open any more',
      'Blocked on the subnet: no rule there lets this source in. First seen so at 14:07 (Europe/Berlin). I keep looking.',
    ],
    [
      'open, not to be told',
      'Cannot be told whether open',
      'It cannot be told whether the port is still open: a right is missing. First seen so at 14:07 (Europe/Berlin). I keep looking.',
    ],
    [
      'open, extending',
      'Ready',
      'More time was asked for; the new card says what became of it. Until then this end holds.',
    ],
    ['closing early', 'Ended', 'Ended early, as you asked. I check that the port is shut.'],
    ['closed early', 'Closed', 'Closed early, as you asked.', 'The port was seen shut.'],
    [
      'closed early by an admin',
      'Closed',
      'Closed early, as Grace Admin (id 9c1e77aa…) asked.',
      'The port was seen shut.',
    ],
    [
      'closed, its rule went',
      'Gone early',
      'Azure’s rule was missing at 14:22 (Europe/Berlin), before the end at 15:03 (Europe/Berlin), and I did not take it away.',
      'The port was seen shut.',
    ],
    [
      'closed early, open by another rule',
      'Ended, but the port is still open',
      'Ended early, as you asked.',
      'This grant has ended, but the port is still open through something that JIT did not make.',
    ],
  ] as const)
    it(`says what became of it: ${name}`, () => {
      const texts = textsWith(name);
      deepEqual([texts[0], ...texts.slice(7, 7 + lines.length - 1)], lines);
    });

  it('never says ready, and shows no address to connect to, once it was lost or ended', () => {
    const told = samples
      .filter(({ key }) => key.startsWith('open/done') || key.startsWith('open/lost'))
      .flatMap((sample) => [
        textsOf(requestCard(sample.request, sample).card),
        requestCard(sample.request, sample).summary,
      ]);
    equal(told.length, 16);
    deepEqual(
      told.filter((texts) => /ready|mstsc|connect to/i.test(String(texts))),
      [],
    );
  });

  it('says ready until it is sure that it is not', () => {
    equal(textsWith('open, perhaps lost')[0], 'Ready');
  });

  it('never says closed while the port is open', () => {
    for (const name of [
      'closed early, open by another rule',
      'closed, open by another rule',
      'closed, open without a rule',
      'closed, open for another grant',
    ])
      ok(!/closed|shut|refused/i.test(textsWith(name).join()), name);
  });

  it('says so when the port was never seen open', () => {
    deepEqual(
      textsWith('closed, never open').slice(0, 1).concat(textsWith('closed, never open').slice(7, 9)),
      [
        'Never seen open',
        'The port is shut.',
        'It was never seen open for you. If you still need it, ask again.',
      ],
    );
  });

  for (const [told, sentence] of [
    [{}, 'On-call is told, if anybody there can be reached. I keep looking.'],
    [{ 'on-call/late': { at: minutes(4), messageId: '9' } }, 'On-call has been told. I keep looking.'],
    [
      { 'on-call/late': { at: minutes(4), why: 'no channel is set' } },
      'On-call could not be told: no channel is set. I keep looking.',
    ],
  ] as const)
    it(`is honest about on-call: ${sentence}`, () => {
      const late = { ...opening({ kind: 'no-jit-rule' }), told };
      ok(textsOf(requestCard(late, { key: 'opening/late/no-jit-rule' }).card).includes(sentence));
    });

  it('tells what to do next after each failure', () => {
    const codes = [
      'azure-refused',
      'right-missing',
      'azure-unavailable',
      'not-allowed-any-more',
      'time-passed',
    ] as const;
    const next = codes.map((code) => textsOf(requestCard(failed(code, 'Why.'), { key: 'failed' }).card)[8]);
    deepEqual(next, [
      'Compare machine, port, source and time with the machine’s just-in-time policy, then ask again.',
      'Ask an Azure administrator to give the bot this right, then ask again.',
      'Ask again in a few minutes.',
      'Write “why” and what you asked for: that names the rule that decides now.',
      'Ask again with a later end.',
    ]);
  });

  it('shows the requester what the approvers see, and whom it waits for', () => {
    deepEqual(textsWith('pending, one has agreed'), [
      'Waiting for approval',
      'web-01',
      'Production / rg-web · westeurope',
      'Port',
      '3389 (RDP)',
      'Time',
      'for 1 h',
      'Waiting for 1 approval by Grace Admin or the group sre-leads.',
      'Who asks: Ada Lovelace',
      'Directory id: 3f2a91c0-1111-4222-8333-444455556666',
      'Source: 198.51.100.7',
      'Reason: INC-1234 disk full',
      'Policy rule: production databases',
      'Approvers: Grace Admin or the group sre-leads',
      'Escalates to: the owners of the approvals team, from 14:33 (Europe/Berlin)',
      'Approved by: Grace Admin at 14:07 (Europe/Berlin), for 30 min at most',
      'Still needed: 1 of 2 approvals',
      'Lapses: 18:03 (Europe/Berlin)',
      'This card changes by itself when somebody decides. Your time starts when the port opens.',
    ]);
  });

  for (const [channel, words] of [
    [
      '',
      'the approvals channel, so nobody is asked there. An admin must write “use this channel for approvals” in',
    ],
    [
      'prod',
      'the approvals channel “prod”, so nobody is asked there. An admin must write “use this channel for approvals of prod” in',
    ],
  ] as const)
    it(`says what an admin must do when approvers cannot be asked in “${channel}”`, () => {
      const request = { ...unasked, decisionCards: [{ channel, why: 'gone' }] };
      const { card } = requestCard(request, { key: 'pending/0/unasked' });
      equal(textsOf(card)[7], `I cannot reach ${words} the channel that is to decide.`);
    });

  it('tells who denied it and why, what to do next, and that nothing was asked of Azure', () => {
    deepEqual(textsWith('denied').slice(7), [
      'Linus Lead (id 0d4f88bb…) denied it at 14:11 (Europe/Berlin). Nothing was requested of Azure.',
      'Talk to them if you still need it, and ask again with what they want to know.',
      'Denied because: Use the read replica.',
      'Source: 198.51.100.7',
      'Reason: INC-1234 disk full',
      'Policy rule: production databases',
      'Had approved: Grace Admin at 14:07 (Europe/Berlin), for 30 min at most',
    ]);
  });

  for (const [name, first, line] of [
    ['withdrawn while approvers were asked', 'Withdrawn', 'You withdrew it. Nothing was requested of Azure.'],
    ['lapsed without a decision', 'Lapsed', 'Nobody decided in time. Nothing was requested of Azure.'],
    [
      'refused at the last approval',
      'Refused',
      'When it was approved, the access policy no longer allowed it.',
    ],
  ] as const)
    it(`keeps machine and facts when it ended as ${first}`, () => {
      const texts = textsWith(name);
      deepEqual([texts[0], texts[1], texts[7]], [first, 'web-01', line]);
      ok(texts.includes('Source: 198.51.100.7'));
    });

  it('does not blame the access policy when the machine is gone', () => {
    const gone = { ...refused, refusals: [{ code: 'machine-gone', machine: 'web-01' }] } as const;
    equal(
      textsOf(requestCard(gone, { key: 'refused' }).card)[7],
      'When it was approved, it could no longer be had.',
    );
  });

  for (const [name, facts] of [
    ['approved', []],
    [
      'approved by two',
      [
        'Approved by: Grace Admin at 14:07 (Europe/Berlin), for 30 min at most; Linus Lead at 14:09 (Europe/Berlin)',
      ],
    ],
    [
      'approved, nobody has to agree any more',
      ['Approved by: The access policy no longer asks for approval (rule labs)'],
    ],
    ['approved automatically', ['Approved by: rule labs, automatically']],
    ['approved in advance', ['Approved by: in advance by Grace Admin, Linus Lead, rule labs']],
    ['approved, glass broken', ['Approved by: nobody: break glass, rule production databases']],
    [
      'open, glass broken and acknowledged',
      [
        'Approved by: nobody: break glass, rule production databases',
        'Acknowledged by: Grace Admin at 15:02 on Tue 24 Nov (Europe/Berlin)',
      ],
    ],
  ] as const)
    it(`says why it may be had: ${name}`, () => {
      deepEqual(
        textsWith(name).filter((text) => /^A(pproved|cknowledged) by/.test(text)),
        facts,
      );
    });

  it('names the day of an end that is not the day of asking', () => {
    const texts = textsOf(requestCard({ ...open, endsAt: minutes(1440) }, { key: 'open' }).card);
    equal(texts[6], '14:02 on Tue 24 Nov');
  });

  it('shows hostile names and reasons as text, in every place', () => {
    const machine = {
      ...terms.machine,
      name: evil,
      resourceGroup: evil,
      region: evil,
      subscription: { id: '1', name: evil },
    };
    const hostile = { ...terms, machine, reason: evil };
    const rule = { nsg: evil, name: evil, priority: 1 };
    const person = { id: evil, name: evil };
    const review = { by: person, at: minutes(5), note: evil };
    const asked: ApprovalGrounds = {
      ...agreedTwice,
      rule: evil,
      asking: { ...approval.asking, approvers: [{ kind: 'person', ...person }] },
      approvals: [{ by: person, at: minutes(5) }],
    };
    const sent = { terms: hostile, grounds: asked };
    const grants: readonly Grounds[] = [
      { kind: 'automatic', rule: evil },
      { kind: 'pre-approval', rule: evil, by: [person], until: minutes(9) },
      { ...broken, rule: evil, review },
      { ...asked, waivedBy: evil },
      asked,
    ];
    const offered: OutlookRule = {
      rule: evil,
      decision: 'approval',
      ports: [22],
      sources: [evil],
      reasonRequired: true,
      ticket: evil,
      approvers: [{ kind: 'group', id: evil, name: evil }],
    };
    const refusing: OutlookRule = {
      rule: evil,
      decision: 'refused',
      ports: [3389],
      because: evil,
      reasonRequired: false,
    };
    const channel = { channel: evil, why: evil };
    const cards = [
      ...grants.map((grounds) => requestCard({ ...approved, terms: hostile, grounds }, { key: 'approved' })),
      requestCard({ ...open, terms: hostile, sight: { ...open.sight, rule } }, { key: 'open' }),
      requestCard(
        { ...doneBy(person, { why: 'fault', message: evil }), terms: hostile },
        { key: 'open/done/fault' },
      ),
      requestCard(
        { ...lost({ kind: 'unknown', because: evil }), terms: hostile },
        { key: 'open/lost/unknown' },
      ),
      requestCard(
        { ...closed, terms: hostile, early: { why: 'done', by: person, endsAt: minutes(61) } },
        { key: 'closed' },
      ),
      requestCard(
        { ...closed, terms: hostile, remains: { kind: 'open-by-other-rule', rule } },
        { key: 'closed' },
      ),
      requestCard(
        { ...unasked, requester: person, terms: hostile, grounds: asked, decisionCards: [channel] },
        { key: 'pending/0/unasked' },
      ),
      ...[{ ...denied, by: person, reason: evil }, withdrawn, lapsed, refused].map((request) =>
        requestCard({ ...request, sent }, { key: request.state }),
      ),
      requestCard(draft({ ...form, machine, outlook: [offered, refusing] }), { key: 'draft/1' }),
      requestCard(draft({ kind: 'machine', why: 'several', typed: evil, choices: [machine] }), {
        key: 'draft/1',
      }),
    ];
    const texts = cards.flatMap(markdownOf);
    deepEqual(texts.filter(isHarmful), []);
    ok(texts.length > 100);
  });
});

function privateMachine() {
  const { publicAddress: _, ...machine } = terms.machine;
  return machine;
}

function secondary(privateAddress: string) {
  return { interfaceId: '/nic/2', privateAddress, primary: false };
}
