// The use cases of the address page, on books: what is written, that it is done once, and what changes nothing.
import assert from 'node:assert/strict';
import { createAddresses } from '../../src/access/addresses.ts';
import { Fault } from '../../src/access/fault.ts';
import type { Ledger } from '../../src/access/ledger-port.ts';
import { safetySeconds } from '../../src/access/saving.ts';
import type { AddressLink, FormDraft } from '../../src/domain/address-moves.ts';
import { withdrawn } from '../../src/domain/lifecycle.ts';
import type { Machine } from '../../src/domain/machine.ts';
import { keptLog } from '../support/kept-log.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { aDraft, ada, grace, noon, web01 } from '../support/requests.ts';

async function world(
  change: (ledger: Ledger) => Partial<Ledger> = () => ({}),
  byId: () => Machine | undefined = () => web01,
) {
  const books = newBooks();
  let now = noon;
  const stored = memoryLedger(books, 'p0', () => now);
  const ledger: Ledger = { ...stored, ...change(stored) };
  const settled: string[] = [];
  const log = keptLog();
  const addresses = createAddresses({
    ledger,
    settle: { settle: async (id) => void settled.push(id) },
    inventory: { byId },
    now: () => now,
    log,
  });
  const draft = aDraft();
  await stored.create(draft, [], noon);
  const link: AddressLink = { requestId: draft.id, personId: ada.id, ...draft.link };
  return {
    addresses,
    ledger: stored,
    books,
    settled,
    log,
    link,
    pass: (seconds: number) => {
      now += seconds * 1000;
    },
    async form(): Promise<FormDraft> {
      const request = await stored.load(draft.id);
      if (request?.state !== 'draft' || request.asking.kind !== 'form') return assert.fail('no form');
      return { ...request, asking: request.asking };
    },
    kinds: () => books.audit.map(({ actor, kind }) => `${actor === ada.id ? 'ada' : actor} ${kind}`),
  };
}

describe('looking at the address page', () => {
  it('shows the form, and changes nothing', async () => {
    const { addresses, link, form, kinds, settled } = await world();
    const looked = await addresses.look(link);
    assert.deepEqual(
      [looked.kind, looked.kind === 'asks' && looked.reach, (await form()).version, kinds(), settled],
      ['asks', 'public', 1, [], []],
    );
  });

  it('knows how the machine is reached, as far as the inventory does', async () => {
    const { publicAddress: _, ...inside } = web01;
    for (const [machine, reach] of [
      [inside, 'private'],
      [undefined, 'unknown'],
    ] as const) {
      const { addresses, link } = await world(undefined, () => machine);
      const looked = await addresses.look(link);
      assert.equal(looked.kind === 'asks' && looked.reach, reach);
    }
  });

  it('finds no request that is not there', async () => {
    const { addresses, link } = await world();
    const other = { ...link, requestId: 'req-2' };
    assert.deepEqual(
      [
        await addresses.look(other),
        await addresses.confirm(other, '203.0.113.9'),
        await addresses.renew(other),
      ],
      [{ kind: 'no-such-request' }, { kind: 'no-such-request' }, { kind: 'no-such-request' }],
    );
  });
});

