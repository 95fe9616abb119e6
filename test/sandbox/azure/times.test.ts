// Azure's seven fractional digits and ISO 8601 durations.
import assert from 'node:assert/strict';
import { azureTime, durationMs } from '../../../sandbox/azure/times.ts';

describe('azureTime', () => {
  it('writes seven fractional digits', () => {
    assert.equal(azureTime(Date.UTC(2026, 2, 2, 9, 0, 0, 25), 42), '2026-03-02T09:00:00.0250042Z');
  });
});

describe('durationMs', () => {
  const minute = 60_000;
  const cases: readonly [string, number | undefined][] = [
    ['PT3H', 180 * minute],
    ['PT15M', 15 * minute],
    ['P1D', 1440 * minute],
    ['PT1H30M5S', 90 * minute + 5_000],
    ['P', undefined],
    ['PT', undefined],
    ['3 hours', undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads ${text} as ${expected ?? 'nothing'}`, () => {
      assert.equal(durationMs(text), expected);
    });
  }
});
