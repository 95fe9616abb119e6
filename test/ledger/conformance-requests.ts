// Requests: created once, compared and set, leased to one process at a time.
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Database } from '../../src/ledger/database.ts';
import { until } from '../support/until.ts';
import { createBench } from './bench-ledgers.ts';
import { jobTimes } from './jobs-of.ts';
import { grantShapes } from './sample-grants.ts';
import { draft, everyState, otherShapes } from './sample-requests.ts';

const entry = (kind: string): AuditEntry => ({
  at: Date.UTC(2026, 0, 1),
  actor: 'person-1',
  kind,
  facts: { port: 22 },
});

export const requestsConformance = (database: () => Database): void => {
  const bench = createBench(database);
  let one: Ledger;
  let two: Ledger;
  before(async () => {
    one = (await bench.open()).ledger;
    two = (await bench.open()).ledger;
  });
  after(() => bench.close());

  const trailOf = async (id: string) =>
    (
      await database().query(
        'select actor, kind, version, facts from jit.audit where request_id = $1 order by seq',
        [id],
      )
    ).map(({ actor, kind, version, facts }) => ({ actor, kind, version, facts }));
  const jobsOf = (id: string) => jobTimes(database(), id);
  const created = async (request: AccessRequest = draft()): Promise<AccessRequest> =>
    (await one.create(request, [], bench.at)).request;
  const later = (seconds: number) => bench.at + seconds * 1000;

  describe('create', () => {
    it('records a request with its audit entries', async () => {
      const request = draft();
      const result = await one.create(request, [entry('requested'), entry('asked')], bench.at);
      assert.deepEqual(
        { result, stored: await two.load(request.id), trail: await trailOf(request.id) },
        {
          result: { created: true, request },
          stored: request,
          trail: ['requested', 'asked'].map((kind) => ({
            actor: 'person-1',
            kind,
            version: 1,
            facts: { port: 22 },
          })),
        },
      );
    });

    it('finds the first request when the same message comes again, and adds nothing', async () => {
      const first = await created();
      const again = await two.create({ ...draft(), origin: first.origin }, [entry('requested')], bench.at);
      assert.deepEqual([again, await trailOf(first.id)], [{ created: false, request: first }, []]);
    });

    it('makes one request of many deliveries at the same time', async () => {
      const { origin } = draft();
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) =>
          (index % 2 ? one : two).create({ ...draft(), origin }, [], bench.at),
        ),
      );
      const ids = new Set(results.map(({ request }) => request.id));
      assert.deepEqual([results.filter((result) => result.created).length, ids.size], [1, 1]);
    });

    it('takes the lease', async () => {
      const request = await created();
      assert.deepEqual(await two.lease(request.id, bench.at), { kind: 'busy', until: later(45) });
    });

    it('leaves no job: the sweep finds a forgotten draft', async () => {
      const request = await created();
      assert.deepEqual(await jobsOf(request.id), []);
    });

    it('keeps what people can type and PostgreSQL cannot store', async () => {
      const request = draft({ wish: { reason: 'a\0b \ud800 \u{1f600}' } });
      await one.create(request, [], bench.at);
      assert.deepEqual(await one.load(request.id), {
        ...request,
        wish: { reason: 'a\ufffdb \ufffd \u{1f600}' },
      });
    });

    it('refuses a second request of the same id with a fault of ours', async () => {
      const { id } = await created();
      await assert.rejects(one.create({ ...draft(), id }, [], bench.at), { name: 'Fault', code: 'rejected' });
    });
  });

  describe('load', () => {
    it('answers undefined for an id nobody made, also an impossible one', async () => {
      assert.deepEqual([await one.load('no-such-id'), await one.load('\0')], [undefined, undefined]);
    });

    for (const [what, document] of [
      ['a newer shape', { ...draft(), shape: 4 }],
      ['garbage', ['garbage']],
    ] as const)
      it(`reports ${what} as a fault`, async () => {
        const { id } = await created();
        await database().query('update jit.requests set document = $2::jsonb where id = $1', [
          id,
          JSON.stringify(document),
        ]);
        await assert.rejects(one.load(id), { name: 'Fault', code: 'rejected' });
      });
  });

  describe('save', () => {
    for (const [state, request] of Object.entries({ ...everyState(), ...otherShapes(), ...grantShapes() }))
      it(`brings back what was saved: ${state}`, async () => {
        const first = await created(draft({ id: request.id, origin: request.origin }));
        const saved = await two.save({ ...request, version: first.version }, [entry('moved')]);
        const next = { ...request, version: 2 };
        assert.deepEqual(
          [saved, await one.load(request.id), await trailOf(request.id)],
          [next, next, [{ actor: 'person-1', kind: 'moved', version: 2, facts: { port: 22 } }]],
        );
      });

    it('refuses an older version and writes nothing', async () => {
      const first = await created();
      const saved = await one.save(first, []);
      const result = await two.save({ ...first, card: { shown: 'stale' } }, [entry('stale')], later(60));
      assert.deepEqual(
        [result, await one.load(first.id), await trailOf(first.id), await jobsOf(first.id)],
        ['conflict', saved, [], []],
      );
    });

    it('lets one of many at the same time win', async () => {
      const first = await created();
      const results = await Promise.all(
        Array.from({ length: 8 }, (_, index) => (index % 2 ? one : two).save(first, [], later(index + 1))),
      );
      assert.deepEqual(
        [results.filter((result) => result !== 'conflict').length, (await jobsOf(first.id)).length],
        [1, 1],
      );
    });

    it('answers conflict for a request nobody made', async () => {
      assert.equal(await one.save(draft(), []), 'conflict');
    });

    it('leaves one job for one time, however often it is saved', async () => {
      const first = await created(everyState().approved);
      const second = await one.save(first, [], later(60));
      assert.ok(second !== 'conflict');
      await one.save(second, [], later(60));
      assert.deepEqual(await jobsOf(first.id), [later(60)]);
    });

    it('leaves no job for the far-off lapse of a draft', async () => {
      const first = await created();
      await one.save(first, [], later(24 * 3600), true);
      assert.deepEqual(
        [
          await jobsOf(first.id),
          await overlookedOf(first.id, 24 * 3600),
          await overlookedOf(first.id, 24 * 3600 + 11),
        ],
        [[], false, true],
      );
    });

    it('gives the lease back in the same statement when told so', async () => {
      const first = await created();
      const saved = await one.save(first, [], undefined, true);
      assert.deepEqual(await two.lease(first.id, bench.at), { kind: 'leased', request: saved });
    });

    it('gives back no lease of another process', async () => {
      const first = await created();
      await two.save(first, [], undefined, true);
      assert.equal((await two.lease(first.id, bench.at)).kind, 'busy');
    });

    it('needs no wake-up any more when it gives the lease back without one', async () => {
      const first = await created();
      await one.save(first, [], undefined, true);
      assert.equal(await overlookedOf(first.id, 24 * 3600), false);
    });

    it('is found by a sweep when its job cannot be recorded, where jobs are rows, and the log says so', async function () {
      const { forJobs } = database();
      if (!('executeSql' in forJobs)) this.skip();
      const first = await created(everyState().approved);
      const broken: Database = {
        ...database(),
        forJobs: {
          executeSql: (text: string, values?: unknown[]) =>
            text.includes('INSERT INTO pgboss')
              ? Promise.reject(new Error('no more jobs'))
              : forJobs.executeSql(text, values),
        },
      };
      const brokenBench = createBench(() => broken);
      const { ledger } = await brokenBench.open();
      const saved = await ledger.save(first, [entry('kept')], later(60), true);
      await brokenBench.close();
      assert.deepEqual([await one.load(first.id), await jobsOf(first.id)], [saved, []]);
      assert.deepEqual(
        [await overlookedOf(first.id, 59), await overlookedOf(first.id, 24 * 3600)],
        [false, true],
      );
      assert.match(JSON.stringify(brokenBench.log.lines), /wait for a sweep/);
    });
  });

  describe('lease', () => {
    it('stays with its holder until it has run out', async () => {
      const { id } = await created();
      assert.deepEqual(await two.lease(id, later(45)), { kind: 'busy', until: later(45) });
    });

    it('passes on once it has run out', async () => {
      const request = await created();
      assert.deepEqual(await two.lease(request.id, later(46)), { kind: 'leased', request });
    });

    it('is renewed by its holder', async () => {
      const { id } = await created();
      await one.lease(id, later(40));
      assert.deepEqual(await two.lease(id, later(60)), { kind: 'busy', until: later(85) });
    });

    it('lasts longer when its holder renews it, and is nobody else’s to renew', async () => {
      const { id } = await created();
      assert.deepEqual([await one.renew(id, later(40)), await two.renew(id, later(50))], [true, false]);
      assert.deepEqual(await two.lease(id, later(60)), { kind: 'busy', until: later(85) });
    });

    it('is not taken again by a renewal that comes after it was given back', async () => {
      const request = await created();
      await one.release(request, later(60));
      assert.equal(await one.renew(request.id, bench.at), false);
      assert.equal((await two.lease(request.id, bench.at)).kind, 'leased');
    });

    it('goes to one of many at the same time', async () => {
      const { id } = await created();
      const three = (await bench.open()).ledger;
      const results = await Promise.all([two, three].map((ledger) => ledger.lease(id, later(46))));
      assert.deepEqual(results.map(({ kind }) => kind).sort(), ['busy', 'leased']);
    });

    it('leaves a job for just after its end', async () => {
      const { id } = await created();
      await one.lease(id, bench.at);
      // Nobody waits for it: it is for when this process dies.
      await until(async () => (await jobsOf(id)).length > 0);
      assert.deepEqual(await jobsOf(id), [later(46)]);
    });

    it('says when there is no such request', async () => {
      assert.deepEqual(await one.lease('no-such-id', bench.at), { kind: 'missing' });
    });
  });

  describe('release', () => {
    it('gives the lease back and leaves a job', async () => {
      const request = await created();
      const released = await one.release(request, later(60));
      const next = await two.lease(request.id, bench.at);
      assert.deepEqual(
        [released, (await jobsOf(request.id)).includes(later(60)), next.kind],
        [true, true, 'leased'],
      );
    });

    it('needs no wake-up any more without a time', async () => {
      const request = await created();
      await one.release(request, undefined);
      assert.equal(await overlookedOf(request.id, 24 * 3600), false);
    });

    it('changes nothing when somebody has moved the request', async () => {
      const request = await created();
      await two.save(request, [], later(30));
      assert.deepEqual(
        [
          await one.release(request, undefined),
          (await two.lease(request.id, bench.at)).kind,
          await jobsOf(request.id),
        ],
        [false, 'busy', [later(30)]],
      );
    });

    it('leaves the lease of the process that took over', async () => {
      const request = await created();
      await two.lease(request.id, later(46));
      assert.deepEqual(
        [await one.release(request, undefined), (await one.lease(request.id, later(47))).kind],
        [true, 'busy'],
      );
    });
  });

  const overlookedOf = async (id: string, seconds: number): Promise<boolean> =>
    (await one.overlooked(later(seconds), 10_000)).includes(id);

  describe('overlooked', () => {
    const cases: readonly (readonly [string, number, boolean])[] = [
      ['names nothing that is on time', 9, false],
      ['names nothing that is being settled', 45, false],
      ['names what is late and in nobody’s hands', 46, true],
    ];
    for (const [what, seconds, expected] of cases)
      it(what, async () => {
        const { id } = await created();
        assert.equal(await overlookedOf(id, seconds), expected);
      });

    it('waits for the slack, so that a job has its chance', async () => {
      const request = await created();
      await one.release(request, later(1));
      assert.deepEqual(
        [await overlookedOf(request.id, 10), await overlookedOf(request.id, 11)],
        [false, true],
      );
    });

    it('names what a holder that died has left, though its own time is far off', async () => {
      const request = await created();
      await one.release(request, later(8 * 3600));
      await two.lease(request.id, bench.at);
      assert.deepEqual(
        [await overlookedOf(request.id, 50), await overlookedOf(request.id, 56)],
        [false, true],
      );
    });

    it('names the longest overdue first, and no more than asked for', async () => {
      const [first, second] = [await created(), await created()];
      await one.release(first, later(-9_000_000));
      await one.release(second, later(-9_000_001));
      assert.deepEqual(await one.overlooked(bench.at, 1), [second.id]);
    });
  });
};
