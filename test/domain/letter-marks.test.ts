// The first guess at likeness.
import assert from 'node:assert/strict';
import { rememberMarks } from '../../src/domain/letter-marks.ts';

describe('rememberMarks', () => {
  const alike = rememberMarks(['web-1', 'sql-1', 'web-1', 'mail', 'wbe-1']);

  const table: readonly (readonly [count: number, positions: readonly number[]])[] = [
    [0, []],
    [1, [0]],
    [2, [0, 2]],
    [3, [0, 2, 4]],
    [5, [0, 1, 2, 3, 4]],
    [9, [0, 1, 2, 3, 4]],
  ];
  for (const [count, positions] of table)
    it(`gives ${positions.length} of 5 texts when asked for ${count}`, () => {
      assert.deepEqual(alike('web-1', count), positions);
    });

  it('gives nothing of nothing', () => {
    assert.deepEqual(rememberMarks([])('web', 5), []);
  });
});
