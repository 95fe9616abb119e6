// Entries that came to nothing are folded, and nothing else is, and none is lost.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { folded } from '../../cards/history-folds.ts';

const entries = fc.array(
  fc.record({
    actor: fc.constantFrom('ada', 'grace', 'bot'),
    kind: fc.constantFrom('asked', 'form-dropped', 'setup-asked', 'requested', 'closed'),
  }),
);

describe('folded entries', () => {
  it('are one for each kind of a run by one person', () => {
    const told = [
      'ada form-dropped',
      'ada asked',
      'ada form-dropped',
      'ada asked',
      'ada requested',
      'ada asked',
      'grace asked',
    ];
    const rows = told.map((each) => ({ actor: each.split(' ')[0] ?? '', kind: each.split(' ')[1] ?? '' }));
    assert.deepEqual(
      folded(rows).map((fold) => `${fold.length} ${fold[0].actor} ${fold[0].kind}`),
      ['2 ada form-dropped', '2 ada asked', '1 ada requested', '1 ada asked', '1 grace asked'],
    );
  });

  it('are all that there were, each once', () => {
    fc.assert(
      fc.property(entries, (rows) => {
        const all = folded(rows).flat();
        assert.deepEqual([all.length, new Set(all).size], [rows.length, new Set(rows).size]);
      }),
    );
  });

  it('stand in the order of their newest, and hold one kind by one person', () => {
    fc.assert(
      fc.property(entries, (rows) => {
        const folds = folded(rows);
        const newest = folds.map(([first]) => rows.indexOf(first));
        assert.deepEqual(
          newest,
          newest.toSorted((a, b) => a - b),
        );
        for (const [first, ...others] of folds)
          for (const other of others) assert.deepEqual([other.actor, other.kind], [first.actor, first.kind]);
      }),
    );
  });

  it('never hide that somebody sent something, or what came of it', () => {
    fc.assert(
      fc.property(entries, (rows) => {
        const loud = (list: readonly { kind: string }[]) =>
          list.filter(({ kind }) => kind === 'requested' || kind === 'closed').length;
        assert.equal(loud(folded(rows).map(([first]) => first)), loud(rows));
      }),
    );
  });
});
