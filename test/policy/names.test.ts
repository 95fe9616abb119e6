// Policy files with names and numbers that do not go together: what is said of each mistake.
import assert from 'node:assert/strict';
import { fileOf, ids, problemsOf } from './files.ts';

describe('a file with names and numbers that do not go together', () => {
  const people = `people: { ada: ${ids.ada}, grace: ${ids.grace} }\n`;
  const rule = (rest: string) => fileOf(`- { name: a, ${rest} }`, people);
  const approving = (rest: string) => rule(`decision: approval, approvers: [{ person: grace }], ${rest}`);
  const cases: readonly (readonly [what: string, text: string, problems: readonly string[]])[] = [
    [
      'an unknown person',
      rule('decision: approval, approvers: [{ person: grce }]'),
      ['There is no person “grce” under “people”; did you mean “grace”?'],
    ],
    [
      'an unknown group where there are none',
      rule('decision: refused, when: { requesters: [{ group: dba }] }'),
      ['There is no group “dba” under “groups”; there are none in this file.'],
    ],
    [
      'an unknown network',
      fileOf(
        '- { name: a, decision: refused, when: { sources: [office] } }',
        'networks: { vpn: [192.0.2.1] }\n',
      ),
      ['There is no network “office” under “networks”; there is “vpn”.'],
    ],
    [
      'unknown hours',
      rule('decision: refused, when: { hours: night }'),
      ['There are no hours “night” under “hours”; there are none in this file.'],
    ],
    [
      'two rules of one name',
      fileOf('- { name: a, decision: refused }\n- { name: A, decision: refused }'),
      ['Rule 1 is called “A” already; give this one another name.'],
    ],
    [
      'two people whose names differ by case only',
      fileOf('- { name: a, decision: refused }', `people: { ada: ${ids.ada}, Ada: ${ids.grace} }\n`),
      ['“Ada” and “ada” differ by case only; give one another name.'],
    ],
    [
      'a quorum that the people named cannot reach',
      approving('quorum: 2'),
      ['“quorum” wants 2 people, and the rule names 1; name more, or write a smaller number.'],
    ],
    [
      'a quorum that one person under two names cannot reach',
      fileOf(
        '- { name: a, decision: approval, approvers: [{ person: b }, { person: c }], quorum: 2 }',
        `people: { b: ${ids.ada}, c: ${ids.ada} }\n`,
      ),
      ['“quorum” wants 2 people, and the rule names 1; name more, or write a smaller number.'],
    ],
    [
      'a longest time beyond a day',
      approving('longest: 25h'),
      ['“longest” must be at most 24h: no just-in-time policy of Azure allows more.'],
    ],
    ['a longest time of nothing', approving('longest: 0m'), ['“longest” must be at least 1m.']],
    [
      'a longest time until a clock',
      approving('longest: until 17:00'),
      ['“longest” must be a length of time such as 30m, 2h or 1h30.'],
    ],
    [
      'a break-glass time beyond a day',
      approving('breakGlass: { longest: 2 days }'),
      ['“longest” must be at most 24h: no just-in-time policy of Azure allows more.'],
    ],
    ['a wait beyond a month', approving('wait: 31 days'), ['“wait” must be at most 30 days.']],
    [
      'a reminder after the end',
      approving('wait: 1h, remind: 1h'),
      ['“remind” must be shorter than “wait” (left out: 8h): the request lapses then.'],
    ],
    [
      'an escalation after the usual end',
      approving('escalate: { after: 8h, to: [{ person: ada }] }'),
      ['“after” must be shorter than “wait” (left out: 8h): the request lapses then.'],
    ],
    [
      'a ticket that is no expression',
      approving("ticket: '('"),
      ['“ticket” is not a regular expression (missing closing ): `(`); write it like INC-\\d+.'],
    ],
    ...['INC-(?=7)', '(?<!x)INC', '(?!x)INC', '(I)\\1', '(?<a>I)\\k<a>'].map(
      (ticket) =>
        [
          `a ticket that looks around or back: ${ticket}`,
          approving(`ticket: '${ticket}'`),
          [
            '“ticket” must do without look-arounds and back-references, such as (?=…), (?!…) and \\1; write it like INC-\\d+.',
          ],
        ] as const,
    ),
    [
      'a ticket between slashes',
      approving('ticket: /INC-\\d+/i'),
      ['“ticket” is written without slashes around it; write INC-\\d+.'],
    ],
    [
      'a reason that is optional beside a ticket',
      approving('reason: optional, ticket: INC-\\d+'),
      ['“reason” cannot be optional beside “ticket”, which must stand in the reason; take one of them out.'],
    ],
    [
      'a longer time for breaking glass',
      approving('longest: 1h, breakGlass: { longest: 2h }'),
      [
        '“longest” of “breakGlass” must not be more than “longest” of the rule, which also holds for it; write less, or take it out.',
      ],
    ],
    [
      'people and groups whose names are object ids',
      fileOf(
        '- { name: a, decision: refused }',
        `people: { a${ids.ada.slice(1)}: ${ids.ada} }\ngroups: { b${ids.dba.slice(1)}: ${ids.dba} }\n`,
      ),
      [`a${ids.ada.slice(1)}`, `b${ids.dba.slice(1)}`].map(
        (name) => `“${name}” looks like an object id; give a name such as ada, and the id after it.`,
      ),
    ],
    [
      'an e-mail address for a person in a rule',
      rule('decision: refused, when: { requesters: [{ person: ada@example.org }] }'),
      [
        '“ada@example.org” is an e-mail address, and people and groups are told apart by object id; in the Microsoft Entra admin center open the user and copy “Object ID”.',
      ],
    ],
    [
      'a ticket that is anything',
      approving("ticket: '\\d*'"),
      ['“ticket” matches an empty text, so any reason would do; write what must be there, like INC-\\d+.'],
    ],
    [
      'no approvers',
      rule('decision: approval'),
      ['A rule that needs approval must name its approvers, such as “approvers: [{ team: owners }]”.'],
    ],
    [
      'approvers of what is automatic',
      rule('decision: automatic, approvers: [{ person: ada }]'),
      [
        '“approvers” has no place in a rule that asks nobody (decision: automatic); take it out, or write another decision.',
      ],
    ],
    [
      'approvers and limits of what is refused',
      rule('decision: refused, longest: 1h, approvers: [{ person: ada }]'),
      [
        '“longest” has no place in a rule that lets nobody in (decision: refused); take it out, or write another decision.',
        '“approvers” has no place in a rule that lets nobody in (decision: refused); take it out, or write another decision.',
      ],
    ],
    [
      'a machine that is every machine',
      rule('decision: refused, when: { machines: [{}] }'),
      [
        'A machine without a name, group, subscription or tag is every machine; leave “machines” out for that.',
      ],
    ],
    [
      'tags that are none',
      rule('decision: refused, when: { machines: [{ name: a, tags: {} }] }'),
      ['“tags” names no tag; write one, such as { env: prod }, or take it out.'],
    ],
    [
      'tags whose names differ by case only, of which no machine has two',
      rule('decision: refused, when: { machines: [{ tags: { env: a, Env: b } }] }'),
      ['“Env” and “env” differ by case only; give one another name.'],
    ],
    [
      'two people whose names differ by case only, in letters that have two small forms',
      fileOf('- { name: a, decision: refused }', `people: { νίκος: ${ids.ada}, ΝΊΚΟΣ: ${ids.grace} }\n`),
      ['“ΝΊΚΟΣ” and “νίκος” differ by case only; give one another name.'],
    ],
    [
      'hours without a zone',
      fileOf('- { name: a, decision: refused }', "hours: { h: [{ days: mon, from: '1:00', to: '2:00' }] }\n"),
      ['Hours need a time zone; write one beside them, such as “timeZone: Europe/Berlin”.'],
    ],
    [
      'a zone that is none',
      fileOf('- { name: a, decision: refused }', 'timeZone: Europe/Berln\n'),
      ['“Europe/Berln” is not a time zone; did you mean “Europe/Berlin”?'],
    ],
    [
      'days and times that are none',
      fileOf(
        '- { name: a, decision: refused }',
        "timeZone: UTC\nhours: { h: [{ days: mon-fry, from: '24:00', to: '24:30' }] }\n",
      ),
      [
        '“mon-fry” is not a day or a span of days; did you mean “fri”?',
        '“from” must be a time of the day itself; write 00:00.',
        "“to” must be a time of day on a 24-hour clock, such as '08:00' or '18:30'.",
      ],
    ],
  ];
  for (const [what, text, problems] of cases)
    it(`says what is wrong with ${what}`, () =>
      assert.deepEqual(
        problemsOf(text).map((problem) => problem.replace(/^\d+:\d+ /, '')),
        problems,
      ));

  it('counts those an escalation adds for the quorum', () => {
    assert.deepEqual(problemsOf(approving('quorum: 2, escalate: { after: 1h, to: [{ person: ada }] }')), []);
  });

  it('leaves the quorum of groups and teams to those who know them', () => {
    assert.deepEqual(problemsOf(rule('decision: approval, approvers: [{ team: owners }], quorum: 5')), []);
  });

  for (const [text, problem] of [
    [
      '203.0.113.1/24',
      'is not the start of a network; write 203.0.113.0/24, or one address without the slash.',
    ],
    ['*', 'would be nearly everybody; write networks of /8 or narrower.'],
    ['internet', 'would be nearly everybody; write networks of /8 or narrower.'],
    ['0.0.0.0/0', 'would be nearly everybody; write networks of /8 or narrower.'],
    ['128.0.0.0/1', 'would be nearly everybody; write networks of /8 or narrower.'],
    ['::1', 'is IPv6, and Azure opens ports to IPv4 only; write the IPv4 network.'],
    ['224.0.0.1', 'is in the '],
    ['203.0.113', 'is not an address; write it like 203.0.113.7 or 203.0.113.0/24.'],
    ['office', 'is not an address; write it like 203.0.113.7 or 203.0.113.0/24.'],
  ] as const)
    it(`refuses ${text} as a network, and in a rule`, () => {
      const [named] = problemsOf(
        fileOf('- { name: a, decision: refused }', `networks: { n: ['${text}'] }\n`),
      );
      assert.ok(named?.startsWith(`2:17 “${text}” ${problem}`), named);
      const [inRule] = problemsOf(fileOf(`- { name: a, decision: refused, when: { sources: ['${text}'] } }`));
      assert.ok(text === 'office' || inRule?.includes(`“${text}” ${problem}`), inRule);
    });
});

