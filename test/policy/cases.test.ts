// The cases beside the rules pass when the policy answers as they say, and only then.
import assert from 'node:assert/strict';
import { runCase } from '../../src/policy/cases.ts';
import { fileOf, ids, readWell } from './files.ts';

const rules = `
- { name: never, decision: refused, when: { ports: [5985] } }
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
