// The benchmark's statistics.
import assert from 'node:assert/strict';
import { median, percentile } from '../../bench/statistics.ts';

describe('The median', () => {
  for (const [values, middle] of [
    [[7], 7],
    [[9, 1, 5], 5],
    [[10, 1, 4, 2], 3],
  ] as const)
    it(`of ${values.join(', ')} is ${middle}`, () => {
      assert.equal(median(values), middle);
    });

  it('of nothing is an error', () => {
    assert.throws(() => median([]), { message: 'nothing has no median' });
  });
});

describe('A percentile', () => {
  const upTo100 = Array.from({ length: 100 }, (_, index) => 100 - index);
  for (const [values, share, value] of [
    [upTo100, 0.5, 50],
    [upTo100, 0.99, 99],
    [upTo100, 1, 100],
    [upTo100, 0, 1],
    [[3, 8], 0.99, 8],
  ] as const)
    it(`${share} of ${values.length} values is ${value}`, () => {
      assert.equal(percentile(values, share), value);
    });

  it('of nothing is an error', () => {
    assert.throws(() => percentile([], 0.5), { message: 'nothing has no percentile' });
  });
});
