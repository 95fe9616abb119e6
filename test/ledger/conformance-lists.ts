// Lists of requests: those of a person that have not ended, and those that people still have to look at.
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Database } from '../../src/ledger/database.ts';
import { createBench } from './bench-ledgers.ts';
import { draft, everyState, otherShapes } from './sample-requests.ts';

export const listsConformance = (database: () => Database): void => {
  const bench = createBench(database);
  let one: Ledger;
  before(async () => {
    one = (await bench.open()).ledger;
  });
  after(() => bench.close());

  const created = async (request: AccessRequest = draft()): Promise<AccessRequest> =>
    (await one.create(request, [], bench.at)).request;

  describe('currentOf', () => {
    it('lists a person’s requests that have not ended, newest first, and no others', async () => {
      const requester = draft().requester;
      const [oldest, newest, middle] = [
        await created(draft({ requester, askedAt: 1000 })),
        await created(draft({ requester, askedAt: 3000 })),
        await created(draft({ requester, askedAt: 2000 })),
      ];
      await created();
      const dropped = await created(draft({ requester, askedAt: 4000 }));
      await one.save({ ...dropped, state: 'withdrawn', at: 5000 } as AccessRequest, []);
      assert.deepEqual(
        [await one.currentOf(requester.id, 10), await one.currentOf(requester.id, 2)],
        [
          [newest, middle, oldest],
          [newest, middle],
        ],
      );
    });

    it('lists a request that waits for approvers until somebody has denied it', async () => {
      const { pending, denied } = everyState();
      const { requester } = await created(pending);
      const before = await one.currentOf(requester.id, 10);
      await one.save({ ...denied, id: pending.id, requester, version: 1 }, []);
      assert.deepEqual([before, await one.currentOf(requester.id, 10)], [[pending], []]);
    });
  });

  describe('undecided', () => {
    const undecidedAmong = async (requests: readonly AccessRequest[]) => {
      const found = await one.undecided(10_000);
      return found.filter((id) => requests.some((request) => request.id === id));
    };

    it('names requests of every kind that somebody has still to look at, and no others', async () => {
      const samples = Object.entries({ ...everyState(), ...otherShapes() });
      for (const [, request] of samples) await created(request);
      const waiting = await undecidedAmong(samples.map(([, request]) => request));
      assert.deepEqual(
        samples.filter(([, { id }]) => waiting.includes(id)).map(([name]) => name),
        ['pending', 'open', 'approved by brokenGlass'],
      );
    });

    it('names the one asked first first, and no more than asked for', async () => {
      const { pending } = everyState();
      const asked = [-2000, -3000, -1000].map((askedAt) => ({ ...pending, ...unlike(draft()), askedAt }));
      for (const request of asked) await created(request);
      const ids = asked.map(({ id }) => id);
      assert.deepEqual(
        [await undecidedAmong(asked), await one.undecided(2)],
        [
          [ids[1], ids[0], ids[2]],
          [ids[1], ids[0]],
        ],
      );
    });

    it('forgets a broken glass that was reviewed', async () => {
      const { open } = everyState();
      const first = await created(open);
      assert.ok(first.state === 'open' && first.grounds.kind === 'break-glass');
      const review = { by: first.requester, at: 9, note: '' };
      await one.save({ ...first, grounds: { ...first.grounds, review } }, []);
      assert.deepEqual(await undecidedAmong([first]), []);
    });
  });
};

const unlike = ({ id, origin }: AccessRequest) => ({ id, origin });
