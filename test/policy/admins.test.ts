// The admins of policy files: who they are, and what is said of each mistake.
import assert from 'node:assert/strict';
import { fileOf, ids, problemsOf, readWell } from './files.ts';

const names = `people: { ada: ${ids.ada}, grace: ${ids.grace} }\ngroups: { dba: ${ids.dba} }\n`;
/** Line 6 is what stands under `admins`. */
const file = (admins: string) => `${fileOf('- { name: a, decision: refused }', names)}admins: ${admins}\n`;
const grace = { kind: 'person', id: ids.grace, name: 'grace' } as const;
const dba = { kind: 'group', id: ids.dba, name: 'dba' } as const;

describe('the admins of a policy file', () => {
  const adminsOf = (admins: string) => readWell(file(admins)).policy.admins;

  it('may be left out', () =>
    assert.equal('admins' in readWell(fileOf('- { name: a, decision: refused }')).policy, false));

  it('are people and groups by their names', () =>
    assert.deepEqual(adminsOf('[{ person: grace }, { group: dba }]'), [grace, dba]));

  it('may be written as object ids, and are known again by name', () =>
    assert.deepEqual(
      adminsOf(`[{ person: ${ids.grace.toUpperCase()} }, { group: ${ids.dba} }, { group: ${ids.leads} }]`),
      [grace, dba, { kind: 'group', id: ids.leads, name: ids.leads }],
    ));

  it('change nothing about who may do what', () => {
    const { admins: _, ...rest } = readWell(file('[{ group: dba }]')).policy;
    assert.deepEqual(rest, readWell(fileOf('- { name: a, decision: refused }', names)).policy);
  });

  it('may stand in the list twice, with a warning', () => {
    const warnings = readWell(
      file(`[{ person: grace }, { group: dba }, { person: ${ids.grace} }]`),
    ).warnings();
    assert.deepEqual(
      warnings.map(({ line, column, message }) => `${line}:${column} ${message}`),
      ['6:45 “grace” stands among the admins twice; keep one of them.'],
    );
  });
});

describe('admins with a mistake', () => {
  const everyone =
    'cannot be everyone: admins change what JIT protects. Write { person: grace } or { group: sre-leads }.';
  const written = 'must be written as { person: grace } or { group: sre-leads }';
  const cases: readonly (readonly [what: string, admins: string, problem: string])[] = [
    [
      'an empty list',
      '[]',
      '6:9 “admins” must not be an empty list; leave it out where JIT_ADMINS names all admins.',
    ],
    ['nothing', '', '6:9 “admins” must be a list: [{ person: grace }].'],
    ['everyone', 'everyone', `6:9 “admins” ${everyone}`],
    ['everyone in a list', '[everyone]', `6:10 An entry of “admins” ${everyone}`],
    [
      'everyone as a person',
      '[{ person: everyone }]',
      '6:20 “everyone” is nobody in particular; to let everyone ask write “requesters: everyone”, and name who approves.',
    ],
    ['a name without its kind', '[grace]', `6:10 An entry of “admins” ${written}.`],
    [
      'groups for group',
      '[{ groups: dba }]',
      `6:10 An entry of “admins” ${written}; for “groups” write “group”.`,
    ],
    [
      'a team',
      '[{ team: owners }]',
      `6:10 An entry of “admins” ${written}; a team belongs to a channel, and admins to none.`,
    ],
    [
      'a name that is not there',
      '[{ person: grce }]',
      '6:20 There is no person “grce” under “people”; did you mean “grace”?',
    ],
    ['a group among the people', '[{ person: dba }]', '6:20 “dba” is a group; write { group: dba }.'],
    [
      'the id of a group',
      `[{ person: ${ids.dba} }]`,
      `6:20 “${ids.dba}” is a group; write { group: ${ids.dba} }.`,
    ],
    ['a person among the groups', '[{ group: grace }]', '6:19 “grace” is a person; write { person: grace }.'],
    [
      'an e-mail address',
      '[{ person: grace@example.org }]',
      '6:20 “grace@example.org” is an e-mail address, and people and groups are told apart by object id; in the Microsoft Entra admin center open the user and copy “Object ID”.',
    ],
  ];
  for (const [what, admins, problem] of cases)
    it(`is refused: ${what}`, () => assert.deepEqual(problemsOf(file(admins)), [problem]));
});
