// The alarm clock: at its time, again after a failure, in parallel, and without its jobs.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Database } from '../../src/ledger/database.ts';
import type { LedgerSettings, OpenedLedger } from '../../src/ledger/open-ledger.ts';
import { until } from '../support/until.ts';
import { createBench } from './bench-ledgers.ts';
import { loseJobs } from './jobs-of.ts';
import { draft, everyState } from './sample-requests.ts';

// Long enough that no sweep happens by itself, so that a call can only come from a job.
const jobsOnly = { sweepSeconds: 3600, now: Date.now };

export const wakeUpsConformance = (database: () => Database): void => {
  describe('Wake-ups', () => {
    const bench = createBench(database);
    // What other tests left behind would be swept here too.
    beforeEach(async () => {
      await database().query('update jit.requests set wake_at = null');
      await loseJobs(database());
    });
    afterEach(() => bench.close());

    const open = (settings: Omit<LedgerSettings, 'log'>) => bench.open(settings);
    const waiting = async ({ ledger }: OpenedLedger, inMilliseconds: number): Promise<AccessRequest> => {
      const { request } = await ledger.create(everyState().approved, [], Date.now());
      const saved = await ledger.save(request, [], Date.now() + inMilliseconds, true);
      assert.ok(saved !== 'conflict');
      return saved;
    };

    it('call back at the time that was saved, once', async () => {
      const opened = await open(jobsOnly);
      const calls: { id: string; at: number }[] = [];
      await opened.wakeUps.start(async (id) => void calls.push({ id, at: Date.now() }));
      const wakeAt = Date.now() + 400;
      const early = await waiting(opened, 400);
      const marker = await waiting(opened, 900);
      await until(() => calls.some(({ id }) => id === marker.id));
      const ofEarly = calls.filter(({ id }) => id === early.id);
      assert.deepEqual([ofEarly.length, (ofEarly[0]?.at ?? 0) >= wakeAt], [1, true]);
    });

    for (const [how, off] of [
      ['behind', 300_000],
      ['ahead of', -300_000],
    ] as const)
      it(`call back at the bot's time where the database's clock is five minutes ${how} it`, async () => {
        const now = () => Date.now() + off;
        const opened = await open({ sweepSeconds: 3600, now });
        const calls: number[] = [];
        const wakeAt = now() + 400;
        const { request } = await opened.ledger.create(everyState().approved, [], now());
        await opened.wakeUps.start(async (id) => void (id === request.id && calls.push(now())));
        await opened.ledger.save(request, [], wakeAt, true);
        await until(() => calls.some((at) => at >= wakeAt), 5);
      });

    it('say how they keep up', async () => {
      const { wakeUps } = await open({ sweepSeconds: 0.05, now: Date.now });
      assert.deepEqual(wakeUps.health(), { waiting: 0, settling: 0, sweptAt: undefined });
      const startedAt = Date.now();
      await wakeUps.start(async () => {});
      const sweptAt = await until(() => wakeUps.health().sweptAt);
      assert.ok(sweptAt >= startedAt);
      await until(() => (wakeUps.health().sweptAt ?? 0) > sweptAt);
    });

    it('reach a request that another process saved', async () => {
      const [saver, waker] = [await open(jobsOnly), await open(jobsOnly)];
      const called: string[] = [];
      await waker.wakeUps.start(async (id) => void called.push(id));
      const request = await waiting(saver, 100);
      await until(() => called.includes(request.id));
    });

    it('try a rejected call again, and say so in the log', async () => {
      const opened = await open(jobsOnly);
      let calls = 0;
      await opened.wakeUps.start(async () => {
        calls += 1;
        if (calls === 1) throw new Error('not today');
      });
      await waiting(opened, 0);
      // pg-boss waits before it hands a job out again.
      await until(() => calls === 2, 60);
      assert.ok(bench.log.lines.some(({ sentence }) => sentence === 'a wake-up failed and will come again'));
    });

    it('keep calling while one call is slow', async () => {
      const opened = await open(jobsOnly);
      const slow = await waiting(opened, 0);
      const gate = Promise.withResolvers<void>();
      const ended: string[] = [];
      await opened.wakeUps.start(async (id) => {
        if (id === slow.id) await gate.promise;
        ended.push(id);
      });
      const quick = await Promise.all(Array.from({ length: 25 }, () => waiting(opened, 0)));
      await until(() => quick.every(({ id }) => ended.includes(id)));
      assert.ok(!ended.includes(slow.id));
      gate.resolve();
      await until(() => ended.includes(slow.id));
    });

    it('leave out what has been given a later time since', async () => {
      const opened = await open({ ...jobsOnly, leaseSeconds: 0 });
      const { ledger } = opened;
      const settled = await waiting(opened, 3_600_000);
      const taken = await ledger.lease(settled.id, Date.now());
      assert.ok(taken.kind === 'leased');
      await ledger.release(taken.request, Date.now() + 3_600_000);
      const marker = await waiting(opened, 1500);
      const called: string[] = [];
      await opened.wakeUps.start(async (id) => void called.push(id));
      await until(() => called.includes(marker.id));
      assert.ok(!called.includes(settled.id));
    });

    it('happen after a crash of the holder, by the job of its lease', async () => {
      const [dead, alive] = [
        await open({ ...jobsOnly, leaseSeconds: 1 }),
        await open({ ...jobsOnly, leaseSeconds: 1 }),
      ];
      const { request } = await dead.ledger.create(draft(), [], Date.now() + 3_600_000);
      await dead.ledger.lease(request.id, Date.now());
      const leased: string[] = [];
      await alive.wakeUps.start(async (id) => {
        if ((await alive.ledger.lease(id, Date.now())).kind === 'leased') leased.push(id);
      });
      await until(() => leased.includes(request.id));
    });

    it('happen though every job was lost', async () => {
      const opened = await open({ now: Date.now, slackSeconds: 0, sweepSeconds: 0.1 });
      const called = new Set<string>();
      await opened.wakeUps.start(async (id) => void called.add(id));
      const request = await waiting(opened, 500);
      await loseJobs(database());
      await until(() => called.has(request.id));
    });

    it('find at the start what was overlooked before, more than one page of it', async () => {
      const opened = await open(jobsOnly);
      const made = await Promise.all(Array.from({ length: 120 }, () => waiting(opened, 0)));
      await loseJobs(database());
      const called = new Set<string>();
      await opened.wakeUps.start(async (id) => {
        called.add(id);
        const request = await opened.ledger.load(id);
        if (request) await opened.ledger.release(request, undefined);
      });
      await until(() => made.every(({ id }) => called.has(id)));
    });

    it('stop calling, and wait for the calls under way', async () => {
      const opened = await open(jobsOnly);
      const request = await waiting(opened, 0);
      const gate = Promise.withResolvers<void>();
      const begun: string[] = [];
      const ended: string[] = [];
      await opened.wakeUps.start(async (id) => {
        begun.push(id);
        await gate.promise;
        ended.push(id);
      });
      await until(() => begun.includes(request.id));
      const stopped = opened.wakeUps.stop().then(() => ({ begun: [...begun], ended: [...ended] }));
      const late = await waiting(opened, 0);
      gate.resolve();
      const atStop = await stopped;
      assert.deepEqual([atStop.ended, begun.includes(late.id)], [atStop.begun, false]);
    });
  });
};
