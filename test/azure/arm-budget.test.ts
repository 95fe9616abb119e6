// How often Azure is asked: never more than its buckets allow, people before everything else, and nobody for ever.
import assert from 'node:assert/strict';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import fc from 'fast-check';
import sinon from 'sinon';
import { Fault } from '../../src/access/fault.ts';
import { type ArmBudget, type BudgetRules, createArmBudget } from '../../src/azure/arm-budget.ts';
import type { Urgency } from '../../src/azure/call-urgency.ts';
import type { Meter } from '../../src/azure/meter.ts';
import { keptLog } from '../support/kept-log.ts';

const reads: Meter = { subscription: 'one', kind: 'reads', provider: 'microsoft.network' };
const jit: Meter = { ...reads, provider: 'microsoft.security' };

const lane = { size: 10, perSecond: 2, reserve: 4 };
const small: BudgetRules = {
  lanes: { reads: lane, writes: lane, deletes: lane },
  atOnce: { person: 3, background: 2 },
  patience: { person: 5, background: 20 },
};
const wide: BudgetRules = { ...small, atOnce: { person: 1000, background: 1000 } };

const answer = (
  status: number,
  headers: Readonly<Record<string, string>> = {},
  code?: string,
): Parameters<ArmBudget['heard']>[1] => ({
  status,
  headers: createHttpHeaders(headers),
  bodyAsText: code === undefined ? '{}' : JSON.stringify({ error: { code, message: '' } }),
});

