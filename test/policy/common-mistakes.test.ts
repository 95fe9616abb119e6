// What people usually get wrong in a policy file, and that each sentence says what to write instead.
import assert from 'node:assert/strict';
import { fileOf, ids, problemsOf } from './files.ts';

const refusing = (rest: string) => fileOf(`- name: a\n  decision: refused\n  ${rest}`);
const approving = (rest: string) =>
  fileOf(`- name: a\n  decision: approval\n  approvers: [{ team: owners }]\n  ${rest}`);
const hours = (span: string) =>
  fileOf('- { name: a, decision: refused }', `timeZone: UTC\nhours: { h: [{ ${span} }] }\n`);
const port = 'An entry of “ports” must be a port number from 1 to 65535';
const starred =
  "A text that begins with * must stand in quotes, as in ['*-prod']; aliases (*name) are not read here.";
const unseen = (code: string) =>
  `holds the character ${code}, which cannot be seen (copied from a card?); type it anew.`;

describe('what people usually get wrong', () => {
  const cases: readonly (readonly [what: string, text: string, problems: readonly string[]])[] = [
    ['a pattern that begins with *', refusing('when: { machines: [*-prod] }'), [starred]],
    ['a pattern that is only *', refusing('when: { machines: [*] }'), [starred]],
    ['such a pattern in a block', refusing('when:\n    machines:\n      - *-prod'), [starred]],
    [
      'a backslash in double quotes',
      approving('ticket: "INC-\\d+"'),
      ["In double quotes a backslash means something else; use single quotes, or none: 'INC-\\d+'."],
    ],
    [
      'an expression that begins with a bracket',
      approving('ticket: [A-Z]+-\\d+'),
      ["Text goes on after a bracket; put a text with brackets into single quotes: '[A-Z]+-\\d+'."],
    ],
    [
      'an expression in brackets',
      approving('ticket: [A-Z]'),
      [
        '“ticket” must be a regular expression such as INC-\\d+, not a list; put it into single quotes if it begins with a bracket.',
      ],
    ],
    [
      'a text that begins with @',
      refusing('because: @x'),
      ['A text cannot begin with @ here; put it into quotes.'],
    ],
    [
      'a text that begins with `',
      refusing('because: `x`'),
      ['A text cannot begin with ` here; put it into quotes.'],
    ],
    [
      'no blank after a colon',
      'version:1\nrules: []\n',
      [
        'A key must stand on one line, with a colon and a blank after it: “version: 1”; put a text of several lines into quotes.',
      ],
    ],
    [
      'a quote within quotes',
      refusing("because: 'Customers' data'"),
      ["Text goes on after a quote; within single quotes write two for one: 'Customers'' data'."],
    ],
    [
      'a quote that is not closed',
      refusing("because: 'Customers"),
      ["A quote is not closed; close it, and within single quotes write two for one: 'Customers'' data'."],
    ],
    [
      'a line indented too far',
      'version: 1\nrules:\n  - name: a\n     decision: refused\n',
      [
        'The line after this one is not indented as its block is; begin it in the same column as the other lines of the block.',
      ],
    ],
    [
      'a line indented too little',
      'version: 1\nrules:\n  - name: a\n   decision: refused\n',
      [
        'This line is not indented as its block is; begin it in the same column as the other lines of the block.',
      ],
    ],
    [
      'a list begun with a dash within brackets',
      refusing('when: { ports: [- 22, 3389] }'),
      [
        'Within brackets and braces everything is written with brackets and braces; begin no list with a dash in them.',
        "A comma or a bracket is missing (Missing , or : between flow sequence items); write it, or put a text with brackets into single quotes: '[A-Z]+-\\d+'.",
      ],
    ],
    [
      'ports in quotes, as ranges and by name',
      refusing("when: { ports: ['22', '8000-8010', 8000-8010, ssh] }"),
      [
        `${port}, without quotes: 22.`,
        `${port}; ranges are not read, so write each port: [8080, 8081].`,
        `${port}; ranges are not read, so write each port: [8080, 8081].`,
        `${port}, not a name: SSH is 22, RDP is 3389.`,
      ],
    ],
    [
      'numbers that could be others',
      refusing('when: { ports: [022, 0x16, 0o26, 1e3, +22] }'),
      ['022', '0x16', '0o26', '1e3', '+22'].map(
        (number) =>
          `“${number}” can be read as another number; write plain digits without a zero before them, or put a text into quotes.`,
      ),
    ],
    [
      'a number in quotes',
      approving("quorum: '2'"),
      ['“quorum” must be a whole number, 1 or more, without quotes: 2.'],
    ],
    [
      'a version in quotes',
      "version: '1'\nrules: [{ name: a, decision: refused }]\n",
      ['“version” must be 1, without quotes.'],
    ],
    [
      'values of tags that are none',
      refusing("when: { machines: [{ tags: { a: [x, y], b: true, c: 1, d: , e: '' } }] }"),
      [
        '“a” must be one value; write a machine of its own for each value.',
        "“b” must be text; put it into quotes: 'true'.",
        "“c” must be text; put it into quotes: '1'.",
        "“d” must be the value of a tag, or '*' for any.",
        "“e” must not be empty; write the value of the tag, or '*' for any.",
      ],
    ],
    [
      'patterns for names of tags',
      refusing("when: { machines: [{ tags: { 'env*': x, 'e?v': y } }] }"),
      ['env*', 'e?v'].map(
        (name) =>
          `“${name}” must not hold * or ?: tags are found by their whole name, and only their values by pattern.`,
      ),
    ],
    [
      'groups where one group is meant',
      fileOf('- { name: a, decision: approval, approvers: [{ groups: dba }] }'),
      [
        'An entry of “approvers” must be written as { person: grace }, { group: leads }, { team: owners } or { team: members }; for “groups” write “group”.',
      ],
    ],
    [
      'an e-mail address for an object id',
      fileOf('- { name: a, decision: refused }', 'people: { ada: ada@example.org }\n'),
      [
        '“ada” must be an Entra object id: a GUID such as 11111111-2222-3333-4444-555555555555, not an e-mail address; in the Microsoft Entra admin center open the user and copy “Object ID”.',
      ],
    ],
    ...['machines', 'ports', 'requesters', 'hours'].map(
      (key) =>
        [
          `${key} beside “when”`,
          refusing(`${key}: [a]`),
          [`“${key}” belongs under “when”; write when: { ${key}: … }.`],
        ] as const,
    ),
    [
      'blanks in days',
      hours("days: mon - fri, from: '8:00', to: '9:00'"),
      ['“mon - fri” is not a day or a span of days; write mon-fri.'],
    ],
    [
      'days in full',
      hours("days: Monday-Friday, from: '8:00', to: '9:00'"),
      ['“Monday-Friday” is not a day or a span of days; write mon-fri.'],
    ],
    [
      'several days as a text',
      hours("days: 'mon, tue', from: '8:00', to: '9:00'"),
      ['“mon, tue” is not a day or a span of days; write single days as a list, such as [mon, wed].'],
    ],
    [
      'a 12-hour clock',
      hours('days: mon, from: 8:00 am, to: 6:00 pm'),
      ['from', 'to'].map(
        (key) => `“${key}” must be a time of day on a 24-hour clock, such as '08:00' or '18:30'.`,
      ),
    ],
    ...["from: '8:00', to: '08:00'", "from: '00:00', to: '0:00'"].map(
      (span) =>
        [
          `a span without length: ${span}`,
          hours(`days: mon, ${span}`),
          ["“from” and “to” are the same; for a whole day write from: '00:00' and to: '24:00'."],
        ] as const,
    ),
    [
      'a network for the source of a case',
      `${fileOf('- { name: a, decision: refused }', `people: { ada: ${ids.ada} }\nnetworks: { office: [203.0.113.0/24] }\n`)}tests:\n  - { ask: { as: ada, machine: m, port: 22, for: 1h, from: office }, expect: refused }\n`,
      [
        '“office” is a network of the file, and a request comes from one address or CIDR; write one of it, such as 203.0.113.0.',
      ],
    ],
    [
      'line ends of old',
      'version: 1\rrules: []\r',
      ['A line ends with CR alone, which is no end of a line here; save the file with line ends LF or CRLF.'],
    ],
    [
      'blanks that are none',
      'version: 1\nrules:\n \u00a0- name: a\n',
      ['A line is indented by a character that only looks like a blank (U+00A0); use plain blanks.'],
    ],
    [
      'a name of blanks, and one with a blank at its end',
      fileOf("- { name: ' ', decision: refused }\n- { name: 'a ', decision: refused }"),
      Array(2).fill('“name” begins or ends with a blank; take it away.'),
    ],
    [
      'characters that nobody sees',
      fileOf(
        [
          '- name: "a.\u200dexample"',
          '  decision: refused',
          '  when:',
          '    machines:',
          '      - "web.\u200d01"',
          '      - "web\u00a001"',
          '      - " web"',
          '      - { name: "a\u00ad", resourceGroup: "rg\ufeff-1", subscription: "Prod\u2060" }',
          '      - { tags: { "e\u200bnv": prod, env: "pr\u3164od" } }',
        ].join('\n'),
      ),
      [
        `“name” ${unseen('U+200D')}`,
        `An entry of “machines” ${unseen('U+200D')}`,
        `An entry of “machines” ${unseen('U+00A0')}`,
        'An entry of “machines” begins or ends with a blank; take it away.',
        `“name” ${unseen('U+00AD')}`,
        `“resourceGroup” ${unseen('U+FEFF')}`,
        `“subscription” ${unseen('U+2060')}`,
        `“env” ${unseen('U+200B')}`,
        `“env” ${unseen('U+3164')}`,
      ],
    ],
  ];
  for (const [what, text, problems] of cases)
    it(`is answered: ${what}`, () =>
      assert.deepEqual(
        problemsOf(text).map((problem) => problem.replace(/^\d+:\d+ /, '')),
        problems,
      ));

  it('is answered on one plain line, whatever keys and values say', () => {
    for (const text of [
      refusing('"a\\e[2J\\nb": 1'),
      fileOf('- { name: a, decision: refused, when: { hours: "x\\ny" } }'),
      fileOf('- { name: a, decision: approval, approvers: [{ team: owners }], ticket: "(\\u0007" }'),
      fileOf('- { name: a, decision: refused }', 'timeZone: "Mars/\\u001b[31m"\n'),
      `${refusing(`"${'x'.repeat(5000)}": 1`)}`,
    ]) {
      const [problem = '', ...more] = problemsOf(text);
      assert.notEqual(problem, '');
      assert.doesNotMatch([problem, ...more].join(''), /[\p{Cc}\p{Cf}]/u);
      assert.ok(problem.length <= 520, problem);
    }
  });

  for (const text of [
    '%FOO\n---\nversion: 1\n',
    refusing('because: ] x'),
    refusing('because: |x'),
    refusing('because: &x y: z'),
    refusing('when: { ports: [22 }'),
    'a: {\n',
    '? [a\n',
    '"a\n',
    '- a\nb: c\n',
    '&a &b c\n',
    '!a !b c\n',
    '*a : b\n',
    `? ${'k'.repeat(1100)}\n`,
    `${'k'.repeat(1100)}: 1\n`,
  ])
    it(`says what to do next after ${JSON.stringify(text.slice(0, 60))}`, () => {
      const problems = problemsOf(text);
      assert.ok(problems.length > 0);
      for (const problem of problems)
        assert.match(
          problem,
          /\b(write|put|close|take|begin|leave|keep|use|save|remove|choose|must|did you mean|there are)\b/,
        );
    });
});
