// Two processes on one request, and chats that do not answer: what is written decides, and nothing is done twice.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { justificationOf } from '../../src/domain/justification.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { azureModel } from '../support/azure-model.ts';
import { chatModel } from '../support/chat-model.ts';
import { type Books, memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { aDraft, anOpen, anOpening, automatic, noon, terms } from '../support/requests.ts';
import { settleOn } from '../support/wired.ts';

/** Books with one request that nobody settles. */
async function booksWith(request: AccessRequest, now: () => number): Promise<Books> {
  const books = newBooks();
  await memoryLedger(books, 'first', now).create(request, [], noon);
  const row = books.rows.get(request.id);
  if (row !== undefined) row.lease = undefined;
  return books;
}

const stored = (books: Books) => books.rows.get('req-1')?.request ?? assert.fail('not recorded');

/** The ledger of a process that stalls before its first save, while something else happens. */
function stalling(books: Books, now: () => number, meanwhile: () => Promise<void>) {
  const ledger = memoryLedger(books, 'A', now);
  let stalled = false;
  return {
    ...ledger,
    save: async (...args: Parameters<typeof ledger.save>) => {
      if (!stalled) {
        stalled = true;
        await meanwhile();
      }
      return ledger.save(...args);
    },
  };
}

describe('a process that stalled while another took over', () => {
  const untilOne = { ...terms, time: { kind: 'until', at: noon + 3600_000 } } as const;
  const situations: readonly [string, AccessRequest][] = [
    ['a first ask with a fixed end', lifecycle.approved(aDraft(), untilOne, automatic, noon).request],
    ['another ask after one that was not taken', anOpening('absent')],
  ];
  for (const [situation, request] of situations)
    it(`does not send ${situation} again while the other one's is on its way`, async () => {
      let clock = noon;
      const now = () => clock;
      const books = await booksWith(request, now);
      const azure = azureModel(now);
      const [sent, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      const slow = {
        ...azure,
        open: async (...args: Parameters<typeof azure.open>) => {
          const opened = azure.open(...args);
          sent.resolve();
          await answer.promise;
          return opened;
        },
      };
      const common = { azure, notifier: chatModel(), now };
      const other = settleOn({ ...common, ledger: memoryLedger(books, 'B', now), jit: slow });
      const stalled = settleOn({
        ...common,
        ledger: stalling(books, now, async () => {
          clock += 60_000;
          other.settle(request.id);
          await sent.promise;
        }),
      });
      await stalled.settle(request.id);
      answer.resolve();
      await other.idle();
      assert.equal(azure.sent.length, 1);
    });

  it('does not take for lost what it did not find listed before it stalled', async () => {
    let clock = noon + 1000;
    const now = () => clock;
    const request = anOpening('unknown');
    const [attempt] = request.attempts;
    assert.ok(attempt);
    const books = await booksWith(request, now);
    const azure = azureModel(now);
    let stalled = false;
    const listed = async (...args: Parameters<typeof azure.listed>) => {
      const before = await azure.listed(...args);
      if (stalled) return before;
      stalled = true;
      clock += 60_000;
      // It was on its way all the time.
      const { policyId, port, source, reason, machine } = request.terms;
      const justification = justificationOf(request, reason);
      const { endsAt } = attempt;
      await azure.open({ policyId, machineId: machine.azureId, port, source, endsAt, justification });
      return before;
    };
    const ledger = memoryLedger(books, 'A', now);
    const settle = settleOn({ ledger, azure, jit: { ...azure, listed }, notifier: chatModel(), now });
    await settle.settle('req-1');
    clock += 60_000;
    await settle.settle('req-1');
    assert.deepEqual([azure.sent.length, stored(books).state], [1, 'open']);
  });

  it('does not say ready because of what it saw before it stalled', async () => {
    let clock = noon + 10_000;
    const now = () => clock;
    const books = await booksWith(anOpening('accepted'), now);
    const azure = azureModel(now);
    const { port, source } = terms;
    await azure.open({
      policyId: 'p',
      machineId: 'm',
      port,
      source,
      endsAt: noon + 3600_000,
      justification: '',
    });
    clock += 20_000;
    const looks: number[] = [];
    const filtersOf = async (...args: Parameters<typeof azure.filtersOf>) => {
      const seen = await azure.filtersOf(...args);
      looks.push(clock);
      // The second proves what the first saw, by a way that is walked anew.
      if (looks.length === 2) {
        azure.wipe(source, port);
        clock += 60_000;
      }
      return seen;
    };
    const chat = chatModel();
    const ledger = memoryLedger(books, 'A', now);
    await settleOn({ ledger, azure, watch: { ...azure, filtersOf }, notifier: chat, now }).settle('req-1');
    assert.deepEqual([looks.length, stored(books).state], [3, 'opening']);
  });

  it('does not give up what was accepted meanwhile', async () => {
    const now = () => noon + 200_000;
    const books = await booksWith(anOpening('absent'), now);
    const azure = azureModel(now);
    const ledger = stalling(books, now, async () => {
      const accepted = { ...anOpening('accepted'), version: stored(books).version };
      await memoryLedger(books, 'B', now).save(accepted, []);
    });
    await settleOn({ ledger, azure, notifier: chatModel(), now }).settle('req-1');
    assert.equal(stored(books).state, 'opening');
  });
});

describe('a chat that never confirms', () => {
  /** Lives a minute of an open request in which every post ends like this; how often one was sent. */
  async function postsWith(fault: () => Fault): Promise<{ posts: number; told: AccessRequest['told'] }> {
    let clock = noon;
    const now = () => clock;
    const open = { ...anOpen(), card: { messageId: 'm1', shown: 'open' } };
    const books = await booksWith(open, now);
    const azure = azureModel(now);
    let posts = 0;
    const notifier = {
      post: async () => {
        posts += 1;
        throw fault();
      },
      update: async () => 'm1',
    };
    const ledger = memoryLedger(books, 'A', now);
    const settle = settleOn({ ledger, azure, notifier, now });
    for (; clock < noon + 60_000; clock += 1000) await settle.settle('req-1');
    return { posts, told: stored(books).told };
  }

  it('gets a notice twice at most, and the books say that it was not confirmed', async () => {
    const { posts, told } = await postsWith(() => new Fault('in-doubt', 'Teams did not answer.'));
    assert.deepEqual([posts, told['requester/ready']?.why], [2, 'Teams did not answer.']);
  });

  it('is not asked again after a refusal for good', async () => {
    const { posts, told } = await postsWith(() => new Fault('rejected', 'Teams refused it.'));
    assert.deepEqual([posts, told['requester/ready']?.why], [1, 'Teams refused it.']);
  });

  it('is asked again, ever more slowly, while it is only away', async () => {
    const { posts, told } = await postsWith(() => new Fault('unavailable', 'Teams is away.'));
    assert.deepEqual([posts, told['requester/ready']], [5, undefined]);
  });
});

describe('a rule that comes only after the end', () => {
  it('is waited for before the port is called shut, and then watched until it goes', async () => {
    let clock = noon;
    const now = () => clock;
    const short = lifecycle.approved(
      aDraft(),
      { ...terms, time: { kind: 'for', seconds: 60 } },
      automatic,
      noon,
    ).request;
    const books = await booksWith(short, now);
    const azure = azureModel(now, [], { appears: 90, goes: 120 });
    const ledger = memoryLedger(books, 'A', now);
    const settle = settleOn({ ledger, azure, notifier: chatModel(), now });
    let closedAt = 0;
    for (; clock < noon + 400_000 && closedAt === 0; clock += 1000) {
      await settle.settle('req-1');
      if (stored(books).state === 'closed') closedAt = (clock - noon) / 1000;
    }
    assert.ok(closedAt >= 180, `closed after ${closedAt} s, while the rule stood until 180 s`);
  });
});
