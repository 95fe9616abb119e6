// The watch over all ports, in virtual time: what it reads and writes, what it notices, and who watches when a process dies.
import assert from 'node:assert/strict';
import type { PortWatch } from '../../../src/access/azure-ports.ts';
import { Fault } from '../../../src/access/fault.ts';
import { createOpenWatch } from '../../../src/access/open-watch/open-watch.ts';
import type { AccessRequest } from '../../../src/domain/access-request.ts';
import { defaultPace as pace } from '../../../src/domain/pace.ts';
import { azureModel } from '../../support/azure-model.ts';
import { chatModel, quietLog } from '../../support/chat-model.ts';
import { memoryLedger, newBooks } from '../../support/memory-ledger.ts';
import { anApproved, noon } from '../../support/requests.ts';
import { settleOn } from '../../support/wired.ts';

/** Books with some requests that were just approved, all for one machine, and processes that share the books. */
async function world(grants = 1, delays = { appears: 3, goes: 2 }) {
  let clock = noon;
  let away = false;
  let looks = 0;
  const now = () => clock;
  const books = newBooks();
  const azure = azureModel(now, [], delays);
  const watch: PortWatch = {
    async filtersOf(...asked) {
      looks += 1;
      if (away) throw new Fault('unavailable', 'Azure is away.');
      return azure.filtersOf(...asked);
    },
  };
  const chat = chatModel();
  const first = memoryLedger(books, 'first', now);
  for (let number = 1; number <= grants; number += 1)
    await first.create(anApproved(`req-${number}`), [], noon);
  for (const row of books.rows.values()) row.lease = undefined;

  function processNamed(owner: string) {
    let saves = 0;
    const ledger = memoryLedger(books, owner, now);
    const counting = {
      ...ledger,
      save: async (...args: Parameters<typeof ledger.save>) => {
        saves += 1;
        return ledger.save(...args);
      },
      lease: async (...args: Parameters<typeof ledger.lease>) => {
        saves += 1;
        return ledger.lease(...args);
      },
    };
    const settle = settleOn({ ledger: counting, azure, watch, notifier: chat, now, pace });
    const openWatch = createOpenWatch({
      ledger: counting,
      settle,
      watch,
      inBackground: (work) => work(),
      now,
      pace,
      log: quietLog,
      pause: () => new Promise(() => {}),
    });
    return {
      openWatch,
      writes: () => saves,
      async second(watches: boolean) {
        for (const id of await ledger.overlooked(clock, 10_000)) await settle.settle(id);
        if (watches) await openWatch.turn();
        await openWatch.idle();
        await settle.idle();
      },
    };
  }

  const request = (id = 'req-1'): AccessRequest => books.rows.get(id)?.request ?? assert.fail(id);
  /** Lets so many seconds pass; `alive`: processes that settle what comes due and watch. @returns when `until` came true first */
  async function pass(
    seconds: number,
    alive: readonly ReturnType<typeof processNamed>[],
    until: () => boolean = () => false,
  ): Promise<number | undefined> {
    const begun = clock;
    for (let second = 0; second < seconds; second += 1) {
      clock += 1000;
      for (const each of alive) await each.second(true);
      if (until()) return (clock - begun) / 1000;
    }
    return undefined;
  }
  return {
    azure,
    chat,
    books,
    processNamed,
    request,
    pass,
    now,
    looks: () => looks,
    setAway: (next: boolean) => {
      away = next;
    },
  };
}