describe('a case that cannot be run', () => {
  const caseOf = (rest: string, rules = '- { name: a, decision: refused }', before = '') =>
    `${fileOf(rules, `people: { ada: ${ids.ada} }\n${before}`)}tests:\n  - { ${rest} }\n`;
  const ask = 'ask: { as: ada, machine: m, port: 22, for: 1h }';
  const hours = "timeZone: UTC\nhours: { h: [{ days: mon, from: '1:00', to: '2:00' }] }\n";
  const cases: readonly (readonly [what: string, text: string, problem: string])[] = [
    [
      'asks as nobody known',
      caseOf('ask: { as: eve, machine: m, port: 22, for: 1h }, expect: refused'),
      'There is no person “eve”',
    ],
    ['expects what is no answer', caseOf(`${ask}, expect: maybe`), '“expect” must be automatic, refused,'],
    [
      'expects nobody to approve',
      caseOf(`${ask}, expect: needs 0 approvers`),
      '“expect” must be automatic, refused,',
    ],
    ['names no rule', caseOf(`${ask}, expect: refused, by: b`), 'There is no rule “b”; did you mean “a”?'],
    [
      'asks for no length of time',
      caseOf('ask: { as: ada, machine: m, port: 22, for: until 17:00 }, expect: refused'),
      '“for” must be a length of time',
    ],
    [
      'leaves out a source that matters',
      caseOf(`${ask}, expect: refused`, '- { name: a, decision: automatic, sources: [192.0.2.1] }'),
      '“from” is missing: rules of this file look at sources;',
    ],
    [
      'leaves out a time that matters',
      caseOf(`${ask}, expect: refused`, '- { name: a, decision: refused, when: { hours: h } }', hours),
      '“at” is missing: rules of this file have hours;',
    ],
    [
      'asks on a day that is none',
      caseOf("ask: { as: ada, machine: m, port: 22, for: 1h, at: '2026-02-30 10:00' }, expect: refused"),
      '“at” must be a time such as 2026-11-23 10:00',
    ],
  ];
  for (const [what, text, problem] of cases)
    it(`is named when it ${what}`, () => {
      const problems = problemsOf(text);
      assert.equal(problems.length, 1, problems.join('\n'));
      assert.ok(problems[0]?.includes(problem), problems[0]);
    });
});