describe('confirming an address', () => {
  it('puts it into the form, remembers it for the person, and has the card redrawn', async () => {
    const { addresses, ledger, link, form, kinds, settled } = await world();
    const answer = await addresses.confirm(link, '203.0.113.9');
    const { asking, learned, link: next, round } = await form();
    assert.equal(answer.kind, 'confirmed');
    assert.deepEqual(
      [asking.values.source, learned, next.number, round, settled],
      ['203.0.113.9', { address: '203.0.113.9', at: noon, how: 'page' }, 2, 2, ['req-1']],
    );
    assert.deepEqual(await ledger.confirmedAddress(ada.id), { address: '203.0.113.9', at: noon });
    assert.deepEqual(kinds(), ['ada address-confirmed', 'ada address-remembered']);
  });

  it('leaves a wake-up behind, should this process die now', async () => {
    const { addresses, link, books } = await world();
    await addresses.confirm(link, '203.0.113.9');
    assert.equal(books.rows.get('req-1')?.wakeAt, noon + safetySeconds * 1000);
  });

  it('says which one was confirmed last, if that was another', async () => {
    const { addresses, ledger, link } = await world();
    const before = { address: '198.51.100.9', at: noon - 86_400_000 };
    await ledger.confirmAddress(ada.id, before, { at: before.at, actor: ada.id, kind: 'x', facts: {} });
    const answer = await addresses.confirm(link, '203.0.113.9');
    assert.deepEqual(answer.kind === 'confirmed' && answer.before, before);
  });

  it('is done once, however many ask at the same time', async () => {
    const { addresses, link, form, kinds } = await world();
    const answers = await Promise.all(
      ['203.0.113.9', '203.0.113.10', '203.0.113.9'].map((address) => addresses.confirm(link, address)),
    );
    assert.deepEqual(answers.map(({ kind }) => kind).sort(), ['confirmed', 'used', 'used']);
    const winner = answers.findIndex(({ kind }) => kind === 'confirmed');
    assert.equal((await form()).asking.values.source, ['203.0.113.9', '203.0.113.10'][winner % 2]);
    assert.deepEqual(kinds().filter((kind) => kind === 'ada address-confirmed').length, 1);
  });

  it('looks again when somebody was faster, and then finds the form gone', async () => {
    let raced = false;
    const { addresses, link, kinds, settled } = await world((stored) => ({
      save: async (request, entries, wakeAt) => {
        if (!raced && request.state === 'draft') {
          raced = true;
          const { request: dropped } = withdrawn(aDraft(), noon);
          await stored.save({ ...dropped, version: request.version }, []);
        }
        return stored.save(request, entries, wakeAt);
      },
    }));
    assert.deepEqual(await addresses.confirm(link, '203.0.113.9'), { kind: 'over' });
    assert.deepEqual([kinds(), settled], [[], []]);
  });

  const useless: readonly (readonly [string, (link: AddressLink) => AddressLink, number, string])[] = [
    ['expired', (link) => link, 900, 'expired'],
    ['used', (link) => ({ ...link, number: 0 }), 0, 'used'],
    ['not yours', (link) => ({ ...link, personId: grace.id }), 0, 'not-yours'],
  ];
  for (const [what, changed, seconds, kind] of useless)
    it(`changes nothing with a link that is ${what}`, async () => {
      const { addresses, ledger, link, form, pass, kinds, settled } = await world();
      pass(seconds);
      assert.equal((await addresses.confirm(changed(link), '203.0.113.9')).kind, kind);
      assert.deepEqual(
        [(await form()).version, kinds(), settled, await ledger.confirmedAddress(ada.id)],
        [1, [], [], undefined],
      );
    });

  it('refuses an address the form could not be sent with, and changes nothing', async () => {
    const { addresses, link, form } = await world();
    const answer = await addresses.confirm(link, '10.0.0.9');
    assert.deepEqual(answer.kind === 'unusable' && answer.refusal, {
      code: 'source-not-public',
      typed: '10.0.0.9',
      range: 'private range 10.0.0.0/8',
    });
    assert.equal((await form()).version, 1);
  });

  it('holds although it could not be remembered for the next form', async () => {
    const { addresses, link, form, log } = await world(() => ({
      confirmAddress: async () => Promise.reject(new Fault('unavailable', 'away')),
    }));
    assert.equal((await addresses.confirm(link, '203.0.113.9')).kind, 'confirmed');
    assert.equal((await form()).asking.values.source, '203.0.113.9');
    assert.deepEqual(
      log.lines.map(({ level }) => level),
      ['error'],
    );
  });

  it('is a fault while the ledger is away', async () => {
    const { addresses, link } = await world(() => ({
      save: async () => Promise.reject(new Fault('unavailable', 'away')),
    }));
    await assert.rejects(addresses.confirm(link, '203.0.113.9'), { name: 'Fault', code: 'unavailable' });
  });
});

describe('asking for a new link', () => {
  it('puts one on the card in place of one that has expired', async () => {
    const { addresses, link, pass, form, kinds, settled } = await world();
    pass(900);
    assert.deepEqual(await addresses.renew(link), { kind: 'renewed' });
    const { link: next, round } = await form();
    assert.deepEqual(next, { number: 2, expiresAt: noon + 1_800_000 });
    assert.deepEqual([round, settled, kinds()], [2, ['req-1'], ['ada address-link-renewed']]);
  });

  it('makes one, however many ask at the same time', async () => {
    const { addresses, link, pass, form } = await world();
    pass(900);
    const answers = await Promise.all([addresses.renew(link), addresses.renew(link)]);
    assert.deepEqual(answers.map(({ kind }) => kind).sort(), ['renewed', 'used']);
    assert.equal((await form()).link.number, 2);
  });

  it('changes nothing while the old one works', async () => {
    const { addresses, link, form } = await world();
    assert.equal((await addresses.renew(link)).kind, 'asks');
    assert.equal((await form()).version, 1);
  });
});
