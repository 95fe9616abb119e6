// What the policy says to a request, situation by situation.
import assert from 'node:assert/strict';
import type { AccessPolicy, When } from '../../../src/domain/policy/access-policy.ts';
import { evaluate } from '../../../src/domain/policy/evaluate.ts';
import type { Question, RuleTrace } from '../../../src/domain/policy/question.ts';
import {
  approval,
  asks,
  automatic,
  facts,
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
} from './builders.ts';

/** The kind of the verdict and the rules that decide; or the refusals. */
function answer(of: AccessPolicy, question: Question): unknown {
  const verdict = evaluate(of, question);
  return verdict.kind === 'refused' ? verdict.refusals : [verdict.kind, ...verdict.rules];
}
const codes = (of: AccessPolicy, question: Question): readonly string[] => {
  const verdict = evaluate(of, question);
  return verdict.kind === 'refused' ? verdict.refusals.map(({ code }) => code) : [verdict.kind];
};
const noRule = { code: 'no-rule', machine: 'web-01', port: 3389 };

describe('the order of rules', () => {
  it('refuses where there is no rule', () => assert.deepEqual(answer(policy(), asks()), [noRule]));

  it('refuses where no rule matches', () =>
    assert.deepEqual(answer(policy(automatic('ssh', { ports: [22] })), asks()), [noRule]));

  it('lets the first decide that matches', () => {
    const rules = policy(automatic('ssh', { ports: [22] }), approval('web'), automatic('rest'));
    assert.deepEqual(answer(rules, asks()), ['approval', 'web']);
    assert.deepEqual(answer(rules, asks({ port: 22 })), ['automatic', 'ssh']);
  });

  it('lets a refusing rule win wherever it stands', () => {
    const never = refuse('never', { machines: [{ name: 'web-*' }] }, { because: 'Retired.' });
    for (const rules of [policy(never, automatic('all')), policy(automatic('all'), never)])
      assert.deepEqual(answer(rules, asks()), [{ code: 'rule-refuses', rule: 'never', because: 'Retired.' }]);
  });

  it('names the refusing rule as the one that decides', () =>
    assert.deepEqual(evaluate(policy(automatic('all'), refuse('never')), asks()).rules, ['never']));

  it('gives the whole rule that decides', () => {
    const web = approval('web');
    const verdict = evaluate(policy(web), asks());
    assert.ok(verdict.kind === 'approval');
    assert.equal(verdict.rule, web);
  });
});

