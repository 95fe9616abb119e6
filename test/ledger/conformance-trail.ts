// The audit trail: what it takes, by which rule, whose history it tells, and that nobody changes it.
import assert from 'node:assert/strict';
import type { HistorySubject, Ledger } from '../../src/access/ledger-port.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Database } from '../../src/ledger/database.ts';
import { createBench } from './bench-ledgers.ts';
import { everyGrounds } from './sample-grounds.ts';
import { draft, everyState, otherShapes, terms } from './sample-requests.ts';

export const trailConformance = (database: () => Database): void => {
  const bench = createBench(database);
  let ledger: Ledger;
  before(async () => {
    ledger = (await bench.open()).ledger;
  });
  after(() => bench.close());

  const entry = (kind: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
    at: bench.at,
    actor: 'bot',
    kind,
    facts: {},
    ...more,
  });
  const stored = async (actor: string) =>
    (
      await database().query(
        'select kind, rule, request_id, version, facts from jit.audit where actor = $1 order by seq',
        [actor],
      )
    ).map(({ kind, rule, request_id, version, facts }) => ({ kind, rule, request_id, version, facts }));
  const rulesOf = async (id: string) =>
    (await database().query('select rule from jit.audit where request_id = $1 order by seq', [id])).map(
      ({ rule }) => rule,
    );
  /** A machine nobody else names. */
  const machine = (name: string) => ({ ...terms.machine, id: `/${process.pid}/${name}`, name });
  const onForm = (name: string): AccessRequest => {
    const { id, subscription, resourceGroup, region } = machine(name);
    return draft({
      asking: {
        kind: 'form',
        machine: { id, name, subscription, resourceGroup, region },
        offered: [],
        values: { port: '', source: '', time: '', reason: '' },
        outlook: [],
        holes: [],
        refusals: [],
      },
    });
  };
  const kindsOf = async (about: HistorySubject, limit = 100) =>
    (await ledger.history(about, limit)).map(({ kind }) => kind);

  describe('The audit trail', () => {
    it('takes notes that belong to no request', async () => {
      await ledger.note(entry('click-refused', { actor: 'noter', facts: { why: 'a\0b' } }));
      assert.deepEqual(await stored('noter'), [
        { kind: 'click-refused', rule: null, request_id: null, version: null, facts: { why: 'a\ufffdb' } },
      ]);
    });

    it('takes notes that belong to a request, with its rule, and keeps those of one nobody made', async () => {
      const { pending } = everyState();
      await ledger.create(pending, [], bench.at);
      await ledger.note(entry('seen', { actor: 'onlooker' }), pending.id);
      await ledger.note(entry('seen', { actor: 'onlooker', rule: 'other' }), pending.id);
      await ledger.note(entry('forged', { actor: 'onlooker' }), 'no-such-id');
      await ledger.note(entry('forged', { actor: 'onlooker' }), '\0');
      const of = { version: null, facts: {} };
      assert.deepEqual(await stored('onlooker'), [
        { kind: 'seen', rule: 'production', request_id: pending.id, ...of },
        { kind: 'seen', rule: 'other', request_id: pending.id, ...of },
        { kind: 'forged', rule: null, request_id: null, ...of },
        { kind: 'forged', rule: null, request_id: null, ...of },
      ]);
    });

    for (const change of [
      'update jit.audit set actor = actor',
      'update jit.audit set rule = null where false',
      'delete from jit.audit',
      'delete from jit.audit where false',
      'truncate jit.audit',
      'truncate jit.requests cascade',
    ])
      it(`refuses: ${change}`, async () => {
        await assert.rejects(database().query(change), ({ cause }: Error) =>
          /the audit trail is append-only: (UPDATE|DELETE|TRUNCATE) refused/.test(String(cause)),
        );
      });
  });

  describe('The rule of an entry', () => {
    for (const [kind, grounds] of Object.entries(everyGrounds))
      it(`is the one its request stands on: ${kind}`, async () => {
        const request = { ...everyState().approved, grounds } as AccessRequest;
        await ledger.create(request, [entry('made')], bench.at);
        await ledger.save(request, [entry('moved')]);
        const rule = grounds.kind === 'jit-policy' ? null : grounds.rule;
        assert.deepEqual(await rulesOf(request.id), [rule, rule]);
      });

    it('is the one the request stands on after the move', async () => {
      const request = draft();
      await ledger.create(request, [entry('made')], bench.at);
      await ledger.save({ ...everyState().pending, id: request.id, origin: request.origin }, [entry('sent')]);
      assert.deepEqual(await rulesOf(request.id), [null, 'production']);
    });

    it('stays when the request ends without a grant', async () => {
      const request = otherShapes()['lapsed while approvers were asked'] ?? assert.fail('no such sample');
      await ledger.create(request, [entry('lapsed')], bench.at);
      await ledger.note(entry('clicked'), request.id);
      assert.deepEqual(await rulesOf(request.id), ['production', 'production']);
    });

    it('is the one the entry names, where it names one', async () => {
      const { refused } = everyState();
      const { approved } = everyState();
      for (const request of [refused, approved])
        await ledger.create(request, [entry('made', { rule: 'fr\0eeze' })], bench.at);
      assert.deepEqual(
        [await rulesOf(refused.id), await rulesOf(approved.id)],
        [['fr\ufffdeeze'], ['fr\ufffdeeze']],
      );
    });
  });

  describe('The history of a machine', () => {
    it('has the entries of requests that name it, in a form, in what was sent or was agreed', async () => {
      const here = machine('m1');
      const theirs = { ...terms, machine: here };
      const { pending, open, denied } = everyState();
      assert.ok(denied.state === 'denied');
      const requests = [
        onForm('m1'),
        { ...pending, terms: theirs } as AccessRequest,
        { ...open, terms: theirs } as AccessRequest,
        { ...denied, sent: { ...denied.sent, terms: theirs } },
        everyState().pending,
      ];
      for (const request of requests) await ledger.create(request, [entry(`of ${request.state}`)], bench.at);
      assert.deepEqual(await kindsOf({ machineId: here.id }), [
        'of denied',
        'of open',
        'of pending',
        'of draft',
      ]);
    });

    it('keeps a request whose form has ended, and loses one that went on to another machine', async () => {
      const [ended, moved] = [onForm('m2'), onForm('m2')];
      for (const request of [ended, moved])
        await ledger.create(request, [entry(`made ${request === ended ? 'ended' : 'moved'}`)], bench.at);
      const { withdrawn } = everyState();
      await ledger.save({ ...withdrawn, id: ended.id, origin: ended.origin }, [entry('withdrawn')]);
      await ledger.save({ ...onForm('m3'), id: moved.id, origin: moved.origin }, [entry('asked again')]);
      assert.deepEqual(
        [await kindsOf({ machineId: machine('m2').id }), await kindsOf({ machineId: machine('m3').id })],
        [
          ['withdrawn', 'made ended'],
          ['asked again', 'made moved'],
        ],
      );
    });

    it('has what else was recorded of it, once', async () => {
      const request = onForm('m4');
      const facts = { machineId: machine('m4').id };
      await ledger.create(request, [entry('made')], bench.at);
      await ledger.note(entry('allowed', { facts }));
      await ledger.note(entry('seen', { facts }), request.id);
      await ledger.note(entry('elsewhere', { facts: { machineId: 'other' } }));
      assert.deepEqual(await kindsOf({ machineId: facts.machineId }), ['seen', 'allowed', 'made']);
    });
  });

  describe('The history of a person', () => {
    it('has the entries of their requests and those they acted in, once', async () => {
      const mine = draft();
      const { id } = mine.requester;
      const others = draft();
      await ledger.create(mine, [entry('asked', { actor: id }), entry('answered')], bench.at);
      await ledger.create(others, [entry('not mine')], bench.at);
      await ledger.note(entry('approved', { actor: id }), others.id);
      assert.deepEqual(await kindsOf({ personId: id }), ['approved', 'answered', 'asked']);
    });

    it('is nobody’s for a person nobody knows', async () => {
      assert.deepEqual(await kindsOf({ personId: 'no\0body' }), []);
    });
  });

  describe('A history', () => {
    it('tells all that is known of an entry', async () => {
      const { pending } = everyState();
      const facts = { decision: 'deny', nested: { list: [1, null] } };
      await ledger.create(pending, [], bench.at);
      await ledger.note(entry('refused', { actor: 'mallory', facts }), pending.id);
      await ledger.note(entry('asked', { actor: 'mallory' }));
      const rows = await ledger.history({ personId: 'mallory' }, 10);
      const common = { at: bench.at, actor: 'mallory' };
      assert.deepEqual(
        rows.map(({ seq, ...row }) => ({ ...row, seq: Number.isSafeInteger(seq) })),
        [
          { ...common, kind: 'asked', facts: {}, seq: true },
          {
            ...common,
            kind: 'refused',
            rule: 'production',
            requestId: pending.id,
            facts,
            requesterName: 'Ada',
            seq: true,
          },
        ],
      );
    });

    it('has the newest entries first, and no more than asked for', async () => {
      const request = draft();
      const { id } = request.requester;
      await ledger.create(request, [entry('1'), entry('2', { actor: id })], bench.at);
      await ledger.note(entry('3', { actor: id, at: bench.at - 1000 }));
      const rows = await ledger.history({ personId: id }, 2);
      assert.deepEqual(
        [rows.map(({ kind }) => kind), rows.map(({ seq }) => seq).sort((a, b) => b - a)],
        [['3', '2'], rows.map(({ seq }) => seq)],
      );
    });
  });

  describe('What is said once', () => {
    it('is remembered by its key, with one entry, however often and at once', async () => {
      const before = await ledger.announced('policy/1');
      const say = () => ledger.announce('policy/1', entry('policy-unreadable', { actor: 'announcer' }));
      await say();
      await Promise.all([say(), say()]);
      assert.deepEqual(
        [
          before,
          await ledger.announced('policy/1'),
          await ledger.announced('policy/2'),
          (await stored('announcer')).map(({ kind }) => kind),
        ],
        [false, true, false, ['policy-unreadable']],
      );
    });
  });

  describe('turns', () => {
    // Long before all others in these books, so that only what is written here counts.
    const at = Date.UTC(1999, 0, 1, 8);
    const day = 86_400_000;
    const write = async (request: AccessRequest, kind: string, when: number, facts = {}) => {
      await ledger.create(request, [entry(kind, { at: when, facts })], bench.at);
    };

    it('counts what came and went, in a time that has its beginning and not its end', async () => {
      const { approved, closed, open, failed } = everyState();
      assert.ok(closed.state === 'closed');
      const { openedAt: _, ...never } = closed;
      const remains = { kind: 'open-by-other-rule' };
      const own = (request: AccessRequest): AccessRequest => ({
        ...request,
        id: draft().id,
        origin: draft().origin,
      });
      const plain = ({ extends: __, ...request }: AccessRequest) => own(request as AccessRequest);
      const extended = { ...open, extends: { chain: ['earlier'] as const, endsAt: at } };
      await write(plain(open), 'opened', at);
      await write(plain(open), 'opened', at + day - 1);
      await write(plain(open), 'opened', at + day);
      await write(plain(open), 'opened', at - 1);
      await write(own(extended), 'opened', at + 1);
      await write(plain({ ...closed, openedAt: 1 }), 'closed', at + 2);
      await write(plain({ ...closed, openedAt: 1 }), 'closed', at + 3, { remains });
      await write(plain(never), 'closed', at + 4);
      await write(plain(never), 'closed', at + 5, { remains });
      await write(plain(failed), 'failed', at + 6);
      await write(plain(approved), 'approved', at + 7);
      await ledger.note(entry('opened', { at: at + 8 }));
      assert.deepEqual(
        [await ledger.turns(at, at + day), await ledger.turns(at - 10 * day, at - day)],
        [
          { opened: 2, extended: 1, closed: 1, stillOpen: 2, unopened: 2 },
          { opened: 0, extended: 0, closed: 0, stillOpen: 0, unopened: 0 },
        ],
      );
    });
  });
};
