// The first guess at likeness.
import assert from 'node:assert/strict';
import { marksOf, mostAlike } from '../../src/domain/letter-marks.ts';

describe('mostAlike', () => {
  const alike = (lists: readonly (readonly string[])[], text: string, count: number): number[] => {
    const before = lists.map((_, at) => lists.slice(0, at).flat().length);
    const found: number[] = [];
    mostAlike(lists.map(marksOf), text, count, (list, position) =>
      found.push((before[list] ?? 0) + position),
    );
    return found;
  };
  const texts = ['web-1', 'sql-1', 'web-1', 'mail', 'wbe-1'];

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
      assert.deepEqual(alike([texts], 'web-1', count), positions);
    });

  it('gives the same of texts in several lists', () => {
    for (const [count, positions] of table)
      assert.deepEqual(alike([texts.slice(0, 2), [], texts.slice(2)], 'web-1', count), positions);
  });

  it('gives nothing of nothing', () => {
    assert.deepEqual(alike([[]], 'web', 5), []);
  });
});
