// Words that wait for the chat: still owed, and later; what is owed to Azure does not wait with them.
import assert from 'node:assert/strict';
import { createWaitingWords } from '../../src/access/waiting-words.ts';
import { owed } from '../../src/domain/owed.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import { everyState } from '../ledger/sample-requests.ts';

const now = 1_000_000;
const { closed: sample, closing } = everyState();
const closed = { ...sample, told: {}, setbacks: {}, decisionCards: [] };
const dues = (debts: ReturnType<typeof owed>['due']) => debts.map(({ kind }) => kind);

describe('words that wait for the chat', () => {
  it('are left out until then, and wake the request then', () => {
    const words = createWaitingWords(defaultPace);
    const [first, ...others] = owed(closed, now, defaultPace).due;
    assert.ok(first !== undefined && others.length > 0);
    words.wait(closed, first, now + 5000);
    assert.deepEqual(words.owedNow(closed, now), { due: others, wakeAt: now + 5000 });
    assert.deepEqual(words.owedNow(closed, now + 5000).due, owed(closed, now + 5000, defaultPace).due);
  });

  it('all wait in a crowd, and what is owed to Azure does not', () => {
    const words = createWaitingWords(defaultPace);
    const ending = { ...closing, lookAt: now };
    words.hush(closed, now + 3000);
    words.hush(ending, now + 3000);
    assert.deepEqual(words.owedNow(closed, now), { due: [], wakeAt: now + 3000 });
    assert.ok(dues(words.owedNow(ending, now).due).includes('look'));
  });

  it('are owed as ever once the settling is over', () => {
    const words = createWaitingWords(defaultPace);
    words.hush(closed, now + 3000);
    words.forget(closed.id);
    assert.deepEqual(words.owedNow(closed, now), owed(closed, now, defaultPace));
  });
});
