// When a finding is news, what a look changes, and until when it is acknowledged.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { untilDay } from '../../../src/domain/drift/acknowledge-until.ts';
import { afterLook } from '../../../src/domain/drift/after-look.ts';
import { isNews, type KnownFinding } from '../../../src/domain/drift/known-finding.ts';
import { aKnown, anOpenFinding, anOutlived } from '../../support/findings.ts';
import { grace, noon } from '../../support/requests.ts';

const hour = 3600_000;
const day = 24 * hour;
const held = (until: number) => ({ by: grace, reason: 'known', until, at: noon });

describe('a finding is news', () => {
  const table: readonly (readonly [boolean, string, Partial<KnownFinding>])[] = [
    [true, 'when it is new', {}],
    [false, 'not when it was told', { toldAt: noon }],
    [true, 'when it was told before it came back', { toldAt: noon, since: noon + 1 }],
    [false, 'not when it is gone', { goneSince: noon }],
    [false, 'not while it is acknowledged', { acknowledgement: held(noon + 3 * hour) }],
    [
      true,
      'when its acknowledgement is over, though it was told',
      { toldAt: noon, acknowledgement: held(noon + hour) },
    ],
    [false, 'not twice after that', { toldAt: noon + hour, acknowledgement: held(noon + hour) }],
    [
      false,
      'not while JIT may still be about to take it away',
      { finding: anOutlived(), lastSeenAt: noon + 599_000 },
    ],
    [true, 'when JIT had its time', { finding: anOutlived(), lastSeenAt: noon + 600_000 }],
  ];
  for (const [is, when, changes] of table)
    it(when, () => assert.equal(isNews(aKnown(changes), noon + 2 * hour), is));

  it('with the very moment at which its acknowledgement ends', () => {
    const known = aKnown({ toldAt: noon, acknowledgement: held(noon + hour) });
    assert.deepEqual([isNews(known, noon + hour - 1), isNews(known, noon + hour)], [false, true]);
  });
});

describe('a look', () => {
  const there = aKnown({ toldAt: noon });
  const at = noon + 2 * hour;
  const { finding } = there;

  it('finds what is new', () => {
    const other = anOpenFinding({ key: 'open/other' });
    const { found, there: still, gone } = afterLook([there], [finding, other], at);
    assert.deepEqual([found, still.map(({ lastSeenAt }) => lastSeenAt), gone], [[other], [at], []]);
  });

  it('misses what is gone, once', () => {
    const { gone } = afterLook([there], [], at);
    assert.deepEqual(gone, [{ ...there, goneSince: at }]);
    assert.deepEqual(afterLook(gone, [], at + hour).gone, []);
  });

  it('takes what comes back within a day for the same', () => {
    const { there: back } = afterLook([{ ...there, goneSince: at }], [finding], at + day - 1);
    assert.deepEqual(back, [{ ...there, lastSeenAt: at + day - 1 }]);
  });

  it('takes what comes back after a day for news, acknowledged or not', () => {
    const acknowledgement = held(at + 9 * day);
    const { there: back } = afterLook([{ ...there, acknowledgement, goneSince: at }], [finding], at + day);
    assert.deepEqual(back, [{ ...there, acknowledgement, since: at + day, lastSeenAt: at + day }]);
    assert.equal(isNews(back[0] ?? there, at + day), false);
    assert.equal(isNews(back[0] ?? there, at + 9 * day), true);
  });

  it('denies nothing that somebody saw after it began, and brings nothing back that was seen gone since', () => {
    const later = aKnown({ lastSeenAt: at + 1 });
    assert.deepEqual(afterLook([later], [], at), { found: [], there: [], gone: [] });
    const gone = { ...there, goneSince: at + 1 };
    assert.deepEqual(afterLook([gone], [finding], at), { found: [], there: [], gone: [] });
  });
});

describe('the last day of an acknowledgement', () => {
  const berlin = 'Europe/Berlin';
  const table: readonly (readonly [string | undefined, string])[] = [
    ['2026-12-31', '2026-12-31T23:00:00.000Z'],
    ['2026-11-23', '2026-11-23T23:00:00.000Z'],
    // Summer time.
    ['2027-07-01', '2027-07-01T22:00:00.000Z'],
    ['2027-11-23', '2027-11-23T23:00:00.000Z'],
    ['2027-11-24', 'too-far'],
    ['2026-11-22', 'past'],
    ['30 days', '2026-12-23T23:00:00.000Z'],
    ['2 weeks', '2026-12-07T23:00:00.000Z'],
    ['0 days', '2026-11-23T23:00:00.000Z'],
    ['400 days', 'too-far'],
    ['30 moons', 'unclear'],
    ['2026-02-30', 'unclear'],
    ['2027-02-29', 'unclear'],
    ['31.12.2026', 'unclear'],
    ['2026-12-31T00:00', 'unclear'],
    ['0000-00-00', 'unclear'],
    ['', 'missing'],
    [undefined, 'missing'],
  ];
  for (const [typed, says] of table)
    it(`${typed ?? 'left out'}: ${says}`, () => {
      const read = untilDay(typed, noon, berlin);
      assert.equal(read.ok ? new Date(read.until).toISOString() : read.why, says);
    });

  it('is never in the past, and never more than a year and a day ahead', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -500, max: 500 }),
        fc.constantFrom('UTC', berlin, 'Pacific/Kiritimati', 'America/St_Johns'),
        fc.integer({ min: 0, max: day }),
        (days, zone, within) => {
          const now = noon + within;
          const read = untilDay(new Date(noon + days * day).toISOString().slice(0, 10), now, zone);
          if (read.ok) assert.ok(read.until > now && read.until - now <= 367 * day);
        },
      ),
    );
  });
});
