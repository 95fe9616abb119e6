// Channels, conversations, and what was allowed in advance.
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { Allowance } from '../../src/domain/allowance.ts';
import type { Database } from '../../src/ledger/database.ts';
import { createBench } from './bench-ledgers.ts';

export const booksConformance = (database: () => Database): void => {
  const bench = createBench(database);
  let ledger: Ledger;
  before(async () => {
    ledger = (await bench.open()).ledger;
  });
  after(() => bench.close());

  const notes = async (actor: string) =>
    (
      await database().query(
        'select at, kind, request_id, facts from jit.audit where actor = $1 order by seq',
        [actor],
      )
    ).map(({ at, kind, request_id, facts }) => ({ at, kind, request_id, facts }));
  const entry = (actor: string, kind: string) => ({ at: bench.at, actor, kind, facts: { why: 'a\0b' } });
  const noted = (kind: string) => ({
    at: new Date(bench.at),
    kind,
    request_id: null,
    facts: { why: 'a\ufffdb' },
  });

  describe('A channel', () => {
    const first = { conversationId: 'first', teamGroupId: 'team-1' };
    const second = { conversationId: 'second' };

    it('is set, replaced and unset, each time telling what it was and leaving an entry', async () => {
      const steps = [
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', first, entry('admin', 'channel-set')),
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', second, entry('admin', 'channel-set')),
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', undefined, entry('admin', 'channel-unset')),
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', undefined, entry('admin', 'channel-unset')),
      ];
      assert.deepEqual(
        [steps, await notes('admin')],
        [
          [undefined, undefined, first, first, second, second, undefined, undefined],
          ['channel-set', 'channel-set', 'channel-unset', 'channel-unset'].map(noted),
        ],
      );
    });

    it('serves one purpose: approvals by name are others', async () => {
      await ledger.setChannel('approvals', first, entry('admin-2', 'channel-set'));
      await ledger.setChannel('approvals/prod', second, entry('admin-2', 'channel-set'));
      assert.deepEqual(
        [
          await ledger.channel('approvals'),
          await ledger.channel('approvals/prod'),
          await ledger.channel('approvals/test'),
          await ledger.channel('approvals/\0'),
        ],
        [first, second, undefined, undefined],
      );
    });

    it('is among the purposes served while it is set', async () => {
      await ledger.setChannel('approvals/kept', first, entry('admin-3', 'channel-set'));
      await ledger.setChannel('approvals/gone', second, entry('admin-3', 'channel-set'));
      await ledger.setChannel('approvals/gone', undefined, entry('admin-3', 'channel-unset'));
      const served = await ledger.purposesServed();
      assert.deepEqual([served.has('approvals/kept'), served.has('approvals/gone')], [true, false]);
    });
  });

  describe('An allowance', () => {
    const at = Date.UTC(2026, 0, 1, 12);
    let made = 0;
    const allowance = (fields: Partial<Allowance> = {}): Allowance => {
      made += 1;
      return {
        id: `${process.pid}-${made}`,
        person: { id: 'bob', name: 'Bob *B*' },
        by: { id: 'grace', name: 'Grace' },
        machineId: '/machines/web-01',
        machine: 'web-01',
        port: 3389,
        from: at,
        until: at + 3_600_000,
        ...fields,
      };
    };

    it('is found for its person while its window lasts, the earliest window first', async () => {
      const person = { id: 'carol', name: 'Carol' };
      const [later, earlier] = [allowance({ person }), allowance({ person, from: at - 1 })];
      for (const each of [later, earlier, allowance()]) await ledger.allow(each, entry('allower', 'allowed'));
      const found = [at - 2, at - 1, at, at + 3_599_999, at + 3_600_000].map(
        async (moment) => await ledger.allowancesFor('carol', moment),
      );
      assert.deepEqual(await Promise.all(found), [[], [earlier], [earlier, later], [earlier, later], []]);
    });

    it('leaves an entry, and when it is given again changes and adds nothing', async () => {
      const person = { id: 'dave', name: 'Dave' };
      const first = allowance({ person });
      await ledger.allow(first, entry('giver', 'allowed'));
      await ledger.allow({ ...first, until: first.until + 1 }, entry('giver', 'allowed'));
      assert.deepEqual(
        [await ledger.allowancesFor('dave', at), await notes('giver')],
        [[first], [noted('allowed')]],
      );
    });

    it('that cannot be read is a fault, not a guess', async () => {
      await database().query(
        `insert into jit.allowances (id, person_id, from_at, until_at, document) values ('bad', 'eve', $1, $2, '{}')`,
        [new Date(at).toISOString(), new Date(at + 1).toISOString()],
      );
      await assert.rejects(ledger.allowancesFor('eve', at), { name: 'Fault', code: 'rejected' });
    });

    for (const change of [
      'update jit.allowances set until_at = until_at',
      'update jit.allowances set until_at = until_at where false',
      'delete from jit.allowances',
      'truncate jit.allowances',
    ])
      it(`stays as it is: refuses ${change}`, async () => {
        await assert.rejects(database().query(change), ({ cause }: Error) =>
          /what was allowed is append-only: (UPDATE|DELETE|TRUNCATE) refused/.test(String(cause)),
        );
      });
  });

  describe('A conversation', () => {
    it('is recalled as it was remembered last', async () => {
      await ledger.rememberConversation('c1', { serviceUrl: 'http://one', nested: { list: [1, null] } });
      await ledger.rememberConversation('c1', { serviceUrl: 'http://two' });
      await ledger.rememberConversation('c1', { serviceUrl: 'http://two' });
      assert.deepEqual(
        [await ledger.recallConversation('c1'), await ledger.recallConversation('c2')],
        [{ serviceUrl: 'http://two' }, undefined],
      );
    });
  });

  describe('ping', () => {
    it('answers when the database does', async () => {
      assert.equal(await ledger.ping(), undefined);
    });
  });
};
