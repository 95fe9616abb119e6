// Statements that share a commit.
import assert from 'node:assert/strict';
import { oneAfterTheOther } from '../../src/ledger/in-turn.ts';
import type { Statement } from '../../src/ledger/prepared.ts';
import { together } from '../../src/ledger/together.ts';

const statement = (text: string): Statement => ({ text, values: [] });

/** A database that takes groups whole or not at all, and refuses every group that holds `wrong`. */
function database() {
  const groups: string[][] = [];
  const run = async (statements: readonly Statement[]) => {
    const texts = statements.map(({ text }) => text);
    groups.push(texts);
    if (texts.includes('wrong')) throw new Error('refused');
    return texts.map((text) => [{ text }]);
  };
  return { groups, query: together(oneAfterTheOther(), run) };
}

describe('Statements that wait together', () => {
  it('are run as one group, and answered each', async () => {
    const { groups, query } = database();
    const answers = await Promise.all(['a', 'b', 'c'].map((text) => query(statement(text))));
    assert.deepEqual(
      [groups, answers],
      [[['a', 'b', 'c']], [[{ text: 'a' }], [{ text: 'b' }], [{ text: 'c' }]]],
    );
  });

  it('are run in groups of 32 at the most', async () => {
    const { groups, query } = database();
    await Promise.all(Array.from({ length: 70 }, () => query(statement('a'))));
    assert.deepEqual(
      groups.map(({ length }) => length),
      [32, 32, 6],
    );
  });

  it('fail only for their own reasons', async () => {
    const { groups, query } = database();
    const ended = await Promise.allSettled(['a', 'wrong', 'b'].map((text) => query(statement(text))));
    assert.deepEqual(
      [groups, ended],
      [
        [['a', 'wrong', 'b'], ['a'], ['wrong'], ['b']],
        [
          { status: 'fulfilled', value: [{ text: 'a' }] },
          { status: 'rejected', reason: new Error('refused') },
          { status: 'fulfilled', value: [{ text: 'b' }] },
        ],
      ],
    );
  });

  it('are not run twice when one alone fails', async () => {
    const { groups, query } = database();
    await assert.rejects(query(statement('wrong')), { message: 'refused' });
    assert.deepEqual(groups, [['wrong']]);
  });
});