describe('the watch over open ports', () => {
  it('has a port ready a second after its rule came, and closed as soon after it went', async () => {
    const { processNamed, request, pass } = await world(1, { appears: 20, goes: 9 });
    const one = processNamed('p0');
    await pass(1, [one]);
    const ready = await pass(60, [one], () => request().state === 'open');
    assert.ok(ready !== undefined && ready >= 20 && ready <= 21, `ready after ${ready} s`);
    await pass(3600 - ready, [one], () => request().state === 'closing');
    const closed = await pass(60, [one], () => request().state === 'closed');
    assert.ok(closed !== undefined && closed >= 8 && closed <= 10, `closed after ${closed} s`);
  });

  it('writes nothing for looks that show nothing new', async () => {
    const { processNamed, pass, looks, books } = await world(20);
    const one = processNamed('p0');
    await pass(60, [one]);
    assert.ok([...books.rows.values()].every(({ request }) => request.state === 'open'));
    const [writes, looksBefore] = [one.writes(), looks()];
    await pass(600, [one]);
    assert.deepEqual([one.writes() - writes, looks() - looksBefore], [0, 10 * 20]);
  });

  it('notices within a round that a rule was wiped, and says so once that is sure', async () => {
    const { azure, processNamed, request, pass } = await world();
    const one = processNamed('p0');
    await pass(90, [one]);
    azure.wipe('203.0.113.7', 3389);
    const gone = await pass(300, [one], () => request().state === 'closed');
    assert.ok(gone !== undefined && gone <= pace.watch + pace.lost + 5, `gone after ${gone} s`);
    const closed = request();
    assert.equal(closed.state === 'closed' && closed.early?.why, 'gone');
  });

  it('says that nobody can look once that has lasted, and what is true when somebody can', async () => {
    const { processNamed, request, pass, setAway } = await world();
    const one = processNamed('p0');
    await pass(90, [one]);
    const lost = () => {
      const open = request();
      return open.state === 'open' ? open.lost : assert.fail(open.state);
    };
    setAway(true);
    const told = await pass(900, [one], () => lost()?.sure === true);
    assert.ok(told !== undefined && told <= pace.watch + pace.closeGrace + 320, `told after ${told} s`);
    setAway(false);
    assert.ok((await pass(400, [one], () => lost() === undefined)) !== undefined);
  });

  it('goes on looking by requests themselves where nobody watches', async () => {
    const { azure, books, processNamed, request, pass } = await world();
    books.claims.set('open-watch', { owner: 'a process that hangs', until: Number.MAX_SAFE_INTEGER });
    const one = processNamed('p0');
    const ready = await pass(120, [one], () => request().state === 'open');
    assert.ok(ready !== undefined && ready <= pace.net + 2, `ready after ${ready} s`);
    azure.wipe('203.0.113.7', 3389);
    const gone = await pass(3000, [one], () => request().state === 'closed');
    assert.ok(gone !== undefined && gone <= 30 * pace.watch + pace.lost + 10, `gone after ${gone} s`);
  });

  it('is kept by one process, and taken over within half a minute when that dies', async () => {
    const { azure, processNamed, request, pass, looks } = await world();
    const [one, two] = [processNamed('p0'), processNamed('p1')];
    await pass(90, [one, two]);
    const before = looks();
    await pass(600, [one, two]);
    assert.equal(looks() - before, 10, 'one of them looks once a minute');
    azure.wipe('203.0.113.7', 3389);
    const gone = await pass(120, [two], () => request().state === 'closed');
    assert.ok(gone !== undefined && gone <= 30 + pace.lost + 5, `gone after ${gone} s`);
  });

  it('is taken over at once where the process that watches is stopped', async () => {
    const { processNamed, pass, looks, books } = await world();
    const [one, two] = [processNamed('p0'), processNamed('p1')];
    await pass(90, [one, two]);
    await one.openWatch.stop();
    const before = looks();
    await pass(6, [two]);
    assert.ok(looks() > before, 'everything is looked at when a process takes over');
    assert.equal(books.claims.get('open-watch')?.owner, 'p1');
  });

  it('learns of a grant that another process began', async () => {
    const { processNamed, request, pass, books } = await world(1, { appears: 12, goes: 2 });
    const [one, two] = [processNamed('p0'), processNamed('p1')];
    await one.openWatch.turn();
    assert.equal(books.claims.get('open-watch')?.owner, 'p0');
    // Only the other process settles what comes due; this one watches.
    let seconds = 0;
    while (request().state !== 'open' && seconds < 60) {
      await pass(1, [two]);
      await one.openWatch.turn();
      await one.openWatch.idle();
      seconds += 1;
    }
    assert.ok(seconds <= 15, `ready after ${seconds} s`);
  });
});