describe('what a rule is about', () => {
  const cases: readonly (readonly [what: string, when: When, trace: Omit<RuleTrace, 'rule'>])[] = [
    ['nothing in particular', {}, { matches: 'yes' }],
    ['the machine', { machines: [{ name: 'WEB-0?' }] }, { matches: 'yes' }],
    ['one of two machines', { machines: [{ name: 'db-*' }, { name: 'web-*' }] }, { matches: 'yes' }],
    ['another machine', { machines: [{ name: 'db-*' }] }, { matches: 'no', because: 'machine' }],
    ['the resource group', { machines: [{ resourceGroup: 'RG-*' }] }, { matches: 'yes' }],
    [
      'another resource group',
      { machines: [{ resourceGroup: 'rg-db' }] },
      { matches: 'no', because: 'machine' },
    ],
    ['the subscription’s name', { machines: [{ subscription: 'production' }] }, { matches: 'yes' }],
    ['the subscription’s id', { machines: [{ subscription: '5BC1' }] }, { matches: 'yes' }],
    ['a pattern of the subscription’s name', { machines: [{ subscription: 'prod*' }] }, { matches: 'yes' }],
    ['a pattern of the subscription’s id', { machines: [{ subscription: '5b??' }] }, { matches: 'yes' }],
    [
      'a pattern of another subscription',
      { machines: [{ subscription: 'Dev*' }] },
      { matches: 'no', because: 'machine' },
    ],
    ['a tag of a name in other letters', { machines: [{ tags: { ENV: 'prod' } }] }, { matches: 'yes' }],
    ['a tag', { machines: [{ tags: { Env: 'PRO?' } }] }, { matches: 'yes' }],
    [
      'a tag of another value',
      { machines: [{ tags: { env: 'test' } }] },
      { matches: 'no', because: 'machine' },
    ],
    [
      'two tags, of which it has one',
      { machines: [{ tags: { env: 'prod', tier: '*' } }] },
      { matches: 'no', because: 'machine' },
    ],
    [
      'the right name in the wrong place',
      { machines: [{ name: 'web-01', resourceGroup: 'rg-db' }] },
      { matches: 'no', because: 'machine' },
    ],
    ['the port', { ports: [22, 3389] }, { matches: 'yes' }],
    ['another port', { ports: [22] }, { matches: 'no', because: 'port' }],
    ['the requester', { requesters: [person('bob'), person('ada')] }, { matches: 'yes' }],
    ['somebody else', { requesters: [person('bob')] }, { matches: 'no', because: 'requester' }],
    ['a group of hers', { requesters: [group('dba')] }, { matches: 'yes' }],
    ['a group she is not in', { requesters: [group('ops')] }, { matches: 'no', because: 'requester' }],
    ['a group nobody knows of', { requesters: [group('hr')] }, { matches: 'unknown', because: 'requester' }],
    ['that group, or herself', { requesters: [group('hr'), person('ada')] }, { matches: 'yes' }],
    [
      'that group, and another port',
      { requesters: [group('hr')], ports: [22] },
      { matches: 'no', because: 'port' },
    ],
    ['her network', { sources: [vpn, office] }, { matches: 'yes' }],
    ['another network', { sources: [vpn] }, { matches: 'no', because: 'source' }],
    ['these hours', { hours: working }, { matches: 'yes' }],
    [
      'other hours',
      { hours: { ...working, spans: [{ days: [7], from: 0, to: 1440 }] } },
      { matches: 'no', because: 'hours' },
    ],
    [
      'a group nobody knows of, from another network',
      { requesters: [group('hr')], sources: [vpn] },
      { matches: 'no', because: 'source' },
    ],
    [
      'everything wrong at once',
      { machines: [{ name: 'db' }], ports: [22], requesters: [person('bob')], sources: [vpn] },
      { matches: 'no', because: 'machine' },
    ],
  ];
  for (const [what, when, trace] of cases)
    it(`says ${trace.matches} to a rule about ${what}`, () => {
      const question = asks({ requester: facts('ada', { dba: true, ops: false }) });
      const rule = refuse('the rule', when);
      assert.deepEqual(evaluate(policy(rule), question).trace, [{ rule, ...trace }]);
    });

  it('traces every rule in order, also those that came too late', () => {
    const rules = policy(automatic('all'), refuse('ssh', { ports: [22] }), approval('late'));
    assert.deepEqual(
      evaluate(rules, asks()).trace.map(({ rule, matches }) => [rule.name, matches]),
      [
        ['all', 'yes'],
        ['ssh', 'no'],
        ['late', 'yes'],
      ],
    );
  });
});

describe('what could not be found out', () => {
  const staff = { requesters: [group('staff')] };
  const unknown = (rule: string) => [{ code: 'rule-unknown', rule, unknown: 'requester' }];

  it('refuses where a refusing rule may match', () =>
    assert.deepEqual(answer(policy(automatic('all'), refuse('staff', staff)), asks()), unknown('staff')));

  it('refuses where the rule that decides may not match', () =>
    assert.deepEqual(answer(policy(automatic('staff', staff)), asks()), unknown('staff')));

  it('refuses where an earlier rule may match', () =>
    assert.deepEqual(answer(policy(approval('staff', staff), automatic('all')), asks()), unknown('staff')));

  it('does not mind a later rule', () =>
    assert.deepEqual(answer(policy(automatic('all'), approval('staff', staff)), asks()), [
      'automatic',
      'all',
    ]));

  it('does not mind where a refusing rule surely matches', () =>
    assert.deepEqual(codes(policy(refuse('staff', staff), refuse('all')), asks()), ['rule-refuses']));

  it('does not mind where the rule is about another port anyway', () => {
    const rules = policy(refuse('staff', { ...staff, ports: [22] }), automatic('all'));
    assert.deepEqual(answer(rules, asks()), ['automatic', 'all']);
  });

  for (const [what, when] of [
    ['resource group', { resourceGroup: 'rg-web' }],
    ['subscription', { subscription: 'Production' }],
    ['tags', { tags: { env: 'prod' } }],
  ] as const)
    it(`refuses where a rule names a ${what} and the machine’s is not known`, () =>
      assert.deepEqual(
        answer(policy(automatic('there', { machines: [when] })), asks({ machine: { name: 'web-01' } })),
        [{ code: 'rule-unknown', rule: 'there', unknown: 'machine' }],
      ));

  it('knows that a machine of another name is not meant', () => {
    const rules = policy(refuse('db', { machines: [{ name: 'db-*', tags: { a: 'b' } }] }), automatic('all'));
    assert.deepEqual(answer(rules, asks({ machine: { name: 'web-01' } })), ['automatic', 'all']);
  });

  it('refuses a source that is none', () =>
    assert.deepEqual(codes(policy(automatic('all')), asks({ source: '*' })), ['source-not-ipv4']));
});

