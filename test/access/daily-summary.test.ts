// The daily summary in virtual time: two processes on one set of books, and all that can go wrong with saying it once.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createDailySummary, startDailySummary } from '../../src/access/daily-summary.ts';
import { Fault, type FaultCode } from '../../src/access/fault.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { DailySummary } from '../../src/domain/daily-summary.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import type { OnCall, PolicyInForce } from '../../src/domain/policy/access-policy.ts';
import { quietLog } from '../support/chat-model.ts';
import { policyOf, rostersOf } from '../support/hearings.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { aBreakGlass, aClosing, anOpen, aPending, aReviewed } from '../support/requests.ts';

const minute = 60_000;
const hour = 60 * minute;
/** 2026-11-24, 08:00 in Berlin. */
const eight = Date.UTC(2026, 10, 24, 7);
const omar = { kind: 'person', id: 'id-omar', name: 'omar' } as const;
const daily: OnCall = {
  duty: { kind: 'always', people: [omar] },
  summary: { minute: 480, timeZone: 'Europe/Berlin' },
};

const policyWith = (onCall: OnCall | undefined): PolicyInForce => {
  const inForce = policyOf();
  assert.ok(inForce.kind === 'in-force');
  return onCall === undefined ? inForce : { ...inForce, policy: { ...inForce.policy, onCall } };
};

/** Books, a clock and a channel; as many processes as wanted. */
function world(onCall: OnCall | undefined = daily, channel = true) {
  let clock = eight - 5 * minute;
  let policy = policyWith(onCall);
  const now = () => clock;
  const books = newBooks();
  if (channel) books.channels.set('on-call', { conversationId: 'on-call' });
  const posted: { readonly at: number; readonly summary: DailySummary }[] = [];
  /** What goes wrong, one a post; `arrives`: it is there all the same. */
  const troubles: ({ readonly code: FaultCode; readonly arrives?: boolean } | undefined)[] = [];
  let bookTroubles = 0;
  let told: DailySummary | undefined;

  const parts = (owner: string) => {
    const ledger = memoryLedger(books, owner, now);
    return {
      ledger: {
        ...ledger,
        announce: async (...args: Parameters<typeof ledger.announce>) => {
          if (bookTroubles > 0) {
            bookTroubles -= 1;
            throw new Fault('unavailable', 'The database is away.');
          }
          return ledger.announce(...args);
        },
      },
      rosters: rostersOf([{ id: omar.id, teamsId: '29:omar', name: 'Omar On-call' }]),
      policySource: { current: () => policy },
      words: (summary: DailySummary) => {
        told = summary;
        return { kind: 'text', text: 'summary' } as const;
      },
      notifier: {
        async post(conversationId: string) {
          assert.equal(conversationId, 'on-call');
          const trouble = troubles.shift();
          if (told !== undefined && (trouble === undefined || trouble.arrives))
            posted.push({ at: clock, summary: told });
          if (trouble !== undefined) throw new Fault(trouble.code, 'Teams has trouble.');
          return `message-${posted.length}`;
        },
      },
      now,
      pace,
      log: quietLog,
      pause: async () => undefined,
    };
  };
  return {
    books,
    posted,
    troubles,
    parts,
    now,
    process: (owner: string) => createDailySummary(parts(owner)),
    setPolicy: (next: OnCall | undefined) => {
      policy = policyWith(next);
    },
    setClock: (next: number) => {
      clock = next;
    },
    failBooks: (times: number) => {
      bookTroubles = times;
    },
    /** Lets time pass, with a look of each process every 30 seconds. */
    async pass(seconds: number, ...looks: readonly (() => Promise<void>)[]) {
      for (const end = clock + seconds * 1000; clock < end; clock += 30_000)
        for (const look of looks) await look();
    },
    entries: () => books.audit.filter(({ kind }) => kind === 'summary').map(({ facts }) => facts),
  };
}

