// The benchmark's table.
import assert from 'node:assert/strict';
import type { Round } from '../../bench/measure.ts';
import { table } from '../../bench/report.ts';

const round = (turnsPerSecond: number): Round => ({
  turns: 100,
  turnsPerSecond,
  p50: 4,
  p99: 8,
  cpu: 0.5,
  aloneP50: 1,
  aloneP99: 2,
});

describe('The benchmark table', () => {
  it('shows medians, and what the first is of each other', () => {
    const ours = {
      name: 'ours',
      startMilliseconds: 3000,
      residentMegabytes: 500,
      rounds: [50, 100, 900].map(round),
    };
    const echo = {
      name: 'echo',
      startMilliseconds: 300,
      residentMegabytes: 250,
      rounds: [200, 400, 10].map(round),
    };
    const lines = table([ours, echo]).split('\n');
    assert.deepEqual(
      [lines[0], lines[2], lines.at(-1)],
      [
        '| measure | ours | echo | ratio |',
        '| turns per second | 100 | 200 | 0.50 |',
        '| resident memory at the end (MB) | 500 | 250 | 2.00 |',
      ],
    );
  });
});