describe('a request that falls under several rules', () => {
  const half = network('half', '203.0.113.0/25');
  const wide = asks({ source: '203.0.113.0/24' });
  const late = asks({ startsAt: mondayAt10 + 7 * 3_600_000, seconds: 2 * 3600 });

  it('is refused where a part of its sources is', () =>
    assert.deepEqual(answer(policy(refuse('half', { sources: [half] }), automatic('all')), wide), [
      { code: 'rule-refuses', rule: 'half' },
    ]));

  it('is refused where no rule is about a part of its sources', () =>
    assert.deepEqual(answer(policy(automatic('half', { sources: [half] })), wide), [noRule]));

  it('is refused where no rule is about a part of its time', () =>
    assert.deepEqual(answer(policy(automatic('day', { hours: working })), late), [noRule]));

  it('may last until the hours end', () =>
    assert.deepEqual(answer(policy(automatic('day', { hours: working })), { ...late, seconds: 3600 }), [
      'automatic',
      'day',
    ]));

  it('needs approval where a part of it does', () => {
    const rules = policy(automatic('day', { hours: working }), approval('night'));
    assert.deepEqual(answer(rules, late), ['approval', 'night', 'day']);
  });

  it('is automatic where every part is, by whatever rule', () => {
    const rules = policy(automatic('half', { sources: [half] }), automatic('all'));
    assert.deepEqual(answer(rules, wide), ['automatic', 'half', 'all']);
  });

  it('is refused where parts need the approval of different rules', () => {
    const rules = policy(
      approval('half', { sources: [half] }),
      automatic('day', { hours: working }),
      approval('all'),
    );
    const question = { ...late, source: '203.0.113.0/24' };
    assert.deepEqual(answer(rules, question), [{ code: 'several-rules', rules: ['half', 'all'] }]);
    assert.deepEqual(evaluate(rules, question).rules, ['half', 'all', 'day']);
  });

  it('keeps the limits of every rule that decides a part', () => {
    const rules = policy(automatic('day', { hours: working }, { longest: 3600 }), approval('night'));
    assert.deepEqual(answer(rules, late), [{ code: 'too-long', maximumSeconds: 3600, rule: 'day' }]);
  });

  it('is refused where its last address is', () =>
    assert.deepEqual(
      codes(
        policy(refuse('one', { sources: [network('one', '10.0.0.1')] }), automatic('all')),
        asks({ source: '10.0.0.0/31' }),
      ),
      ['rule-refuses'],
    ));

  it('is refused where the hours end within its last second', () =>
    assert.deepEqual(
      answer(policy(automatic('day', { hours: working })), {
        ...late,
        startsAt: late.startsAt + 500,
        seconds: 3600,
      }),
      [noRule],
    ));

  it('is refused where hours begin with the time that clocks skip', () => {
    // Clocks in Berlin go from 2:00 to 3:00 at 1:00 UTC.
    const hours = { ...working, spans: [{ days: [7] as const, from: 120, to: 360 }] };
    assert.deepEqual(
      codes(
        policy(refuse('backups', { hours }), automatic('all')),
        asks({ startsAt: Date.parse('2026-03-29T00:30:00Z'), seconds: 3600 }),
      ),
      ['rule-refuses'],
    );
  });

  it('joins what networks cover together', () => {
    const other = network('other', '203.0.113.128/25');
    assert.deepEqual(answer(policy(automatic('both', { sources: [half, other] })), wide), [
      'automatic',
      'both',
    ]);
  });

  it('names a refusal once, and the surest first', () => {
    const third = network('third', '203.0.113.64/26');
    const rules = policy(
      automatic('half', { sources: [half] }),
      refuse('third', { sources: [third] }),
      refuse('staff', { sources: [network('one', '203.0.113.1')], requesters: [group('staff')] }),
    );
    assert.deepEqual(codes(rules, wide), ['rule-refuses', 'rule-unknown', 'no-rule']);
  });

  it('says in the trace which rules hold for a part only', () => {
    const rules = policy(refuse('half', { sources: [half] }), automatic('day', { hours: working }));
    assert.deepEqual(
      evaluate(rules, { ...late, source: '203.0.113.0/24' }).trace.map(({ matches, because }) => [
        matches,
        because,
      ]),
      [
        ['partly', 'source'],
        ['partly', 'hours'],
      ],
    );
  });
});

