// What becomes of an open grant that is looked at, or that somebody is done with.
import assert from 'node:assert/strict';
import type { Open } from '../../src/domain/access-request.ts';
import { doneSaid, keptOpen, revoked, seenLost, seenOpen, unseen } from '../../src/domain/grant-moves.ts';
import { lookEvery, nextWatch, defaultPace as pace, warningLead } from '../../src/domain/pace.ts';
import type { Lost } from '../../src/domain/sight.ts';
import { ada, anOpen, grace, jitAllow, noon, seen } from '../support/requests.ts';

const end = noon + 3600_000;
const gone: Lost = { kind: 'no-jit-rule' };
const blocked: Lost = { kind: 'blocked', level: 'interface', rule: { ...jitAllow, name: 'freeze' } };
const second = 1000;

describe('an open grant that is looked at', () => {
  it('stays as it is when it is seen open, and leaves no trace', () => {
    const { request, entries } = seenOpen(anOpen(), seen, noon + 125_000, noon + 65_000);
    assert.deepEqual([request, entries], [{ ...anOpen(), lookAt: noon + 125_000 }, []]);
  });

  it('is not believed lost at the first look, nor soon after', () => {
    const first = seenLost(anOpen(), gone, pace, noon + 65_000);
    const next = seenLost(first.request as Open, gone, pace, noon + 65_000 + pace.lost * second - 1);
    assert.deepEqual(
      [first.request, next.request.state, [...first.entries, ...next.entries]],
      [{ ...anOpen(), lost: { since: noon + 65_000, sight: gone }, lookAt: noon + 67_000 }, 'open', []],
    );
  });

  it('forgets a loss that was not sure', () => {
    const lost = seenLost(anOpen(), gone, pace, noon + 65_000).request as Open;
    const { request, entries } = seenOpen(lost, seen, noon + 125_000, noon + 67_000);
    assert.deepEqual([request, entries], [{ ...anOpen(), lookAt: noon + 125_000 }, []]);
  });

  it('ends early once its rule was missing for long enough, and says what its end would have been', () => {
    const at = noon + 65_000 + pace.lost * second;
    const lost = seenLost(anOpen(), gone, pace, noon + 65_000).request as Open;
    const { request, entries } = seenLost({ ...lost, extension: 'req-2' }, gone, pace, at);
    assert.ok(request.state === 'closing');
    const { early, endsAt, openedAt, lookAt, extension } = request;
    assert.deepEqual(
      [{ early, endsAt, openedAt, lookAt, extension }, entries.map(({ kind }) => kind)],
      [
        {
          early: { why: 'gone', endsAt: end },
          endsAt: at,
          openedAt: noon + 5000,
          lookAt: at,
          extension: 'req-2',
        },
        ['gone-early'],
      ],
    );
  });

  it('stays open, and is told of once, when something blocks it', () => {
    const lost = seenLost(anOpen(), blocked, pace, noon).request as Open;
    const sure = seenLost(lost, blocked, pace, noon + pace.lost * second);
    const again = seenLost(sure.request as Open, blocked, pace, noon + 60_000);
    const back = seenOpen(again.request as Open, seen, noon + 180_000, noon + 120_000);
    assert.deepEqual(
      [
        sure.request.state === 'open' && sure.request.lost,
        [sure, again, back].map(({ entries }) => entries.map(({ kind }) => kind)),
        back.request.lost,
      ],
      [{ since: noon, sight: blocked, sure: true }, [['lost'], [], ['found-again']], undefined],
    );
  });

  it('is not believed gone at the first look that misses its rule, however long it was blocked before', () => {
    const lost: Open = { ...anOpen(), lost: { since: noon, sight: blocked, sure: true } };
    const once = seenLost(lost, gone, pace, noon + 600_000);
    const twice = seenLost(once.request as Open, gone, pace, noon + 600_000 + pace.lost * second);
    assert.deepEqual(
      [once.request.state, once.request.lookAt, twice.request.state],
      ['open', noon + 600_000 + pace.lost * second, 'closing'],
    );
  });

  it('ends as somebody wanted it to when its rule goes after all, though it could not be deleted', () => {
    const kept = { why: 'fault', message: 'Azure did not answer.' } as const;
    const lost: Open = {
      ...anOpen(),
      done: { at: noon, by: ada, kept },
      lost: { since: noon, sight: gone },
    };
    const { request } = seenLost(lost, gone, pace, noon + pace.lost * second);
    assert.deepEqual(request.state === 'closing' && request.early, { why: 'done', by: ada, endsAt: end });
  });

  it('tells anew when the reason changes', () => {
    const lost: Open = { ...anOpen(), lost: { since: noon, sight: blocked, sure: true } };
    const { entries } = seenLost(lost, { kind: 'unknown', because: 'a group' }, pace, noon + 60_000);
    assert.deepEqual(
      entries.map(({ kind, facts }) => [kind, facts]),
      [['lost', { sight: { kind: 'unknown', because: 'a group' } }]],
    );
  });
});

