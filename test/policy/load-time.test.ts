// What reading a large file may cost: mistakes that nobody would read are not looked into.
import assert from 'node:assert/strict';
import { fileShape } from '../../src/policy/file-shape.ts';
import { groupOf, hoursOf, networkOf, personOf, readNames } from '../../src/policy/names.ts';
import { readWeekSpan } from '../../src/policy/parts.ts';
import { type Problem, type Report, reportInto } from '../../src/policy/problem.ts';
import { findingsOf } from '../../src/policy/shape-problems.ts';
import { fileOf, problemsOf, readWell } from './files.ts';

const many = <T>(count: number, make: (index: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(index));

describe('a file with very many mistakes', () => {
  it('is told of the first twenty', () => {
    const rules = many(
      100,
      (index) => `- { name: r${index}, decision: refused, when: { hours: x${index} } }`,
    );
    const problems = problemsOf(fileOf(rules.join('\n')));
    assert.equal(problems.length, 20);
    assert.match(problems[19] ?? '', /“x19”/);
  });

  it('is told of the first twenty unknown keys', () => {
    const rules = many(100, (index) => `- { name: r${index}, decision: refused, nam${index}: x }`);
    assert.equal(problemsOf(fileOf(rules.join('\n'))).length, 20);
  });

  it('looks for what was meant only where it is told', () => {
    let searches = 0;
    const problems: Problem[] = [];
    const report = reportInto(problems, () => ({ line: 1, column: 1 }));
    for (let count = 0; count < 1000; count += 1)
      report([], () => {
        searches += 1;
        return 'Did you mean …?';
      });
    assert.deepEqual([searches, problems.length], [20, 20]);
  });

  it('leaves every search to be made, or not, by who tells', () => {
    const names = readNames({ version: 1, rules: [{ name: 'a', decision: 'refused' }] }, () => undefined);
    const kinds: string[] = [];
    const report: Report = (_, message) => {
      kinds.push(typeof message);
      return undefined;
    };
    personOf('x', [], names, report);
    groupOf('x', [], names, report);
    networkOf('x', [], names, report);
    hoursOf('x', [], names, report);
    readNames({ version: 1, timeZone: 'x', rules: [{ name: 'a', decision: 'refused' }] }, report);
    readWeekSpan({ days: 'x', from: '8:00', to: '9:00' }, [], report);
    assert.deepEqual(kinds, Array(6).fill('function'));
    const { error } = fileShape.safeParse({ version: 1, rule: [] });
    assert.ok(error !== undefined);
    assert.ok(findingsOf(error.issues).every(({ message }) => typeof message === 'function'));
  });
});

describe('rules that never decide', () => {
  const machines = many(
    50,
    (index) => `- { name: r${index}, decision: automatic, when: { machines: [m${index}] } }`,
  );

  it('are looked for only when somebody asks, and each rule is read once', () => {
    const { stringify } = JSON;
    let texts = 0;
    JSON.stringify = new Proxy(stringify, {
      apply(target, self, args) {
        texts += 1;
        return Reflect.apply(target, self, args);
      },
    });
    try {
      const read = readWell(fileOf(machines.join('\n')));
      assert.equal(texts, 0);
      assert.deepEqual(read.warnings(), []);
      assert.equal(texts, machines.length);
    } finally {
      JSON.stringify = stringify;
    }
  });
});
