// What a request's own looks rest on: nothing older than the matter itself, and for what they claim, a way walked anew.
import assert from 'node:assert/strict';
import type { Freshness, PortWatch } from '../../src/access/azure-ports.ts';
import { newEnough } from '../../src/access/evidence.ts';
import type { AccessRequest, State } from '../../src/domain/access-request.ts';
import { azureModel } from '../support/azure-model.ts';
import { chatModel } from '../support/chat-model.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { aClosing, anOpen, anOpening, noon } from '../support/requests.ts';
import { settleOn } from '../support/wired.ts';

/** Lets a request that was recorded look once at `at`, at NSGs without any rule of its own but what Azure `took`. */
async function lookAt(request: AccessRequest, at: number, took: boolean) {
  let clock = noon;
  const now = () => clock;
  const asked: (Freshness | undefined)[] = [];
  const books = newBooks();
  const ledger = memoryLedger(books, 'p0', now);
  const azure = azureModel(now);
  if (took && 'terms' in request) {
    const { port, source, machine } = request.terms;
    const opening = { policyId: '', machineId: machine.azureId, port, source, justification: '' };
    await azure.open({ ...opening, endsAt: at + 3600_000 });
  }
  clock = at;
  await ledger.create(request, [], at);
  const watch: PortWatch = {
    filtersOf: async (machine, freshness) => {
      asked.push(freshness);
      return azure.filtersOf(machine, freshness);
    },
  };
  const settle = settleOn({ ledger, azure, watch, notifier: chatModel(), now });
  await settle.look(request.id);
  const state: State | undefined = books.rows.get(request.id)?.request.state;
  return { state, asked };
}

describe('the evidence of a look', () => {
  it('is as old as a second, and never older than what it is about', () => {
    assert.deepEqual(
      [newEnough(noon, noon - 60_000), newEnough(noon, noon - 300), newEnough(noon, noon)],
      [noon - 1000, noon - 300, noon],
    );
  });

  it('of an open port is asked for anew before anybody hears "ready"', async () => {
    const at = noon + 10_000;
    const { state, asked } = await lookAt(anOpening(), at, true);
    assert.deepEqual(
      { state, asked },
      {
        state: 'open',
        asked: [
          { since: at - 1000, way: 'known' },
          { since: at - 1000, way: 'anew' },
        ],
      },
    );
  });

  it('is never from before Azure was asked', async () => {
    const { state, asked } = await lookAt(anOpening(), noon + 400, false);
    assert.deepEqual({ state, asked }, { state: 'opening', asked: [{ since: noon, way: 'known' }] });
  });

  it('of a port that is shut is from after the end, and asked for anew', async () => {
    const end = noon + 3600_000;
    const { state, asked } = await lookAt(aClosing(), end + 500, false);
    assert.deepEqual(
      { state, asked },
      {
        state: 'closed',
        asked: [
          { since: end, way: 'known' },
          { since: end, way: 'anew' },
        ],
      },
    );
  });

  it('of a loss is asked for anew, too', async () => {
    const at = noon + 600_000;
    const { asked } = await lookAt(anOpen(), at, false);
    assert.deepEqual(
      asked.slice(0, 2).map((freshness) => freshness?.way),
      ['known', 'anew'],
    );
  });
});

describe('a look that somebody else asks for', () => {
  it('does not hurry an ask of Azure that waits', async () => {
    const { state, asked } = await lookAt(
      { ...anOpening('absent'), lookAt: noon + 60_000 },
      noon + 1000,
      false,
    );
    assert.deepEqual({ state, asked }, { state: 'opening', asked: [] });
  });

  it('does not hurry a look that waits after trouble', async () => {
    const setbacks = { look: { tries: 3, notBefore: noon + 900_000, message: 'Azure is away.' } };
    const { asked } = await lookAt({ ...anOpen(), setbacks, lookAt: noon + 70_000 }, noon + 60_000, false);
    assert.deepEqual(asked, []);
  });
});