describe('an open grant that nobody could look at', () => {
  const away = 'Azure did not answer.';
  const unclear: Lost = { kind: 'unknown', because: away };

  it('stays as it was for a while, and then nobody says ready any more', () => {
    const first = unseen(anOpen(), away, pace, noon);
    const later = unseen(first, away, pace, noon + pace.closeGrace * second - 1);
    const sure = unseen(later, away, pace, noon + pace.closeGrace * second);
    assert.deepEqual(
      [first.lost, later.lost, sure.lost],
      [
        { since: noon, sight: unclear },
        { since: noon, sight: unclear },
        { since: noon, sight: unclear, sure: true },
      ],
    );
  });

  it('is as it was at the first look that succeeds', () => {
    const sure: Open = { ...anOpen(), lost: { since: noon, sight: unclear, sure: true } };
    const { request, entries } = seenOpen(sure, seen, noon + 600_000, noon + 540_000);
    assert.deepEqual([request.lost, entries.map(({ kind }) => kind)], [undefined, ['found-again']]);
  });

  it('is not gone for one look that does not find the rule afterwards', () => {
    const { request } = seenLost(unseen(anOpen(), away, pace, noon), gone, pace, noon + 60_000);
    assert.deepEqual(request.state === 'open' && request.lost, { since: noon + 60_000, sight: gone });
  });

  it('stays blocked where that was seen before', () => {
    const lost = { since: noon, sight: blocked, sure: true } as const;
    assert.deepEqual(unseen({ ...anOpen(), lost }, away, pace, noon + 60_000).lost, lost);
  });
});

describe('somebody who is done', () => {
  const doneBy = (open: Open) => ({ ...open, done: { at: noon, by: grace } });

  it('is written down by name, with why it stays open all the same', () => {
    const { request, entries } = doneSaid(anOpen(), ada, { why: 'not-set' }, noon + 60_000);
    assert.deepEqual(
      [request.done, entries.map(({ kind, actor }) => [kind, actor])],
      [{ at: noon + 60_000, by: ada, kept: { why: 'not-set' } }, [['done', ada.id]]],
    );
  });

  it('keeps a grant open whose rule could not be deleted', () => {
    const kept = { why: 'fault', message: 'No right.' } as const;
    const { request, entries } = keptOpen(doneBy(anOpen()), kept, noon);
    assert.deepEqual(
      [request.state, request.done?.kept, entries.map(({ kind }) => kind)],
      ['open', kept, ['revoke-kept']],
    );
  });

  it('ends a grant now, and says who ended it and when Azure would have', () => {
    const { request, entries } = revoked(doneBy(anOpen()), ['rule-1'], pace, noon + 60_000);
    assert.ok(request.state === 'closing');
    const { early, endsAt } = request;
    assert.deepEqual(
      [early, endsAt, entries.map(({ kind, facts }) => [kind, facts])],
      [
        { why: 'done', by: grace, endsAt: end },
        noon + 60_000,
        [
          ['revoked', { rules: ['rule-1'] }],
          ['ended', { endsAt: '2026-11-23T12:01:00.000Z' }],
        ],
      ],
    );
  });

  describe('of an extension', () => {
    const extended = doneBy({ ...anOpen(), extends: { chain: ['req-0'], endsAt: end } });
    const late = noon + 5000 + pace.openTimeout * second;

    it('waits for the rule that Azure may still make, and remembers what is deleted', () => {
      const { request, entries } = revoked(extended, ['rule-0'], pace, noon + 60_000);
      assert.deepEqual(
        [request.state === 'open' && request.done?.deleted, request.lookAt, entries.map(({ kind }) => kind)],
        [['rule-0'], noon + 60_000 + pace.look * second, ['revoked']],
      );
    });

    it('ends when more rules are deleted than the grants before it can have', () => {
      const before = { ...extended, done: { ...extended.done, deleted: ['rule-0'] } };
      const { request } = revoked(before, ['rule-1'], pace, noon + 60_000);
      assert.deepEqual(request.state === 'closing' && request.askedAzureAt, undefined);
      assert.equal(request.state, 'closing');
    });

    it('is not ended by one rule that is deleted twice', () => {
      const before = { ...extended, done: { ...extended.done, deleted: ['rule-0'] } };
      assert.equal(revoked(before, ['rule-0'], pace, noon + 60_000).request.state, 'open');
    });

    it('ends when the time for another rule is over', () => {
      assert.equal(revoked(extended, [], pace, late - 1).request.state, 'open');
      assert.equal(revoked(extended, [], pace, late).request.state, 'closing');
    });
  });
});

describe('the warning before the end', () => {
  const table: readonly [lasts: number, lead: number | undefined][] = [
    [86_400, 600],
    [1200, 600],
    [1199, 120],
    [240, 120],
    [239, undefined],
    [60, undefined],
  ];
  for (const [lasts, lead] of table)
    it(`of a grant of ${lasts} s comes ${lead === undefined ? 'not at all' : `${lead} s before it`}`, () => {
      assert.equal(warningLead(lasts, pace), lead);
    });

  it('can be set later than that of short grants', () => {
    assert.deepEqual(
      [60, 100, 300].map((lasts) => warningLead(lasts, { ...pace, warn: 30 })),
      [30, 30, 120],
    );
  });
});

describe('the next look of an open request by itself', () => {
  const table: readonly [string, number | undefined, number][] = [
    ['comes after half an hour of rounds, should nobody watch', undefined, noon + 1800_000],
    ['comes soon after the end of the grant it extends', noon + 5000, noon + 15_000],
    ['is not later than usual for an end that is far away', noon + 7200_000, noon + 1800_000],
    ['is as usual after an end that has passed', noon - 60_000, noon + 1800_000],
  ];
  for (const [outcome, endsAt, at] of table)
    it(outcome, () => {
      assert.equal(nextWatch(endsAt === undefined ? {} : { extends: { endsAt } }, noon, pace), at);
    });
});

describe('the watch over a port that is to open or to shut', () => {
  const table = [
    [-1, 1],
    [0, 1],
    [59, 1],
    [60, 2],
    [300, 5],
    [3600, 15],
    [86_400, 60],
  ] as const;
  for (const [waited, every] of table)
    it(`looks every ${every} s when that has been awaited for ${waited} s`, () => {
      assert.equal(lookEvery(waited), every);
    });
});
