// Policy files of the wrong shape: what is said of each mistake, and where.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPolicyText } from '../../src/policy/read-policy-text.ts';
import { fileOf, fullFile, ids, problemsOf } from './files.ts';

describe('a file that is not as it should be', () => {
  const ok = '- { name: a, decision: refused }';
  const cases: readonly (readonly [what: string, text: string, problems: readonly string[]])[] = [
    ['nothing', '', ['1:1 The file is empty; begin with “version: 1” and “rules:”.']],
    ['only a comment', '# soon\n', ['1:1 The file is empty; begin with “version: 1” and “rules:”.']],
    ['a list', '- a\n', ['1:1 The file must be a block that begins with “version: 1”.']],
    [
      'an unclosed bracket',
      'version: 1\nrules: [\n',
      [
        "3:1 A bracket or brace is not closed; close it, or put a text with brackets into single quotes: '[A-Z]+-\\d+'.",
      ],
    ],
    ['a tab', 'rules:\n\t- a\n', ['2:1 Lines are indented by blanks here, not by tabs.']],
    ['a key twice', 'version: 1\nversion: 1\n', ['2:1 “version” stands here twice; keep one of them.']],
    [
      'two documents',
      `${fileOf(ok)}---\n${fileOf(ok)}`,
      ['4:1 The file may hold one document only; remove what follows the line of dashes.'],
    ],
    [
      'a colon in a text',
      fileOf('- name: a: b\n  decision: refused'),
      ['3:11 This is no value; put a text with a colon and a blank in it into quotes.'],
    ],
    [
      'an alias',
      'version: 1\nnetworks: { a: &x [203.0.113.7], b: *x }\nrules: []\n',
      [
        "2:37 A text that begins with * must stand in quotes, as in ['*-prod']; aliases (*name) are not read here.",
      ],
    ],
    [
      'a tag',
      fileOf('- { name: !!binary aGk=, decision: refused }'),
      ['3:13 Tags (!name) are not read here; leave the tag out, or put the text into quotes.'],
    ],
    [
      'a name of JavaScript’s own',
      `version: 1\npeople: { __proto__: ${ids.ada} }\nrules: [{ name: a, decision: refused }]\n`,
      ['2:11 “__proto__” is not a name; choose another.'],
    ],
    [
      'another version and no rules',
      'version: 2\n',
      [
        '1:1 “rules” is missing: it must be a list: [{ name: all, decision: refused }].',
        '1:10 “version” must be 1.',
      ],
    ],
    [
      'an empty list of rules',
      'version: 1\nrules: []\n',
      ['2:8 “rules” must not be an empty list; to refuse everything write a rule with “decision: refused”.'],
    ],
    [
      'keys that are nearly known, each on its line',
      fileOf('- name: a\n  desision: refused\n  becuse: x\n  decision: refused'),
      [
        '4:5 “desision” is not known here; did you mean “decision”?',
        '5:5 “becuse” is not known here; did you mean “because”?',
      ],
    ],
    [
      'a key in a machine that is nearly known',
      fileOf('- name: a\n  decision: refused\n  when:\n    machines: [{ resourcegroups: rg }]'),
      ['6:20 “resourcegroups” is not known here; did you mean “resourceGroup”?'],
    ],
    [
      'no decision',
      fileOf('- name: a'),
      ['3:5 “decision” is missing: it must be automatic, approval or refused.'],
    ],
    [
      'a number for a name',
      fileOf('- { name: 5, decision: refused }'),
      ["3:13 “name” must be a name for the rule; put it into quotes: '5'."],
    ],
    [
      'ports that are none',
      fileOf('- { name: a, decision: refused, when: { ports: [0, 70000] } }'),
      ['3:51', '3:54'].map((at) => `${at} An entry of “ports” must be a port number from 1 to 65535.`),
    ],
    [
      'a group without an id',
      fileOf(ok, 'groups: { dba: dba@example.org }\n'),
      [
        '2:16 “dba” must be an Entra object id: a GUID such as 11111111-2222-3333-4444-555555555555, not an e-mail address; in the Microsoft Entra admin center open the group and copy “Object ID”.',
      ],
    ],
    [
      'a name that is none',
      fileOf(ok, 'networks: { 10.0.0.0: [10.0.0.0/8] }\n'),
      [
        '2:13 “10.0.0.0” is not a name; begin with a letter and go on with letters, digits, dots, dashes or underscores.',
      ],
    ],
    [
      'a quorum of nobody',
      fileOf('- { name: a, decision: approval, approvers: [{ team: owners }], quorum: 0 }'),
      ['3:75 “quorum” must be 1 or more: somebody must agree.'],
    ],
    [
      'an empty list of approvers',
      fileOf('- { name: a, decision: approval, approvers: [] }'),
      ['3:47 “approvers” must not be an empty list; name who may approve, such as { team: owners }.'],
    ],
    [
      'everyone as an approver',
      fileOf('- { name: a, decision: approval, approvers: [everyone] }'),
      [
        '3:48 An entry of “approvers” cannot be everyone: somebody in particular must agree. Write { person: grace }, { group: leads } or { team: owners }.',
      ],
    ],
    [
      'everyone instead of a list of approvers',
      fileOf('- { name: a, decision: approval, approvers: everyone }'),
      [
        '3:47 “approvers” cannot be everyone: somebody in particular must agree. Write { person: grace }, { group: leads } or { team: owners }.',
      ],
    ],
    [
      'a group called everyone as an approver',
      fileOf('- { name: a, decision: approval, approvers: [{ group: everyone }] }'),
      [
        '3:57 “everyone” is nobody in particular; to let everyone ask write “requesters: everyone”, and name who approves.',
      ],
    ],
    [
      'a time without a unit',
      fileOf('- { name: a, decision: automatic, longest: 2 }'),
      ['3:46 “longest” must be a length of time with its unit, such as 30m, 2h or 1h30.'],
    ],
  ];
  for (const [what, text, problems] of cases)
    it(`says what is wrong with ${what}`, () => assert.deepEqual(problemsOf(text), problems));

  it('is refused above 1 MiB', () =>
    assert.deepEqual(problemsOf(`${fileOf(ok)}#${'x'.repeat(1_048_576)}`), [
      '1:1 The file is larger than 1 MiB; name networks and groups once and use their names in the rules.',
    ]));

  for (const deep of ['['.repeat(5_000), `${'['.repeat(5_000)}${']'.repeat(5_000)}`, '- '.repeat(5_000)])
    it(`is refused when it is nested without end (${deep.slice(0, 4)}…${deep.slice(-4)})`, () =>
      assert.deepEqual(problemsOf(deep), ['1:1 The file is nested too deeply; write it flat.']));

  it('never throws, and never lets a broken copy of a good file pass as another', () => {
    const lines = fullFile.split('\n');
    fc.assert(
      fc.property(fc.nat({ max: lines.length - 1 }), fc.string({ unit: 'binary' }), (index, text) => {
        const read = readPolicyText(lines.with(index, text).join('\n'));
        assert.ok(read.ok || read.problems.length > 0);
      }),
      { numRuns: 200 },
    );
  });
});