describe('the daily summary', () => {
  it('is said once a day by one of two processes, within half a minute of its time', async () => {
    const on = world();
    const looks = [on.process('p0'), on.process('p1')];
    for (let days = 0; days < 3; days += 1) {
      on.setClock(eight + days * 24 * hour - 5 * minute);
      await on.pass(3600, ...looks);
    }
    assert.deepEqual(
      on.posted.map(({ at }) => Math.floor((at - eight) / minute)),
      [0, 24 * 60, 48 * 60],
    );
    assert.deepEqual(on.entries(), [
      { date: '2026-11-24', messageId: 'message-1' },
      { date: '2026-11-25', messageId: 'message-2' },
      { date: '2026-11-26', messageId: 'message-3' },
    ]);
  });

  it('is said once by many that look at the same moment', async () => {
    const on = world();
    const looks = Array.from({ length: 5 }, (_, index) => on.process(`p${index}`));
    on.setClock(eight);
    for (let round = 0; round < 3; round += 1) await Promise.all(looks.map((look) => look()));
    assert.equal(on.posted.length, 1);
  });

  it('is not said again after a restart', async () => {
    const on = world();
    await on.pass(600, on.process('p0'));
    await on.pass(600, on.process('p0, started anew'));
    assert.equal(on.posted.length, 1);
  });

  it('is said late after an outage of up to two hours, and not after a longer one', async () => {
    const [late, tooLate] = [world(), world()];
    late.setClock(eight + 2 * hour);
    await late.pass(300, late.process('p0'));
    tooLate.setClock(eight + 2 * hour + 1);
    await tooLate.pass(300, tooLate.process('p0'));
    assert.deepEqual([late.posted.length, tooLate.posted.length], [1, 0]);
  });

  it('is said only where the policy wants it, and as the policy says now', async () => {
    const on = world({ duty: daily.duty });
    const look = on.process('p0');
    await on.pass(600, look);
    on.setPolicy(undefined);
    await on.pass(600, look);
    assert.equal(on.posted.length, 0);
    on.setPolicy(daily);
    await on.pass(600, look);
    assert.equal(on.posted.length, 1);
  });

  it('waits for an on-call channel, and goes nowhere else', async () => {
    const on = world(daily, false);
    on.books.personalChats.set(omar.id, 'chat of omar');
    const look = on.process('p0');
    await on.pass(1800, look);
    assert.equal(on.posted.length, 0);
    on.books.channels.set('on-call', { conversationId: 'on-call' });
    await on.pass(60, look);
    assert.equal(on.posted.length, 1);
  });

  it('is tried again while Teams is away', async () => {
    const on = world();
    on.troubles.push({ code: 'unavailable' }, { code: 'throttled' }, { code: 'unavailable' });
    await on.pass(1200, on.process('p0'), on.process('p1'));
    assert.deepEqual([on.posted.length, on.entries().length], [1, 1]);
  });

  it('is repeated once where it is not known whether it arrived', async () => {
    const on = world();
    on.troubles.push(...Array.from({ length: 9 }, () => ({ code: 'in-doubt', arrives: true }) as const));
    await on.pass(3600, on.process('p0'), on.process('p1'));
    assert.deepEqual(
      [on.posted.length, on.entries()],
      [2, [{ date: '2026-11-24', why: 'Teams has trouble.' }]],
    );
  });

  for (const code of ['missing', 'forbidden', 'rejected'] as const)
    it(`is given up for the day where it cannot be said (${code})`, async () => {
      const on = world();
      on.troubles.push({ code });
      await on.pass(3600, on.process('p0'), on.process('p1'));
      assert.deepEqual(
        [on.posted.length, on.entries()],
        [0, [{ date: '2026-11-24', why: 'Teams has trouble.' }]],
      );
    });

  it('is not said twice because it could not be written down at once', async () => {
    const on = world();
    on.failBooks(3);
    await on.pass(1200, on.process('p0'), on.process('p1'));
    assert.deepEqual([on.posted.length, on.entries().length], [1, 1]);
  });

  it('is said twice at most, and never not at all, whatever Teams does for a while', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom<FaultCode>('unavailable', 'throttled', 'in-doubt'), { maxLength: 6 }),
        fc.boolean(),
        async (codes, arrives) => {
          const on = world();
          on.troubles.push(...codes.map((code) => ({ code, arrives: code === 'in-doubt' && arrives })));
          await on.pass(900, on.process('p0'), on.process('p1'));
          assert.equal(on.entries().length, 1);
          assert.ok(on.posted.length <= 2);
          const doubts = codes.filter((code) => code === 'in-doubt').length;
          if (doubts < 2) assert.ok(on.posted.length >= 1);
        },
      ),
      { numRuns: 100 },
    ));
});