describe('The budget of calls to Azure', () => {
  let time: sinon.SinonFakeTimers;
  beforeEach(() => {
    time = sinon.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  });
  afterEach(() => time.restore());

  const budgetWith = (rules: BudgetRules = wide, log = keptLog()) =>
    createArmBudget(log, rules, () => time.now);

  /** What becomes of so many calls that are asked for now: how many go at once, how many are given up. */
  async function ask(budget: ArmBudget, count: number, urgency: Urgency = 'person', meter: Meter = reads) {
    const seen = { gone: 0, givenUp: [] as Fault[] };
    for (let call = 0; call < count; call += 1)
      budget.admit(meter, urgency).then(
        (ended) => {
          seen.gone += 1;
          ended();
        },
        (error: unknown) => {
          assert.ok(error instanceof Fault);
          seen.givenUp.push(error);
        },
      );
    await time.tickAsync(0);
    return seen;
  }

  it('lets as many go at once as the bucket holds, and the others as it fills', async () => {
    const seen = await ask(budgetWith(), 14);
    assert.equal(seen.gone, 10);
    await time.tickAsync(1000);
    assert.equal(seen.gone, 12);
    await time.tickAsync(1000);
    assert.deepEqual([seen.gone, seen.givenUp.length], [14, 0]);
  });

  it('gives up a person’s call that could not go in time, at once, and says when it could', async () => {
    const { gone, givenUp } = await ask(budgetWith(), 21);
    assert.equal(gone, 10);
    assert.deepEqual(
      givenUp.map(({ code, message, retryAfterSeconds }) => ({ code, message, retryAfterSeconds })),
      [
        {
          code: 'throttled',
          message: 'Azure limits how often the bot may ask, and the bot has to wait.',
          retryAfterSeconds: 6,
        },
      ],
    );
  });

  it('keeps a reserve from the background, which people may use', async () => {
    const budget = budgetWith();
    const behind = await ask(budget, 8, 'background');
    const people = await ask(budget, 4);
    assert.deepEqual([behind.gone, people.gone], [6, 4]);
    await time.tickAsync(2000);
    assert.equal(behind.gone, 6, 'the reserve fills first');
    await time.tickAsync(1000);
    assert.equal(behind.gone, 8);
  });

  it('counts each subscription, and reads, writes and deletions, by themselves', async () => {
    const budget = budgetWith();
    await ask(budget, 10);
    const others = [
      { ...reads, subscription: 'two' },
      { ...reads, subscription: '' },
      { ...reads, kind: 'writes' as const },
      { ...reads, kind: 'deletes' as const },
    ];
    for (const meter of others) assert.equal((await ask(budget, 10, 'person', meter)).gone, 10);
  });

  it('goes by what Azure says is left, for the bot or for everybody, and never by more', async () => {
    for (const [left, headers] of [
      [3, { 'x-ms-ratelimit-remaining-subscription-reads': '3' }],
      [
        2,
        {
          'x-ms-ratelimit-remaining-subscription-reads': '11999',
          'x-ms-ratelimit-remaining-subscription-global-reads': '2',
        },
      ],
      [10, { 'x-ms-ratelimit-remaining-subscription-reads': '11999' }],
      [10, { 'x-ms-ratelimit-remaining-subscription-writes': '0' }],
    ] as const) {
      const budget = budgetWith();
      budget.heard(reads, answer(200, headers));
      assert.equal((await ask(budget, 10)).gone, left, JSON.stringify(headers));
    }
    const budget = budgetWith();
    budget.heard(
      { ...reads, subscription: '' },
      answer(200, { 'x-ms-ratelimit-remaining-tenant-reads': '1' }),
    );
    assert.equal((await ask(budget, 10, 'person', { ...reads, subscription: '' })).gone, 1);
  });

  it('takes calls under way for not counted yet', async () => {
    const budget = budgetWith();
    const flying = await Promise.all([1, 2, 3].map(() => budget.admit(reads, 'person')));
    budget.heard(reads, answer(200, { 'x-ms-ratelimit-remaining-subscription-reads': '5' }));
    for (const ended of flying) ended();
    assert.equal((await ask(budget, 10)).gone, 3);
  });

  it('lets nobody run into a wall that one call has found, and says so', async () => {
    const log = keptLog();
    const budget = budgetWith(wide, log);
    budget.heard(reads, answer(429, { 'retry-after': '4' }, 'SubscriptionRequestsThrottled'));
    const seen = await ask(budget, 2, 'person', jit);
    assert.equal(seen.gone, 0);
    assert.deepEqual(budget.problems(), ['Azure wants no reads of subscription one for another 4 s.']);
    await time.tickAsync(4000);
    assert.deepEqual([seen.gone, budget.problems()], [2, []]);
    assert.deepEqual(
      log.lines.map(({ level, sentence }) => [level, sentence]),
      [['warn', 'Azure wants no more such calls for a while']],
    );
  });

  it('gives up at once where the wall is longer than a person waits, and tells how long it is', async () => {
    const budget = budgetWith();
    budget.heard(reads, answer(429, { 'retry-after': '30' }));
    const { givenUp } = await ask(budget, 1);
    assert.equal(givenUp[0]?.retryAfterSeconds, 30);
  });

  it('keeps only the same provider away where its own limit was met', async () => {
    const budget = budgetWith();
    budget.heard(jit, answer(429, { 'retry-after': '4' }, 'TooManyRequests'));
    assert.equal((await ask(budget, 1, 'person', jit)).gone, 0);
    assert.equal((await ask(budget, 1, 'person', reads)).gone, 1);
  });

  it('takes a network that is busy with another change for no wall', async () => {
    const budget = budgetWith();
    budget.heard(reads, answer(429, { 'retry-after': '4' }, 'RetryableErrorDueToAnotherOperation'));
    assert.equal((await ask(budget, 1)).gone, 1);
  });

  it('takes the bucket for empty where Azure refuses and names no time', async () => {
    const budget = budgetWith();
    budget.heard(reads, answer(429, {}, 'SubscriptionRequestsThrottled'));
    const seen = await ask(budget, 1);
    assert.equal(seen.gone, 0);
    await time.tickAsync(500);
    assert.equal(seen.gone, 1);
  });

  it('asks again after ten minutes, however long Azure wants to be left alone', async () => {
    const budget = budgetWith();
    budget.heard(reads, answer(429, { 'retry-after': '86400' }));
    await time.tickAsync(600_000);
    assert.equal((await ask(budget, 1)).gone, 1);
  });

  it('sends again only what may go at once', async () => {
    const budget = budgetWith();
    await ask(budget, 9);
    assert.deepEqual(
      [budget.again(reads, 'background'), budget.again(reads, 'person'), budget.again(reads, 'person')],
      [false, true, false],
    );
  });

  it('tells for a minute that calls were given up', async () => {
    const budget = budgetWith();
    await ask(budget, 30);
    assert.deepEqual(budget.problems(), [
      'Azure limits how often the bot may ask about subscription one; calls were given up.',
    ]);
    await time.tickAsync(70_000);
    assert.deepEqual(budget.problems(), []);
  });

  interface Asked {
    readonly afterMs: number;
    readonly urgency: Urgency;
    readonly walled: boolean;
    readonly takesMs: number;
  }

  const asked: fc.Arbitrary<Asked> = fc.record({
    afterMs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3000 })),
    urgency: fc.constantFrom<Urgency[]>('person', 'background'),
    walled: fc.boolean(),
    takesMs: fc.integer({ min: 1, max: 4000 }),
  });
  const news = fc.record({
    afterMs: fc.integer({ min: 0, max: 20_000 }),
    wall: fc.option(fc.integer({ min: 1, max: 8 })),
    left: fc.option(fc.integer({ min: 0, max: 12 })),
  });

  it('holds, whatever is asked and answered: bucket, places, people first, an end for everybody', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(asked, { maxLength: 80 }),
        fc.array(news, { maxLength: 6 }),
        async (calls, all) => {
          const budget = budgetWith(small);
          const gone: { readonly at: number; readonly urgency: Urgency }[] = [];
          const waiting = new Set<Asked>();
          const running = { person: 0, background: 0 };
          let walledUntil = 0;

          for (const { afterMs, wall, left } of all)
            setTimeout(() => {
              if (left !== null)
                budget.heard(
                  reads,
                  answer(200, { 'x-ms-ratelimit-remaining-subscription-reads': String(left) }),
                );
              if (wall === null) return;
              budget.heard(jit, answer(429, { 'retry-after': String(wall) }, 'TooManyRequests'));
              walledUntil = Math.max(walledUntil, time.now + wall * 1000);
            }, afterMs);

          let ended = 0;
          const begin = async (call: Asked): Promise<void> => {
            const askedAt = time.now;
            waiting.add(call);
            try {
              const end = await budget.admit(call.walled ? jit : reads, call.urgency);
              waiting.delete(call);
              running[call.urgency] += 1;
              gone.push({ at: time.now, urgency: call.urgency });
              assert.ok(running.person + running.background <= small.atOnce.person);
              assert.ok(running.background <= small.atOnce.background);
              const hasRoom = running.person + running.background < small.atOnce.person;
              // Who goes at the moment of asking hears of it just after those who waited for the same moment.
              await Promise.resolve();
              if (call.urgency === 'background' && hasRoom)
                assert.deepEqual(
                  [...waiting].filter(
                    ({ urgency, walled }) => urgency === 'person' && !(walled && time.now < walledUntil),
                  ),
                  [],
                  'a person waits behind the background',
                );
              setTimeout(() => {
                running[call.urgency] -= 1;
                end();
              }, call.takesMs);
            } catch (error) {
              waiting.delete(call);
              assert.ok(error instanceof Fault && error.code === 'throttled', String(error));
              assert.ok((error.retryAfterSeconds ?? 0) >= 1);
            }
            assert.ok(time.now - askedAt <= small.patience[call.urgency] * 1000 + 1);
            ended += 1;
          };

          let at = 0;
          const begun: Promise<void>[] = [];
          for (const call of calls) {
            at += call.afterMs;
            setTimeout(() => begun.push(begin(call)), at);
          }
          await time.tickAsync(at + 60_000);
          await Promise.all(begun);

          assert.equal(ended, calls.length);
          for (const [first, { at: from }] of gone.entries())
            for (const [last, { at: to }] of gone.entries())
              if (last >= first)
                assert.ok(last - first + 1 <= lane.size + (lane.perSecond * (to - from)) / 1000 + 0.01);
          // The same count, kept apart: what the background takes, it takes from what is above the reserve.
          let tokens = lane.size;
          let countedAt = gone[0]?.at ?? 0;
          for (const { at: when, urgency } of gone) {
            tokens = Math.min(lane.size, tokens + ((when - countedAt) / 1000) * lane.perSecond) - 1;
            countedAt = when;
            if (urgency === 'background') assert.ok(tokens >= lane.reserve - 0.01);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
