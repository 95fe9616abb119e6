// Verdicts in words: the rule that decides, all that it sets, and a line for each other rule.
import assert from 'node:assert/strict';
import { markdownPen, plainPen } from '../../cards/pen.ts';
import { explainOutlook, explainVerdict } from '../../cards/policy-words.ts';
import { partiesText, partyText } from '../../cards/rule-words.ts';
import type { ApprovalRule, Rule } from '../../src/domain/policy/access-policy.ts';
import { evaluate } from '../../src/domain/policy/evaluate.ts';
import { outlook } from '../../src/domain/policy/outlook.ts';
import type { Question } from '../../src/domain/policy/question.ts';
import {
  approval,
  asks,
  automatic,
  group,
  mondayAt10,
  network,
  office,
  person,
  policy,
  refuse,
  ticket,
  vpn,
  working,
} from '../domain/policy/builders.ts';

const explained = (rules: readonly Rule[], question: Question = asks(), pen = plainPen): readonly string[] =>
  explainVerdict(question, evaluate(policy(...rules), question), pen);

const everything: ApprovalRule = {
  ...approval(
    'databases',
    { ports: [3389] },
    { longest: 7200, sources: [office, vpn], reasonRequired: true, ticket: ticket('INC-\\d+') },
    {
      breakGlass: { longest: 1800 },
      preApproval: 28_800,
      terms: {
        approvers: [person('grace'), group('leads'), { kind: 'team', part: 'owners' }],
        quorum: 2,
        channel: 'db',
        wait: 14_400,
        remind: 900,
        escalate: { after: 3600, to: [person('linus')], channel: 'security' },
      },
    },
  ),
  because: 'Customers’ data.',
};

const sets = [
  '- Up to 2 h at a time.',
  '- From office or vpn.',
  '- The reason must have a ticket of the form INC-\\d+.',
  '- Approved by 2 people: grace, the group leads or the owners of the approvals team; never by who asks.',
  '- Asked in the approvals channel “db”; without a decision it lapses after 4 h.',
  '- First reminder after 15 min.',
  '- After 1 h also asked: linus, in the approvals channel “security”.',
  '- Breaking glass is allowed, for up to 30 min, with a reason and a review.',
  '- Approvers can allow it in advance, for up to 8 h.',
];