describe('what the daily summary tells', () => {
  const own = (request: AccessRequest, id: string): AccessRequest => ({
    ...request,
    id,
    origin: { ...request.origin, activityId: id },
  });

  it('is what is open, overdue and not reviewed, what came and went since the one before, and who is on duty', async () => {
    const on = world();
    const ledger = memoryLedger(on.books, 'p0', on.now);
    const requests = {
      open: anOpen(),
      shutting: { ...aClosing(), endsAt: eight - minute },
      overdue: { ...aClosing(), endsAt: eight - hour },
      glass: aBreakGlass(),
      reviewed: aReviewed(),
      waiting: aPending(),
    };
    for (const [id, request] of Object.entries(requests)) await ledger.create(own(request, id), [], eight);
    for (const [at, kind] of [
      [eight - 24 * hour - 1, 'opened'],
      [eight - 24 * hour, 'opened'],
      [eight - 1, 'opened'],
      [eight, 'opened'],
    ] as const)
      await ledger.note({ at, actor: 'bot', kind, facts: {} }, 'open');
    on.setClock(eight + 20_000);
    await on.process('p0')();
    const [{ summary }] = on.posted as [(typeof on.posted)[number]];
    const ids = (list: readonly AccessRequest[]) => list.map(({ id }) => id).sort();
    assert.deepEqual(
      {
        ...summary,
        overdue: ids(summary.overdue),
        grants: ids(summary.grants),
        unreviewed: ids(summary.unreviewed),
      },
      {
        from: eight - 24 * hour,
        until: eight,
        timeZone: 'Europe/Berlin',
        duty: { people: [{ id: omar.id, name: 'Omar On-call' }] },
        turns: { opened: 2, extended: 0, closed: 0, stillOpen: 0, unopened: 0 },
        overdue: ['overdue'],
        grants: ['glass', 'open', 'reviewed', 'shutting'],
        unreviewed: ['glass'],
        more: false,
      },
    );
  });

  it('tells until when, of a rotation', async () => {
    const on = world({
      ...daily,
      duty: {
        kind: 'rotation',
        people: [omar, { ...omar, id: 'id-grace', name: 'grace' }],
        starts: Date.UTC(2026, 10, 17),
        handOver: { day: 2, minute: 480 },
        timeZone: 'Europe/Berlin',
      },
    });
    on.setClock(eight);
    await on.process('p0')();
    assert.deepEqual(on.posted[0]?.summary.duty, {
      people: [{ id: 'id-grace', name: 'grace' }],
      until: eight + 7 * 24 * hour,
    });
  });
});

describe('looking at the clock for the daily summary', () => {
  it('begins at once, goes on every 10 seconds, and ends when it is stopped', async () => {
    const on = world();
    const pauses: number[] = [];
    let wake = Promise.withResolvers<void>();
    const paused: PromiseWithResolvers<void>[] = [Promise.withResolvers()];
    const running = startDailySummary({
      ...on.parts('p0'),
      pause: async (seconds) => {
        pauses.push(seconds);
        wake = Promise.withResolvers();
        paused.push(Promise.withResolvers());
        paused.at(-2)?.resolve();
        await wake.promise;
      },
    });
    await paused[0]?.promise;
    on.setClock(eight);
    wake.resolve();
    await paused[1]?.promise;
    assert.deepEqual([pauses, on.posted.length], [[10, 10], 1]);
    await running.stop();
    on.setClock(eight + 24 * hour);
    wake.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([pauses.length, on.posted.length], [2, 1]);
  });
});
