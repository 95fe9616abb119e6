// The audit trail, channels and conversations.
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/access/ledger-port.ts';
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

  describe('The audit trail', () => {
    it('takes notes that belong to no request', async () => {
      await ledger.note(entry('noter', 'click-refused'));
      assert.deepEqual(await notes('noter'), [noted('click-refused')]);
    });

    for (const change of [
      'update jit.audit set actor = actor',
      'update jit.audit set actor = actor where false',
      'delete from jit.audit',
      'truncate jit.audit',
      'truncate jit.requests cascade',
    ])
      it(`refuses: ${change}`, async () => {
        await assert.rejects(database().query(change), (error: Error) => {
          assert.match(
            String(error.cause),
            /the audit trail is append-only: (UPDATE|DELETE|TRUNCATE) refused/,
          );
          return true;
        });
      });
  });

  describe('A channel', () => {
    it('is set, replaced and unset, each time telling what it was and leaving an entry', async () => {
      const steps = [
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', 'first', entry('admin', 'channel-set')),
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', 'second', entry('admin', 'channel-set')),
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', undefined, entry('admin', 'channel-unset')),
        await ledger.channel('on-call'),
        await ledger.setChannel('on-call', undefined, entry('admin', 'channel-unset')),
      ];
      assert.deepEqual(
        [steps, await notes('admin')],
        [
          [undefined, undefined, 'first', 'first', 'second', 'second', undefined, undefined],
          ['channel-set', 'channel-set', 'channel-unset', 'channel-unset'].map(noted),
        ],
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
