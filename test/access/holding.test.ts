// Held work: renewed while it goes on, not acted on once it ran out, and given back.
import assert from 'node:assert/strict';
import sinon from 'sinon';
import { Fault } from '../../src/access/fault.ts';
import { type Holding, mustHold, whileClaimed, whileHeld } from '../../src/access/holding.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { noon } from '../support/requests.ts';

const may = (): boolean => {
  try {
    mustHold();
    return true;
  } catch (error) {
    assert.ok(error instanceof Fault && error.code === 'unavailable');
    return false;
  }
};

describe('held work', () => {
  let clock: sinon.SinonFakeTimers;
  beforeEach(() => {
    clock = sinon.useFakeTimers({
      now: noon,
      toFake: ['setInterval', 'clearInterval', 'Date', 'performance'],
    });
  });
  afterEach(() => clock.restore());

  /** @param answers of the books, one a renewal; the last for ever */
  function held(answers: readonly (boolean | 'away')[], work: (holding: Holding) => Promise<void>) {
    const renewals: number[] = [];
    const renew = async (at: number): Promise<boolean> => {
      renewals.push((at - noon) / 1000);
      const answer = answers[Math.min(renewals.length, answers.length) - 1];
      if (answer === 'away') throw new Fault('unavailable', 'The database is away.');
      return answer === true;
    };
    const done = whileHeld({ renew, seconds: 15, since: noon, now: Date.now }, work);
    return { renewals, done };
  }

  it('may act for as long as it is renewed, and is renewed three times as often as it must be', async () => {
    const { renewals, done } = held([true], async () => {
      for (let second = 0; second < 60; second += 1) {
        await clock.tickAsync(1000);
        assert.ok(may());
      }
    });
    await done;
    assert.deepEqual(renewals.slice(0, 3), [5, 10, 15]);
    await clock.tickAsync(60_000);
    assert.equal(renewals.length, 12);
  });

  it('may not act two seconds before it would run out, where the books do not answer', async () => {
    const seen: boolean[] = [];
    await held(['away'], async () => {
      for (const milliseconds of [12_999, 1]) {
        await clock.tickAsync(milliseconds);
        seen.push(may());
      }
    }).done;
    assert.deepEqual(seen, [true, false]);
  });

  it('may not act as soon as the books say that it is somebody else’s', async () => {
    await held([false], async () => {
      await clock.tickAsync(5000);
      assert.equal(may(), false);
    }).done;
  });

  it('knows after a pause that it ran out, before anything else is done, and does not take it back by itself', async () => {
    const { renewals, done } = held([true], async (holding) => {
      // As SIGSTOP does: the clocks run on, and no timer is called meanwhile.
      clock.setSystemTime(noon + 60_000);
      assert.equal(may(), false);
      await clock.tickAsync(20_000);
      assert.deepEqual([may(), holding.lapses()], [false, 1]);
      holding.takenAt(Date.now());
      assert.equal(may(), true);
    });
    await done;
    assert.deepEqual(renewals, []);
  });

  it('is not fooled by a clock that is set back', async () => {
    await held(['away'], async () => {
      clock.setSystemTime(noon - 600_000);
      await clock.tickAsync(13_000);
      assert.equal(may(), false);
    }).done;
  });

  it('is renewed no longer where a step of it hangs', async () => {
    await held([true], async () => {
      await clock.tickAsync(179_000);
      assert.equal(may(), true);
      await clock.tickAsync(20_000);
      assert.equal(may(), false);
    }).done;
  });

  it('is nobody’s concern where nothing is held', () => assert.ok(may()));
});

describe('claimed work', () => {
  const world = () => {
    const books = newBooks();
    const now = () => noon;
    const [one, other] = ['one', 'other'].map((owner) => memoryLedger(books, owner, now));
    assert.ok(one && other);
    return { one, other, now, books };
  };

  it('is done by one at a time, and given back', async () => {
    const { one, other, now } = world();
    const answers = await whileClaimed(one, 'work', now, async () => [
      'done',
      await whileClaimed(other, 'work', now, async () => 'done twice'),
    ]);
    assert.deepEqual([answers, await other.claim('work', noon, 15)], [['done', 'busy'], true]);
  });

  it('that failed is given back at once, or kept where only its process knows more', async () => {
    for (const [keptSeconds, free] of [
      [0, true],
      [60, false],
    ] as const) {
      const { one, other, now } = world();
      const failing = async () => Promise.reject(new Error('no'));
      await assert.rejects(whileClaimed(one, 'work', now, failing, keptSeconds));
      assert.equal(await other.claim('work', noon + 59_000, 15), free);
    }
  });
});
