// Which groups an access policy speaks of, wherever it does.
import assert from 'node:assert/strict';
import { groupsNamed, namesOwners } from '../../../src/domain/policy/groups-named.ts';
import { fileOf, fullFile, ids, readWell } from '../../policy/files.ts';

const other = 'a0000000-0000-4000-8000-000000000001';

describe('groupsNamed', () => {
  for (const [where, text, expected] of [
    ['nowhere', fileOf('- { name: a, decision: automatic }'), []],
    ['by name', fileOf('- { name: a, decision: refused }', `groups: { dba: ${ids.dba} }\n`), [ids.dba]],
    [
      'among who asks',
      fileOf(`- { name: a, decision: refused, when: { requesters: [{ group: ${other} }] } }`),
      [other],
    ],
    [
      'among approvers',
      fileOf(`- { name: a, decision: approval, approvers: [{ group: ${other} }] }`),
      [other],
    ],
    [
      'where it escalates',
      fileOf(
        `- { name: a, decision: approval, approvers: [{ team: owners }], escalate: { after: 1h, to: [{ group: ${other} }] } }`,
      ),
      [other],
    ],
    ['among admins', fileOf('- { name: a, decision: refused }', `admins: [{ group: ${other} }]\n`), [other]],
    ['in many places, once', fullFile, [ids.dba, ids.leads]],
  ] as const)
    it(`finds groups ${where}`, () => assert.deepEqual(groupsNamed(readWell(text).policy), expected));
});

describe('namesOwners', () => {
  for (const [where, rules, expected] of [
    [
      'nobody but members decides',
      '- { name: a, decision: approval, approvers: [{ team: members }] }',
      false,
    ],
    [
      'owners decide',
      '- { name: a, decision: approval, approvers: [{ team: members }, { team: owners }] }',
      true,
    ],
    [
      'owners decide after a while',
      '- { name: a, decision: approval, approvers: [{ team: members }], escalate: { after: 1h, to: [{ team: owners }] } }',
      true,
    ],
    ['nobody has to decide', '- { name: a, decision: automatic }', false],
  ] as const)
    it(`is ${expected} where ${where}`, () =>
      assert.equal(namesOwners(readWell(fileOf(rules)).policy), expected));
});
