// Whether a rule is about a subscription of which the id, the name or both are known.
import assert from 'node:assert/strict';
import { matchOf } from '../../../src/domain/policy/matches.ts';
import type { Known, MachineFacts } from '../../../src/domain/policy/question.ts';
import { facts } from './builders.ts';

const id = '5bc1a2de-0000-4000-8000-000000000001';
const other = '5bc1a2de-0000-4000-8000-000000000002';

describe('a rule about a tag', () => {
  it('takes its name without regard to case, and only as a whole', () => {
    const matches = (tag: string, carried: string): Known =>
      matchOf(
        { machines: [{ tags: { [tag]: 'x' } }] },
        { requester: facts('ada'), machine: { name: 'web-01', tags: { [carried]: 'X' } }, port: 22 },
      ).known;
    assert.equal(matches('Env', 'eNV'), true);
    assert.equal(matches('ΟΔΟΣ', 'οδος'), true);
    assert.equal(matches('ΟΔΟΣ', 'οδοσ'), true);
    assert.equal(matches('İ', 'i'), false);
    assert.equal(matches('e*', 'env'), false);
  });
});

describe('a rule about a subscription', () => {
  const cases: readonly (readonly [
    pattern: string,
    subscription: NonNullable<MachineFacts['subscription']> | undefined,
    matches: Known,
  ])[] = [
    ['Production', { id, name: 'production' }, true],
    ['Production', { name: 'Production' }, true],
    ['Production', { name: 'Test' }, false],
    ['Production', { id }, undefined],
    ['Production', undefined, undefined],
    ['Prod*', { name: 'Production' }, true],
    ['Prod*', { id }, undefined],
    [id, { id: id.toUpperCase(), name: 'Production' }, true],
    [id, { id: other, name: 'Production' }, false],
    [id, { id: other }, false],
    [id, { name: 'Production' }, undefined],
    // Whoever names a subscription must not make it another one.
    [id, { id: other, name: id }, false],
    ['5bc1*', { id, name: 'Production' }, true],
    // A name that no id can match is no question of the id; one that an id could match is.
    ['fab-*', { name: 'Test' }, undefined],
    ['fab-*', { id: other, name: 'Test' }, false],
    ['*', { name: 'Test' }, true],
  ];
  for (const [pattern, subscription, matches] of cases)
    it(`says ${matches ?? 'unknown'} to ${pattern} for ${JSON.stringify(subscription)}`, () => {
      const machine = { name: 'web-01', ...(subscription !== undefined && { subscription }) };
      const about = { requester: facts('ada'), machine, port: 22 };
      assert.equal(matchOf({ machines: [{ subscription: pattern }] }, about).known, matches);
    });
});
