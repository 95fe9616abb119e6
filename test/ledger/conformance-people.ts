// Confirmed addresses, personal chats, the key for links, and claims to work.
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { Database } from '../../src/ledger/database.ts';
import { createPeopleBooks } from '../../src/ledger/people-books.ts';
import { createBench } from './bench-ledgers.ts';

export const peopleConformance = (database: () => Database): void => {
  const bench = createBench(database);
  let one: Ledger;
  let two: Ledger;
  before(async () => {
    one = (await bench.open()).ledger;
    two = (await bench.open()).ledger;
  });
  after(() => bench.close());
  let people = 0;
  const somebody = () => {
    people += 1;
    return `person-${people}`;
  };

  describe('A confirmed address', () => {
    const at = Date.UTC(2026, 0, 1, 12, 0, 0, 7);
    const confirmed = (address: string, after = 0) => ({ address, at: at + after });
    const entry = (actor: string) => ({ at, actor, kind: 'address-confirmed', facts: { address: 'a\0b' } });
    const trailOf = async (actor: string) =>
      (
        await database().query(
          'select at, kind, rule, request_id, facts from jit.audit where actor = $1 order by seq',
          [actor],
        )
      ).map(({ at, kind, rule, request_id, facts }) => ({ at, kind, rule, request_id, facts }));
    const noted = {
      at: new Date(at),
      kind: 'address-confirmed',
      rule: null,
      request_id: null,
      facts: { address: 'a\ufffdb' },
    };

    it('is nobody’s who never confirmed one', async () => {
      await one.confirmAddress(somebody(), confirmed('203.0.113.1'), entry('else'));
      assert.deepEqual(
        [await one.confirmedAddress(somebody()), await one.confirmedAddress('\0')],
        [undefined, undefined],
      );
    });

    it('is known to every process, to the millisecond, and leaves an entry', async () => {
      const ada = somebody();
      await one.confirmAddress(ada, confirmed('203.0.113.7'), entry(ada));
      assert.deepEqual(
        [await two.confirmedAddress(ada), await trailOf(ada)],
        [confirmed('203.0.113.7'), [noted]],
      );
    });

    const orders: readonly (readonly [string, readonly (readonly [string, number])[]])[] = [
      [
        'a later one takes the place of an earlier',
        [
          ['203.0.113.1', 0],
          ['203.0.113.2', 1],
        ],
      ],
      [
        'an earlier one that comes late takes nobody’s place',
        [
          ['203.0.113.2', 1],
          ['203.0.113.1', 0],
        ],
      ],
      [
        'of one moment, the one that comes last',
        [
          ['203.0.113.1', 1],
          ['203.0.113.2', 1],
        ],
      ],
    ];
    for (const [what, confirmations] of orders)
      it(`is the one confirmed last: ${what}; each leaves an entry`, async () => {
        const ada = somebody();
        for (const [address, after] of confirmations)
          await one.confirmAddress(ada, confirmed(address, after), entry(ada));
        assert.deepEqual(
          [await two.confirmedAddress(ada), await trailOf(ada)],
          [confirmed('203.0.113.2', 1), [noted, noted]],
        );
      });

    it('is the one confirmed last, though many are confirmed at once', async () => {
      const ada = somebody();
      const moments = [3, 9, 1, 7, 5, 0, 8, 2, 6, 4];
      await Promise.all(
        moments.map((after) =>
          (after % 2 ? one : two).confirmAddress(ada, confirmed(`203.0.113.${after}`, after), entry(ada)),
        ),
      );
      assert.deepEqual(
        [await one.confirmedAddress(ada), (await trailOf(ada)).length],
        [confirmed('203.0.113.9', 9), moments.length],
      );
    });

    it('is not remembered without its entry', async () => {
      const ada = somebody();
      const broken = { ...entry(ada), at: Number.NaN };
      await assert.rejects(async () => await one.confirmAddress(ada, confirmed('203.0.113.1'), broken));
      assert.equal(await one.confirmedAddress(ada), undefined);
    });
  });

  describe('A personal chat', () => {
    it('is the one remembered last, for every process, and each person’s own', async () => {
      const [ada, bob] = [somebody(), somebody()];
      await one.rememberPersonalChat(ada, 'chat-1');
      const first = await two.personalChat(ada);
      await two.rememberPersonalChat(ada, 'chat-\0');
      await two.rememberPersonalChat(ada, 'chat-\0');
      assert.deepEqual(
        [first, await one.personalChat(ada), await one.personalChat(bob), await one.personalChat('\0')],
        ['chat-1', 'chat-\ufffd', undefined, undefined],
      );
    });

    it('is one of those that are remembered at once', async () => {
      const ada = somebody();
      const chats = Array.from({ length: 8 }, (_, index) => `chat-${index}`);
      await Promise.all(chats.map((chat, index) => (index % 2 ? one : two).rememberPersonalChat(ada, chat)));
      assert.ok(chats.includes((await one.personalChat(ada)) ?? ''));
    });
  });

  describe('The key for links', () => {
    it('is made once by many who ask first, and is 32 bytes', async () => {
      for (let round = 0; round < 5; round += 1) {
        await database().query('delete from jit.keys');
        const keys = await Promise.all(
          Array.from({ length: 10 }, (_, index) => (index % 2 ? one : two).key('links')),
        );
        const different = new Set(keys.map((key) => Buffer.from(key).toString('hex')));
        assert.deepEqual([different.size, keys[0]?.length], [1, 32]);
      }
    });

    it('is the same for a process that starts later', async () => {
      const key = await one.key('links');
      const three = (await bench.open()).ledger;
      assert.deepEqual(await three.key('links'), key);
    });

    it('is a secret: another one each time it is made', async () => {
      const before = await one.key('links');
      await database().query('delete from jit.keys');
      assert.notDeepEqual(await one.key('links'), before);
    });

    it('is never one of another length', async () => {
      await assert.rejects(
        database().query(`insert into jit.keys (purpose, key) values ('short', '\\x00')`),
        { name: 'Fault', code: 'rejected' },
      );
    });
  });

  describe('A claim', () => {
    let works = 0;
    const work = () => {
      works += 1;
      return `work-\0-${works}`;
    };
    const later = (seconds: number) => bench.at + seconds * 1000;

    it('is had by one until it runs out, then by whoever asks first', async () => {
      const key = work();
      assert.deepEqual(
        [
          await one.claim(key, bench.at, 60),
          await two.claim(key, bench.at, 60),
          await two.claim(key, later(60) - 1, 60),
          await two.claim(key, later(60), 60),
          await one.claim(key, later(61), 60),
        ],
        [true, false, false, true, false],
      );
    });

    it('is renewed by its holder', async () => {
      const key = work();
      assert.deepEqual(
        [
          await one.claim(key, bench.at, 60),
          await one.claim(key, later(40), 60),
          await two.claim(key, later(99), 60),
          await two.claim(key, later(100), 60),
        ],
        [true, true, false, true],
      );
    });

    it('is free at once when its holder gives it back, and stays when somebody else does', async () => {
      const key = work();
      await one.claim(key, bench.at, 60);
      await two.unclaim(key);
      const kept = await two.claim(key, bench.at, 60);
      await one.unclaim(key);
      assert.deepEqual([kept, await two.claim(key, bench.at, 60)], [false, true]);
    });

    it('is to one piece of work', async () => {
      assert.deepEqual(
        [await one.claim(work(), bench.at, 60), await two.claim(work(), bench.at, 60)],
        [true, true],
      );
    });

    const processes = 20;
    for (const [what, first] of [
      ['nobody has had yet', undefined],
      ['has run out', 'somebody who is gone'],
    ] as const)
      it(`is had by exactly one of ${processes} that want at once what ${what}`, async () => {
        const all = Array.from({ length: processes }, (_, index) =>
          createPeopleBooks(database(), `process-${index}`),
        );
        for (let round = 0; round < 25; round += 1) {
          const key = work();
          if (first !== undefined) await createPeopleBooks(database(), first).claim(key, later(-60), 60);
          const had = await Promise.all(all.map((each) => each.claim(key, bench.at, 60)));
          assert.equal(had.filter(Boolean).length, 1);
          // Asked again, it is still the same one's.
          assert.deepEqual(await Promise.all(all.map((each) => each.claim(key, bench.at, 60))), had);
        }
      });
  });
};
