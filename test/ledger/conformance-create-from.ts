// A request that begins from another: made together with what that becomes, or not at all.
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Database } from '../../src/ledger/database.ts';
import { createBench } from './bench-ledgers.ts';
import { approvalGrounds } from './sample-grounds.ts';
import { everyState } from './sample-requests.ts';

const entry = (kind: string, more: Partial<AuditEntry> = {}): AuditEntry => ({
  at: Date.UTC(2026, 0, 1),
  actor: 'person-1',
  kind,
  facts: { port: 22 },
  ...more,
});

export const createFromConformance = (database: () => Database): void => {
  const bench = createBench(database);
  let one: Ledger;
  let two: Ledger;
  before(async () => {
    one = (await bench.open()).ledger;
    two = (await bench.open()).ledger;
  });
  after(() => bench.close());

  const later = (seconds: number) => bench.at + seconds * 1000;
  /** An open grant that nobody settles, to be looked at in an hour. */
  const anOpen = async () => {
    const { request } = await one.create(everyState().open, [], bench.at);
    assert.equal(await one.release(request, later(3600)), true);
    assert.ok(request.state === 'open');
    return request;
  };
  const aPending = (): AccessRequest => everyState().pending;
  /** What the open grant becomes when `by` is to extend it. */
  const extendedBy = (open: Awaited<ReturnType<typeof anOpen>>, by: AccessRequest) => ({
    request: { ...open, extension: by.id } as const,
    entries: [entry('extension-asked')],
  });
  const trailOf = async (...ids: readonly string[]) =>
    (
      await database().query(
        'select request_id, kind, rule, version, actor, facts from jit.audit where request_id = any($1) order by seq',
        [ids],
      )
    ).map(({ request_id, kind, rule, version, actor, facts }) => [
      request_id,
      kind,
      rule,
      version,
      actor,
      facts,
    ]);
  const jobsOf = async (id: string) =>
    (
      await database().query(
        `select (data->>'at')::bigint as due_at from pgboss.job where name = 'settle' and data->>'id' = $1 order by 1`,
        [id],
      )
    ).map(({ due_at }) => Number(due_at));
  const overlooked = async (id: string, seconds: number): Promise<boolean> =>
    (await one.overlooked(later(seconds), 100_000)).includes(id);

  describe('createFrom', () => {
    it('makes the new request, and moves the other, with the entries of both in their order', async () => {
      const open = await anOpen();
      const made = aPending();
      const from = extendedBy(open, made);
      const result = await two.createFrom(from, made, [entry('requested'), entry('asked')], bench.at);
      const moved = { ...from.request, version: 2 };
      const [stored, trail] = [
        [await one.load(open.id), await one.load(made.id)],
        await trailOf(open.id, made.id),
      ];
      assert.deepEqual(
        { result, stored, trail },
        {
          result: { created: true, from: moved, request: made },
          stored: [moved, made],
          trail: [
            [open.id, 'extension-asked', 'production', 2, 'person-1', { port: 22 }],
            [made.id, 'requested', 'production', 1, 'person-1', { port: 22 }],
            [made.id, 'asked', 'production', 1, 'person-1', { port: 22 }],
          ],
        },
      );
    });

    it('gives each entry the rule of its own request, unless it names one', async () => {
      const open = await anOpen();
      const grounds = { ...approvalGrounds, rule: 'of the new one' };
      const made = { ...aPending(), grounds } as AccessRequest;
      const from = {
        ...extendedBy(open, made),
        entries: [entry('moved'), entry('named', { rule: 'fr\0eeze' })],
      };
      await one.createFrom(from, made, [entry('made'), entry('named', { rule: 'other' })], bench.at);
      assert.deepEqual(
        (await trailOf(open.id, made.id)).map(([, kind, rule]) => [kind, rule]),
        [
          ['moved', 'production'],
          ['named', 'fr\ufffdeeze'],
          ['made', 'of the new one'],
          ['named', 'other'],
        ],
      );
    });

    it('takes the new request’s lease, and leaves the other’s as it was', async () => {
      const open = await anOpen();
      const made = aPending();
      await one.createFrom(extendedBy(open, made), made, [], bench.at);
      assert.deepEqual(
        [await two.lease(made.id, bench.at), (await two.lease(open.id, bench.at)).kind],
        [{ kind: 'busy', until: later(45) }, 'leased'],
      );
    });

    it('leaves the lease of a process that is settling the other', async () => {
      const open = await anOpen();
      await two.lease(open.id, bench.at);
      const made = aPending();
      await one.createFrom(extendedBy(open, made), made, [], bench.at);
      assert.deepEqual(await one.lease(open.id, bench.at), { kind: 'busy', until: later(45) });
    });

    it('leaves the other’s wake-up as it was, and no job for the new one: the sweep finds it', async () => {
      const open = await anOpen();
      const before = await jobsOf(open.id);
      const made = aPending();
      await one.createFrom(extendedBy(open, made), made, [], later(60));
      const seen = [
        await overlooked(open.id, 3609),
        await overlooked(open.id, 3611),
        await overlooked(made.id, 69),
        await overlooked(made.id, 71),
      ];
      assert.deepEqual(
        [await jobsOf(open.id), before, await jobsOf(made.id), seen],
        [[later(3600)], [later(3600)], [], [false, true, false, true]],
      );
    });

    it('finds by machine the new request, too', async () => {
      const open = await anOpen();
      const pending = aPending();
      assert.ok(pending.state === 'pending');
      const machine = { ...pending.terms.machine, id: `/machine-of/${pending.id}` };
      const made = { ...pending, terms: { ...pending.terms, machine } };
      await one.createFrom(extendedBy(open, made), made, [entry('made')], bench.at);
      const rows = await one.history({ machineId: machine.id }, 10);
      assert.deepEqual(
        rows.map(({ requestId, kind }) => [requestId, kind]),
        [[made.id, 'made']],
      );
    });

    /** Nothing of it is there. */
    const nothingOf = async (open: AccessRequest, ids: readonly string[]) => {
      const made = await Promise.all(ids.map((id) => one.load(id)));
      return [await one.load(open.id), made, await trailOf(open.id, ...ids)] as const;
    };

    it('does neither when somebody has moved the other', async () => {
      const open = await anOpen();
      const moved = await two.save({ ...open, card: { shown: 'moved' } }, []);
      assert.ok(moved !== 'conflict');
      const made = aPending();
      const result = await one.createFrom(extendedBy(open, made), made, [entry('made')], bench.at);
      assert.deepEqual([result, await nothingOf(open, [made.id])], ['conflict', [moved, [undefined], []]]);
    });

    it('answers conflict for another that nobody made', async () => {
      const { open } = everyState();
      const made = aPending();
      const result = await one.createFrom({ request: open, entries: [] }, made, [], bench.at);
      assert.deepEqual([result, await one.load(made.id)], ['conflict', undefined]);
    });

    it('finds the request that the same click has made, and moves nothing', async () => {
      const open = await anOpen();
      const first = aPending();
      const made = await one.createFrom(extendedBy(open, first), first, [], bench.at);
      assert.ok(made !== 'conflict' && made.from.state === 'open');
      const again = { ...aPending(), origin: first.origin };
      const from = extendedBy(made.from, again);
      const result = await two.createFrom(from, again, [entry('made')], bench.at);
      const found = { created: false, from: made.from, request: first };
      const [stored, none, trail] = await nothingOf(open, [again.id]);
      assert.deepEqual(
        [result, stored, none, trail.map(([, kind]) => kind)],
        [found, made.from, [undefined], ['extension-asked']],
      );
    });

    it('does neither when the new one’s id is taken', async () => {
      const open = await anOpen();
      const other = await anOpen();
      const made = { ...aPending(), id: other.id };
      await assert.rejects(one.createFrom(extendedBy(open, made), made, [entry('made')], bench.at), {
        name: 'Fault',
        code: 'rejected',
      });
      assert.deepEqual(await nothingOf(open, []), [open, [], []]);
    });

    it('does neither when the entries cannot be recorded', async () => {
      const open = await anOpen();
      const made = aPending();
      const broken = entry('made', { at: Number.NaN });
      await assert.rejects(one.createFrom(extendedBy(open, made), made, [broken], bench.at));
      assert.deepEqual(await nothingOf(open, [made.id]), [open, [undefined], []]);
    });

    it('lets one of many at the same time win', async () => {
      const open = await anOpen();
      const many = Array.from({ length: 8 }, aPending);
      const results = await Promise.all(
        many.map((made, index) =>
          (index % 2 ? one : two).createFrom(extendedBy(open, made), made, [entry('made')], bench.at),
        ),
      );
      const [winner, ...others] = results.filter((result) => result !== 'conflict');
      const stored = await Promise.all(many.map(({ id }) => one.load(id)));
      assert.ok(winner);
      assert.deepEqual(
        [others, stored.filter((each) => each !== undefined), await one.load(open.id)],
        [[], [winner.request], winner.from],
      );
      assert.equal(winner.from.state === 'open' && winner.from.extension, winner.request.id);
    });

    it('makes one request of one click that is delivered many times at once', async () => {
      const opens = await Promise.all(Array.from({ length: 6 }, anOpen));
      const { origin } = aPending();
      const results = await Promise.all(
        opens.map((open, index) => {
          const made = { ...aPending(), origin };
          return (index % 2 ? one : two).createFrom(extendedBy(open, made), made, [], bench.at);
        }),
      );
      const made = results.filter((result) => result !== 'conflict');
      const [first] = made.filter(({ created }) => created);
      const stored = await Promise.all(opens.map(({ id }) => one.load(id)));
      assert.deepEqual(
        [made.map(({ request }) => request.id), stored.map((open) => open?.version).sort()],
        [opens.map(() => first?.request.id), [1, 1, 1, 1, 1, 2]],
      );
    });

    it('conflicts with a save at the same time, and nothing of the loser is there', async () => {
      for (let round = 0; round < 10; round += 1) {
        const open = await anOpen();
        const made = aPending();
        const [saved, result] = await Promise.all([
          two.save({ ...open, card: { shown: 'saved' } }, [entry('saved')]),
          one.createFrom(extendedBy(open, made), made, [entry('made')], bench.at),
        ]);
        const won = saved === 'conflict' ? 'created' : 'saved';
        assert.equal(result === 'conflict' ? 'saved' : 'created', won);
        assert.deepEqual(
          (await trailOf(open.id, made.id)).map(([, kind]) => kind),
          won === 'saved' ? ['saved'] : ['extension-asked', 'made'],
        );
      }
    });
  });
};