describe('the limits of a rule', () => {
  it('allow what is exactly as long as the rule says', () =>
    assert.deepEqual(codes(policy(automatic('all', {}, { longest: 3600 })), asks()), ['automatic']));

  it('refuse what is a second longer', () =>
    assert.deepEqual(answer(policy(automatic('all', {}, { longest: 3599 })), asks()), [
      { code: 'too-long', maximumSeconds: 3599, rule: 'all' },
    ]));

  it('refuse a source that is not wholly inside', () => {
    const rules = policy(automatic('all', {}, { sources: [office, vpn] }));
    assert.deepEqual(answer(rules, asks({ source: '203.0.112.0/23' })), [
      { code: 'source-outside-rule', typed: '203.0.112.0/23', allowed: ['office', 'vpn'], rule: 'all' },
    ]);
    assert.deepEqual(codes(rules, asks({ source: '203.0.113.128/25' })), ['automatic']);
    assert.deepEqual(codes(rules, asks({ source: '198.51.100.8/31' })), ['automatic']);
  });

  for (const reason of ['', '  ', '…', '\u200b'])
    it(`want a reason that says something, not ${JSON.stringify(reason)}`, () =>
      assert.deepEqual(answer(policy(automatic('all', {}, { reasonRequired: true })), asks({ reason })), [
        { code: 'reason-missing', rule: 'all' },
      ]));

  it('want a ticket, anywhere in the reason and in any case', () => {
    const rules = policy(automatic('all', {}, { reasonRequired: false, ticket: ticket('INC-\\d+') }));
    assert.deepEqual(codes(rules, asks({ reason: 'see inc-42' })), ['automatic']);
    for (const reason of ['', 'see INC-'])
      assert.deepEqual(answer(rules, asks({ reason })), [
        { code: 'ticket-missing', rule: 'all', pattern: 'INC-\\d+' },
      ]);
  });

  it('are all named at once', () => {
    const limits = { longest: 60, sources: [vpn], reasonRequired: true };
    assert.deepEqual(codes(policy(automatic('all', {}, limits)), asks()), [
      'too-long',
      'source-outside-rule',
      'reason-missing',
    ]);
  });

  it('count of several rules with the shortest time', () => {
    const rules = policy(
      automatic('day', { hours: working }, { longest: 60 }),
      automatic('all', {}, { longest: 30 }),
    );
    const question = asks({ startsAt: mondayAt10 + 7 * 3_600_000, seconds: 2 * 3600 });
    assert.deepEqual(answer(rules, question), [{ code: 'too-long', maximumSeconds: 30, rule: 'all' }]);
  });
});

describe('breaking glass', () => {
  const breaks = asks({ breakGlass: true, reason: 'INC-1 customers are locked out' });

  it('is let through where the rule allows it', () =>
    assert.deepEqual(answer(policy(approval('db', {}, {}, { breakGlass: {} })), breaks), [
      'break-glass',
      'db',
    ]));

  it('is refused where the rule does not, with all else that is wrong', () =>
    assert.deepEqual(codes(policy(approval('db', {}, { longest: 60 })), breaks), [
      'break-glass-not-allowed',
      'too-long',
    ]));

  it('always wants a reason', () =>
    assert.deepEqual(answer(policy(approval('db', {}, {}, { breakGlass: {} })), { ...breaks, reason: '' }), [
      { code: 'reason-missing', rule: 'db' },
    ]));

  for (const [longest, broken, expected] of [
    [7200, 1800, 1800],
    [1800, 7200, 1800],
    [undefined, 1800, 1800],
    [1800, undefined, 1800],
  ] as const)
    it(`keeps to ${expected} s of ${longest ?? 'no limit'} and ${broken ?? 'no limit of its own'}`, () => {
      const rule = approval('db', {}, longest === undefined ? {} : { longest }, {
        breakGlass: broken === undefined ? {} : { longest: broken },
      });
      assert.deepEqual(answer(policy(rule), breaks), [
        { code: 'too-long', maximumSeconds: expected, rule: 'db' },
      ]);
      assert.deepEqual(codes(policy(rule), { ...breaks, seconds: expected }), ['break-glass']);
    });

  it('has its own longest time only when glass is broken', () =>
    assert.deepEqual(
      codes(policy(approval('db', {}, {}, { breakGlass: { longest: 60 } })), {
        ...breaks,
        breakGlass: false,
      }),
      ['approval'],
    ));

  it('changes nothing where access is automatic or refused', () => {
    assert.deepEqual(answer(policy(automatic('all')), { ...breaks, reason: '' }), ['automatic', 'all']);
    assert.deepEqual(codes(policy(refuse('all'), approval('db', {}, {}, { breakGlass: {} })), breaks), [
      'rule-refuses',
    ]);
  });
});
