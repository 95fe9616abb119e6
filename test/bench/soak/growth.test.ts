// The soak's judge, on series that are made up: what grows is called so, and what only swings is not.
import assert from 'node:assert/strict';
import { growthOf, type Point, settled, slopeOf } from '../../../bench/soak/growth.ts';
import { growing, judged, type Sample } from '../../../bench/soak/measures.ts';

/** An hour, a point every half minute. @param value by seconds and number */
const series = (value: (at: number, number: number) => number): readonly Point[] =>
  Array.from({ length: 120 }, (_, number) => ({ at: number * 30, value: value(number * 30, number) }));

/** The same noise each time, between -1 and 1. */
const noise = (number: number): number => {
  const wild = Math.sin(number * 12.9898) * 43_758.5453;
  return (wild - Math.floor(wild)) * 2 - 1;
};

describe('The slope of a series', () => {
  it('is what it grows by in an hour', () => {
    assert.deepEqual(slopeOf(series((at) => at / 60)), { perHour: 60, least: 60, most: 60 });
  });

  it('does not follow a few peaks', () => {
    const slope = slopeOf(series((_at, number) => (number > 110 && number % 3 === 0 ? 500 : 80)));
    assert.equal(slope?.perHour, 0);
  });

  it('lies between its bounds, whatever the noise', () => {
    const slope = slopeOf(series((at, number) => (at / 3600) * 20 + noise(number) * 5));
    assert.ok(slope !== undefined && slope.least < 20 && 20 < slope.most, JSON.stringify(slope));
    assert.ok(slope.most - slope.least < 5, JSON.stringify(slope));
  });

  it('is not known of too few points, or of one moment', () => {
    assert.equal(slopeOf(series(() => 1).slice(0, 7)), undefined);
    assert.equal(slopeOf(series(() => 1).map(({ value }) => ({ at: 0, value }))), undefined);
  });
});

describe('Growth', () => {
  const table: readonly (readonly [string, readonly Point[], 'steady' | 'grows' | 'undecided'])[] = [
    ['nothing at all', series(() => 80), 'steady'],
    ['the collector’s saw', series((_at, number) => 80 + (number % 10) * 0.4), 'steady'],
    ['noise', series((_at, number) => 80 + noise(number) * 4), 'steady'],
    ['a leak of 20 an hour under noise', series((at, number) => 80 + at / 180 + noise(number) * 4), 'grows'],
    ['a leak in steps', series((at) => 80 + Math.floor(at / 600) * 4), 'grows'],
    ['one descriptor a minute', series((at) => 200 + Math.floor(at / 60)), 'grows'],
    ['what becomes smaller', series((at) => 200 - at / 60), 'steady'],
    [
      'a slow leak that the noise hides',
      series((at, number) => 80 + at / 600 + noise(number) * 60),
      'undecided',
    ],
    ['too short a run', series(() => 80).slice(0, 5), 'undecided'],
  ];
  for (const [name, points, kind] of table)
    it(`of ${name} is ${kind}`, () => {
      assert.equal(growthOf(points, 5).kind, kind);
    });
});

describe('The points after the warm-up', () => {
  it('are all that came at its end or later', () => {
    assert.equal(
      settled(
        series(() => 1),
        600,
      )[0]?.at,
      600,
    );
  });
});

describe('A soak’s samples', () => {
  const samples = series((at) => 200 + at / 60).map(
    ({ at, value }): Sample => ({ at, values: { 'open files': value, threads: 12, turns: at * 5 } }),
  );

  it('that grow where nothing may are told in a sentence that names it', () => {
    assert.deepEqual(growing(judged(samples, 600)), [
      'Open files grows by 60.0 an hour, surely by 60.0; at most 2.0 is taken for none. It went from 210 to 260.',
    ]);
  });

  it('are judged only where there is a limit, and only from the warm-up on', () => {
    const lines = judged(samples, 600);
    assert.deepEqual(
      lines.map(({ name, first, growth: { kind } }) => [name, first, kind]),
      [
        ['open files', 210, 'grows'],
        ['threads', 12, 'steady'],
        ['turns', 3000, 'steady'],
      ],
    );
  });
});
