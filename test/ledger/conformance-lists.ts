// Lists of requests: those of a person that have not ended, those that people still have to look at, and grants.
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

  /** Made, and as it is read again. */
  const stored = async (request: AccessRequest): Promise<AccessRequest> => {
    const { id } = await created(request);
    return (await one.load(id)) ?? assert.fail('it was just made');
  };

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

  describe('grants', () => {
    let machines = 0;
    /** The same on a machine nobody else names. */
    const onOneMachine = (requests: readonly AccessRequest[]) => {
      machines += 1;
      const id = `/machines/\0-${machines}`;
      const there = requests.map((request): AccessRequest => {
        if (request.state === 'draft')
          return draft({ ...request, asking: { kind: 'machine', why: 'unnamed', typed: '', choices: [] } });
        if (!('terms' in request)) return request;
        return { ...request, terms: { ...request.terms, machine: { ...request.terms.machine, id } } };
      });
      return { id, there };
    };
    const grantsAmong = async (requests: readonly AccessRequest[], machineId?: string) => {
      const found = await one.grants(machineId, 10_000);
      return found.filter(({ id }) => requests.some((request) => request.id === id));
    };

    it('are what is open, about to be, or to be shut, and no other state, of one machine and of all', async () => {
      const { id, there } = onOneMachine(Object.values(everyState()));
      for (const request of there) await created(request);
      const elsewhere = await created(everyState().open);
      const states = ['approved', 'closing', 'open', 'opening'];
      const statesOf = (requests: readonly AccessRequest[]) => requests.map(({ state }) => state).sort();
      assert.deepEqual(
        [statesOf(await one.grants(id, 100)), statesOf(await grantsAmong([...there, elsewhere]))],
        [states, [...states, 'open'].sort()],
      );
    });

    it('come as they were stored, the newest first, and no more than asked for', async () => {
      const { approved, opening, open, closing } = everyState();
      const { id, there } = onOneMachine(
        [approved, opening, open, closing].map((request, index) => ({
          ...request,
          askedAt: [2000, 9_000_000_000_000, 1000, 2000][index] ?? 0,
        })),
      );
      const made: AccessRequest[] = [];
      for (const request of there) made.push(await stored(request));
      const [second, first, last, third] = made;
      const twoAlike = [second, third].sort((a, b) => ((a?.id ?? '') < (b?.id ?? '') ? 1 : -1));
      assert.deepEqual(
        [
          await one.grants(id, 10),
          await one.grants(id, 2),
          (await one.grants(undefined, 1)).map((each) => each.id),
        ],
        [[first, ...twoAlike, last], [first, twoAlike[0]], [first?.id]],
      );
    });

    it('are of a machine from the moment they are approved to the moment they have closed', async () => {
      const { pending, approved, closed } = everyState();
      const { id, there } = onOneMachine([pending, approved, closed]);
      const [waiting, granted, over] = there;
      assert.ok(waiting && granted && over);
      const first = await created(waiting);
      const steps = [await one.grants(id, 10)];
      for (const [version, next] of [granted, over].entries()) {
        await one.save({ ...next, id: first.id, origin: first.origin, version: version + 1 }, []);
        steps.push(await one.grants(id, 10));
      }
      assert.deepEqual(
        steps.map((step) => step.map(({ state }) => state)),
        [[], ['approved'], []],
      );
    });

    it('are of a subscription where their machine is in it, and no longer when they have ended', async () => {
      const subscription = `sub-${machines}`;
      const at = (request: AccessRequest, within: string): AccessRequest => {
        if (!('terms' in request)) throw new Error('it is of no machine');
        const machine = { ...request.terms.machine, id: `/subscriptions/${within}/machines/m` };
        return { ...request, terms: { ...request.terms, machine } };
      };
      const [first, second] = [everyState(), everyState()];
      await created({ ...at(first.open, subscription), askedAt: 1000 });
      await created({ ...at(first.closing, subscription), askedAt: 2000 });
      await created({ ...at(first.closed, subscription), askedAt: 3000 });
      await created({ ...at(second.open, `${subscription}0`), askedAt: 4000 });
      const lists = [await one.grantsIn(subscription, 10), await one.grantsIn(subscription, 1)];
      assert.deepEqual(
        lists.map((found) => found.map(({ state }) => state)),
        [['closing', 'open'], ['closing']],
      );
    });

    it('are none of a machine that nobody named', async () => {
      assert.deepEqual(await one.grants('/no/such/machine', 10), []);
    });
  });

  describe('watchable', () => {
    const foundAmong = async (requests: readonly AccessRequest[], since?: number) => {
      const found = await one.watchable(since);
      const states = new Map(requests.map(({ id, state }) => [id, state]));
      return found.flatMap(({ id }) => states.get(id) ?? []).sort();
    };

    it('names what has a port to look at, in its version, and no other state', async () => {
      const samples = Object.values(everyState());
      for (const request of samples) await created(request);
      assert.deepEqual(await foundAmong(samples), ['closing', 'open', 'opening']);
    });

    it('names of those only what was saved since', async () => {
      const { open, opening } = everyState();
      const [first, second] = [await created(open), await created(opening)];
      const before = bench.at;
      bench.at += 60_000;
      const saved = await one.save(second, []);
      assert.ok(saved !== 'conflict');
      assert.deepEqual(
        [
          await foundAmong([first, second], bench.at),
          await foundAmong([first, second], bench.at + 1),
          (await one.watchable(before)).find(({ id }) => id === second.id),
        ],
        [['opening'], [], { id: second.id, version: saved.version }],
      );
    });

    it('no longer names what has ended', async () => {
      const { closing, closed } = everyState();
      const first = await created(closing);
      await one.save({ ...closed, id: first.id, origin: first.origin, version: first.version }, []);
      assert.deepEqual(await foundAmong([first]), []);
    });
  });

  describe('loadAll', () => {
    it('gives the requests that there are, as they were stored', async () => {
      const { open, closed } = everyState();
      const made = [await stored(open), await stored(closed)];
      const ids = made.map(({ id }) => id);
      const byId = (a: AccessRequest, b: AccessRequest) => ids.indexOf(a.id) - ids.indexOf(b.id);
      assert.deepEqual([...(await one.loadAll([...ids, 'nobody']))].sort(byId), made);
      assert.deepEqual(await one.loadAll([]), []);
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
