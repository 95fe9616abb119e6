// IPv4 source prefixes: containment against hand-worked cases.
import assert from 'node:assert/strict';
import { contains, isSourcePrefix } from '../../../sandbox/azure/prefixes.ts';

describe('contains', () => {
  const cases: readonly [outer: string, inner: string, expected: boolean][] = [
    ['*', '203.0.113.7', true],
    ['*', '*', true],
    ['0.0.0.0/0', '*', true],
    ['203.0.113.0/24', '203.0.113.255', true],
    ['203.0.113.0/24', '203.0.114.0', false],
    ['203.0.113.0/24', '203.0.113.128/25', true],
    ['203.0.113.128/25', '203.0.113.0/24', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.7/32', true],
    ['203.0.113.7', '203.0.113.8', false],
    ['203.0.113.0/24', '*', false],
    ['203.0.113.0/24', '2001:db8::1', false],
  ];
  for (const [outer, inner, expected] of cases) {
    it(`${outer} ${expected ? 'holds' : 'does not hold'} ${inner}`, () => {
      assert.equal(contains(outer, inner), expected);
    });
  }
});

describe('isSourcePrefix', () => {
  const cases: readonly [string, boolean][] = [
    ['*', true],
    ['203.0.113.7', true],
    ['203.0.113.0/24', true],
    ['203.0.113.0/33', false],
    ['203.0.113.0/24/8', false],
    ['2001:db8::1', false],
    ['Internet', false],
    ['', false],
  ];
  for (const [prefix, expected] of cases) {
    it(`${expected ? 'takes' : 'refuses'} "${prefix}"`, () => {
      assert.equal(isSourcePrefix(prefix), expected);
    });
  }
});
