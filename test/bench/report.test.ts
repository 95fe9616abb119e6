// The benchmark's table.
import assert from 'node:assert/strict';
import { isMet, table } from '../../bench/report.ts';
import type { Finding } from '../../bench/section.ts';

const reference = { name: 'echo bot', value: 400 };

describe('The benchmark table', () => {
  it('has a line for each finding of each part, with what was promised and whether it is kept', () => {
    const turns: Finding[] = [
      { measure: 'turns', ours: 300, reference, goal: { of: 'ratio', is: 'at least', value: 0.8 } },
      { measure: 'CPU (ms)', ours: 1.25, reference: { name: 'echo bot', value: 0.5 }, digits: 2 },
    ];
    const size: Finding[] = [
      { measure: 'memory (MB)', ours: 250, goal: { of: 'ours', is: 'at most', value: 300 } },
    ];
    const parts = [turns, size].map((findings) => ({ name: 'part', about: '', findings }));
    assert.deepEqual(table(parts).split('\n'), [
      '| measure | ours | reference | ratio | goal | met |',
      '| --- | ---: | ---: | ---: | --- | --- |',
      '| turns | 300 | 400 (echo bot) | 0.75 | ratio ≥ 0.8 | **no** |',
      '| CPU (ms) | 1.25 | 0.50 (echo bot) | 2.50 |  |  |',
      '| memory (MB) | 250 |  |  | ≤ 300 | yes |',
    ]);
  });
});

describe('A goal', () => {
  const of = (ours: number, is: 'at most' | 'at least', value: number): Finding => ({
    measure: '',
    ours,
    reference,
    goal: { of: 'ratio', is, value },
  });
  for (const [finding, met] of [
    [of(800, 'at most', 2), true],
    [of(801, 'at most', 2), false],
    [of(400, 'at least', 1), true],
    [of(399, 'at least', 1), false],
    [{ measure: '', ours: 1, goal: { of: 'ratio', is: 'at most', value: 2 } }, false],
    [{ measure: '', ours: 1 }, undefined],
  ] as const)
    it(`of ${JSON.stringify(finding)} is met: ${met}`, () => {
      assert.equal(isMet(finding), met);
    });
});
