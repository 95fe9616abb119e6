// Finding changes of the setup whose time has come: none is overlooked, and what cannot be read holds up nobody.
import assert from 'node:assert/strict';
import { Fault } from '../../../src/access/fault.ts';
import { startSetupSweep } from '../../../src/access/setup/setup-sweep.ts';
import { quietLog } from '../../support/chat-model.ts';
import { noon } from '../../support/requests.ts';

/** A sweep in virtual time; each of `failing` is due for ever, and comes before the others. */
function sweepWorld(failing: Readonly<Record<string, Error>>, others: readonly string[]) {
  let clock = noon;
  let wake = () => {};
  const settled: string[] = [];
  const due = new Set([...Object.keys(failing), ...others]);
  const sweep = startSetupSweep({
    book: { due: async (_at, limit) => [...due].slice(0, limit) },
    settle: {
      settle: async (id) => {
        settled.push(id);
        const error = failing[id];
        if (error !== undefined) throw error;
        due.delete(id);
      },
    },
    now: () => clock,
    pause: (seconds) =>
      new Promise<void>((resolve) => {
        wake = () => {
          clock += seconds * 1000;
          resolve();
        };
      }),
    log: quietLog,
  });
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  return {
    settled,
    stop: () => sweep.stop(),
    async looks(count: number) {
      await turn();
      for (let looked = 1; looked < count; looked += 1) {
        wake();
        await turn();
      }
    },
  };
}

describe('The sweep of changes of the setup', () => {
  it('lets no change that cannot be read hold up those behind it, nor tries it at every look', async () => {
    const damaged = Array.from({ length: 12 }, (_, at) => `damaged-${at}`);
    const failing = Object.fromEntries(
      damaged.map((id) => [id, new Fault('rejected', 'It cannot be read.')]),
    );
    const world = sweepWorld(failing, ['change-1']);
    await world.looks(4);
    const early = world.settled.filter((id) => id === 'damaged-0').length;
    assert.deepEqual([world.settled.includes('change-1'), early], [true, 1]);
    await world.looks(20);
    // What cannot be read by this version may be by the next, or be mended.
    assert.equal(world.settled.filter((id) => id === 'damaged-0').length, 2);
    await world.stop();
  });

  it('comes back at the next look to what the database did not answer for', async () => {
    const world = sweepWorld({ 'change-1': new Fault('unavailable', 'The database is away.') }, []);
    await world.looks(3);
    assert.deepEqual(world.settled, ['change-1', 'change-1', 'change-1']);
    await world.stop();
  });
});