describe('explainVerdict', () => {
  it('says which rule decides and every limit it sets', () =>
    assert.deepEqual(explained([everything], asks({ reason: 'INC-1' })), [
      'web-01, port 3389 (RDP), from 203.0.113.7, for 1 h:',
      '',
      'Needs the approval of 2 people.',
      '',
      'Decided by databases (asks for approval). Customers’ data.',
      ...sets,
    ]));

  it('says so where a rule sets nothing', () =>
    assert.deepEqual(explained([approval('plain')]).slice(2), [
      'Needs one approval.',
      '',
      'Decided by plain (asks for approval).',
      '- As long as the machine’s just-in-time policy allows.',
      '- From any source that the machine’s just-in-time policy allows.',
      '- A reason is not required.',
      '- Approved by one person: grace; never by who asks.',
      '- Asked in the approvals channel; without a decision it lapses after 8 h.',
      '- No reminders.',
      '- No escalation.',
      '- Nobody can break glass.',
      '- Approvers cannot allow it in advance.',
    ]));

  it('says that glass is broken, and that it will be reviewed', () => {
    const question = asks({ reason: 'INC-1', seconds: 1800, breakGlass: true });
    assert.deepEqual(explained([everything], question).slice(0, 3), [
      'web-01, port 3389 (RDP), from 203.0.113.7, for 30 min, breaking glass:',
      '',
      'Let in at once, by breaking glass. Approvers and on-call are told, and somebody else must review it.',
    ]);
  });

  it('says every reason of a refusal, and what the rule sets', () =>
    assert.deepEqual(explained([everything], asks({ seconds: 10_800, source: '8.8.8.8' })).slice(2), [
      'Refused.',
      '- That is too long; rule “databases” of the access policy allows up to 2 h.',
      '- “8.8.8.8” is outside what rule “databases” of the access policy allows; it allows office or vpn.',
      '- Rule “databases” of the access policy wants a ticket in the reason; write one of the form INC-\\d+.',
      '',
      'Decided by databases (asks for approval). Customers’ data.',
      ...sets,
    ]));

  it('says of a refusing rule why it is', () =>
    assert.deepEqual(explained([automatic('all'), refuse('old', {}, { because: 'Retired' })]).slice(2), [
      'Refused.',
      '- Rule “old” of the access policy refuses this (Retired); only an admin can change the policy.',
      '',
      'Decided by old (refuses). Retired',
      '',
      'The other rules:',
      '- all (lets in at once): is about this as well, but another rule comes first.',
    ]));

  it('says of each other rule why it does not decide', () => {
    const rules = [
      refuse('db', {
        machines: [
          { name: 'db-*', tags: { env: 'prod' } },
          { resourceGroup: 'rg-db', subscription: 'Production' },
        ],
      }),
      refuse('ssh', { ports: [22, 5985] }),
      refuse('bob', { requesters: [person('bob'), person('eve')] }),
      refuse('vpn', { sources: [vpn] }),
      refuse('weekend', {
        hours: { ...working, name: 'weekend', spans: [{ days: [6, 7], from: 0, to: 1440 }] },
      }),
      automatic('all'),
      automatic('staff', { requesters: [group('staff')] }),
      automatic('tagged', { machines: [{ tags: { a: 'b' } }] }),
    ];
    const lines = explained(
      rules,
      asks({ machine: { name: 'web-01', resourceGroup: 'rg', subscription: { id: 's', name: 'S' } } }),
    );
    assert.deepEqual(lines.slice(lines.indexOf('The other rules:') + 1), [
      '- db (refuses): is about other machines: db-* (tag env = prod) or resource group rg-db, subscription Production.',
      '- ssh (refuses): is about other ports: 22 (SSH) or 5985 (WinRM over HTTP).',
      '- bob (refuses): is for other people: bob or eve.',
      '- vpn (refuses): is about other sources: vpn.',
      '- weekend (refuses): is about other hours: weekend (Europe/Berlin).',
      '- staff (lets in at once): could be about this, but it is not known whether who asks is in its groups.',
      '- tagged (lets in at once): could be about this, but the machine’s resource group, subscription or tags are not known.',
    ]);
  });

  it('names each rule that decides a part, the strictest first', () => {
    const late = asks({ startsAt: mondayAt10 + 7 * 3_600_000, seconds: 7200 });
    const lines = explained([automatic('day', { hours: working }), approval('night')], late);
    assert.deepEqual(
      lines.filter((line) => line.startsWith('Decided by')),
      ['Decided by night (asks for approval).', 'Decided by day (lets in at once).'],
    );
  });

  it('says of a rule about a part that no rule is about the rest, and to ask for less', () => {
    const half = network('half', '203.0.113.0/25');
    for (const [rule, part] of [
      [automatic('one', { sources: [half] }), 'the sources'],
      [automatic('one', { hours: working }), 'the time'],
    ] as const)
      assert.deepEqual(
        explained(
          [rule],
          asks({ source: '203.0.113.0/24', startsAt: mondayAt10 + 7 * 3_600_000, seconds: 7200 }),
        ).slice(2),
        [
          'Refused.',
          '- No rule of the access policy lets you open port 3389 (RDP) of web-01 from there at that time; ask for a narrower source or a shorter time, or ask an admin for a rule.',
          '',
          'The other rules:',
          `- one (lets in at once): is about a part of ${part} only, and no rule is about all of the rest.`,
        ],
      );
    assert.match(
      explained([automatic('one', { ports: [22] })])[3] ?? '',
      /at that time; ask an admin for a rule\.$/,
    );
  });

  it('says of rules behind one of which nobody knows that it could come first', () =>
    assert.deepEqual(
      explained([automatic('staff', { requesters: [group('staff')] }), automatic('all')]).slice(-1),
      ['- all (lets in at once): is about this as well, but another rule could come first.'],
    ));

  it('says how to say what is not known, where that can be said', () => {
    const rules = policy(automatic('staff', { requesters: [group('staff')] }));
    const lines = explainVerdict(
      asks(),
      evaluate(rules, asks()),
      plainPen,
      ({ name }) => `--group of ${name}`,
    );
    assert.equal(
      lines[3],
      '- It is not known whether rule “staff” of the access policy is about this; say so with --group of staff.',
    );
  });

  it('says of a rule about a part that another comes first', () => {
    const half = network('half', '203.0.113.0/25');
    const lines = explained(
      [refuse('never'), automatic('half', { sources: [half] }), automatic('day', { hours: working })],
      asks({ source: '203.0.113.0/24', startsAt: mondayAt10 + 7 * 3_600_000, seconds: 7200 }),
    );
    assert.deepEqual(lines.slice(-2), [
      '- half (lets in at once): is about a part of the sources only, and another rule comes first.',
      '- day (lets in at once): is about a part of the time only, and another rule comes first.',
    ]);
  });

  it('shows names and reasons as text in Markdown, whatever they say', () => {
    const rule = refuse('**[free](https://evil.example)**', {}, { because: '@everyone `x`' });
    const lines = explained([rule], asks(), markdownPen).join('\n').replaceAll('\u200d', '·');
    assert.ok(lines.includes('**Refused.**'));
    assert.ok(!/\]\(|`|https:\/\/evil|[^·]@/.test(lines.replace('**Refused.**', '')), lines);
  });

  it('takes what steers a terminal out of names', () => {
    const lines = explained([refuse('a\u001b[2Jb', {}, { because: 'x\ny' })]).join('\n');
    assert.ok(!lines.includes('\u001b') && lines.includes('a[2Jb') && lines.includes('x y'));
  });
});

describe('explainOutlook', () => {
  const foreseen = (...rules: readonly Rule[]) => explainOutlook(outlook(policy(...rules), asks()), plainPen);

  it('says that nothing is about it', () =>
    assert.deepEqual(foreseen(), ['No rule of the access policy is about this: it would be refused.']));

  it('says which rule decides whatever the source', () =>
    assert.deepEqual(foreseen(everything), [
      'Whatever the source, this rule decides: databases (asks for approval). Customers’ data.',
      ...sets,
    ]));

  it('says on what each rule depends', () =>
    assert.deepEqual(
      foreseen(
        refuse('a', { sources: [office] }),
        automatic('b', { requesters: [group('staff')] }),
        refuse('c', { sources: [vpn], hours: working }),
        everything,
      ).filter((line) => !line.startsWith('- ') && line !== ''),
      [
        'That depends on the source or the time, and on what is not known about who asks or the machine; until it is, the answer is no. A rule that refuses wins; otherwise the first that matches decides.',
        'Only from office: a (refuses).',
        'Perhaps (not everything about who asks or the machine is known): b (lets in at once).',
        'Only from vpn, in the hours working (Europe/Berlin): c (refuses).',
        'Otherwise: databases (asks for approval). Customers’ data.',
      ],
    ));
});

describe('explainOutlook where nothing is certain', () => {
  const foreseen = (...rules: readonly Rule[]) =>
    explainOutlook(outlook(policy(...rules), asks()), plainPen).filter((line) => !line.startsWith('- '));
  const order = 'A rule that refuses wins; otherwise the first that matches decides.';

  it('ends with what holds otherwise', () =>
    assert.deepEqual(foreseen(automatic('a', { sources: [office] })), [
      `That depends on the source or the time. ${order}`,
      '',
      'Only from office: a (lets in at once).',
      '',
      'Otherwise: refused.',
    ]));

  it('does not blame the source or the time for what is not known', () =>
    assert.deepEqual(foreseen(automatic('a', { requesters: [group('staff')] })), [
      `That depends on what is not known about who asks or the machine; until it is, the answer is no. ${order}`,
      '',
      'Perhaps (not everything about who asks or the machine is known): a (lets in at once).',
      '',
      'Otherwise: refused.',
    ]));

  it('says both of a rule that depends on both', () =>
    assert.equal(
      foreseen(automatic('a', { requesters: [group('staff')], sources: [office] }))[2],
      'Only from office, and perhaps (not everything about who asks or the machine is known): a (lets in at once).',
    ));
});

describe('explainOutlook of a request whose length is known', () => {
  const lines = (seconds: number, breakGlass = false) =>
    explainOutlook(outlook(policy(everything), { ...asks(), seconds }), plainPen, { seconds, breakGlass });
  const refused = (line: string | undefined) => line?.startsWith('- Refused: ');

  it('names the limit that it is too long for', () => {
    assert.equal(
      lines(7201)[1],
      '- Refused: That is too long; rule “databases” of the access policy allows up to 2 h.',
    );
    assert.ok(!lines(7200).some(refused));
  });

  it('knows the limit of breaking glass, and where it is not allowed', () => {
    assert.ok(!lines(1800, true).some(refused));
    assert.ok(refused(lines(1801, true)[1]));
    const plain = explainOutlook(outlook(policy(approval('plain')), asks()), plainPen, {
      seconds: 60,
      breakGlass: true,
    });
    assert.match(plain[1] ?? '', /^- Refused: Rule “plain” of the access policy lets nobody break glass/);
  });
});

describe('parties', () => {
  it('are people, groups and parts of the team', () =>
    assert.deepEqual(
      [person('Grace Admin'), group('dba'), { kind: 'team', part: 'owners' } as const].map((party) =>
        partyText(party, plainPen),
      ),
      ['Grace Admin', 'the group dba', 'the owners of the approvals team'],
    ));

  it('are named once each', () =>
    assert.equal(partiesText([person('a'), person('b'), person('a')], plainPen), 'a or b'));
});
