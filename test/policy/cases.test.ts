// The cases beside the rules pass when the policy answers as they say, and only then.
import assert from 'node:assert/strict';
import { runCase } from '../../src/policy/cases.ts';
import { fileOf, ids, readWell } from './files.ts';

const rules = `
- { name: never, decision: refused, when: { ports: [5985] } }
- { name: test, decision: automatic, when: { ports: [23], machines: [{ subscription: Test }] } }
- { name: by id, decision: automatic, when: { ports: [24], machines: [{ subscription: 5bc1a2de-0000-4000-8000-000000000001 }] } }
- { name: ssh, decision: automatic, when: { ports: [22], machines: [{ name: web-*, tags: { env: test } }] } }
- name: rdp
  decision: approval
  when: { ports: [3389], requesters: [{ group: dba }] }
  approvers: [{ team: owners }]
  quorum: 2
  breakGlass: true`.trim();

const passes = (one: string): boolean => {
  const file = `${fileOf(rules, `people: { ada: ${ids.ada} }\ngroups: { dba: ${ids.dba} }\n`)}tests:\n  - { ${one} }\n`;
  const { policy, tests } = readWell(file);
  const [only] = tests;
  assert.ok(only !== undefined && tests.length === 1);
  return runCase(policy, only).passed;
};

const ask = (port: number, rest = '') => `ask: { as: ada, machine: web-1, port: ${port}, for: 1h${rest} }`;
const dba = ', groups: [dba]';
const test = ', tags: { env: test }';

describe('a case', () => {
  for (const one of [
    `${ask(5985)}, expect: refused, by: never`,
    `${ask(8080)}, expect: refused`,
    `${ask(22, test)}, expect: automatic, by: ssh`,
    `${ask(3389, dba)}, expect: needs 2 approvers, by: rdp`,
    `${ask(3389, `${dba}, breakGlass: true, reason: fire`)}, expect: break glass`,
    `${ask(23, ', subscription: test')}, expect: automatic, by: test`,
    `${ask(23, ', subscription: Dev')}, expect: refused`,
    // An id says nothing of the name, nor a name of the id.
    `${ask(23, ', subscription: 5bc1a2de-0000-4000-8000-000000000001')}, expect: refused, by: test`,
    `${ask(24, ', subscription: 5BC1A2DE-0000-4000-8000-000000000001')}, expect: automatic`,
    `${ask(24, ', subscription: Test')}, expect: refused, by: by id`,
    `${ask(24, ', subscription: { id: 5bc1a2de-0000-4000-8000-000000000001, name: Test }')}, expect: automatic`,
    `${ask(23, ', subscription: { id: 5bc1a2de-0000-4000-8000-000000000002, name: Test }')}, expect: automatic`,
    `${ask(24, ', subscription: { id: 5bc1a2de-0000-4000-8000-000000000002, name: Test }')}, expect: refused`,
    // Tags that a case leaves out are not known, groups are not hers.
    `${ask(22)}, expect: refused, by: ssh`,
    `${ask(3389)}, expect: refused`,
  ])
    it(`passes: ${one}`, () => assert.equal(passes(one), true));

  for (const one of [
    `${ask(5985)}, expect: automatic`,
    `${ask(8080)}, expect: refused, by: never`,
    `${ask(22, test)}, expect: needs 1 approver`,
    `${ask(22, test)}, expect: automatic, by: rdp`,
    `${ask(3389, dba)}, expect: needs 1 approver`,
    `${ask(3389, dba)}, expect: break glass`,
    `${ask(3389, `${dba}, breakGlass: true`)}, expect: break glass`,
    `${ask(22)}, expect: automatic`,
  ])
    it(`fails: ${one}`, () => assert.equal(passes(one), false));
});
