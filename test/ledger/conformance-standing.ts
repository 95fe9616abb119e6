// How the books stand: what is open, late, overdue, waiting and behind, all counted by the database.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import type { Database } from '../../src/ledger/database.ts';
import type { OpenedLedger } from '../../src/ledger/open-ledger.ts';
import { createBench } from './bench-ledgers.ts';
import { everyState } from './sample-requests.ts';

export const standingConformance = (database: () => Database): void => {
  describe('The standing of the books', () => {
    const bench = createBench(database);
    let one: OpenedLedger;
    before(async () => {
      // What other tests left behind counts, too.
      await database().query(
        `update jit.requests set wake_at = null, lease_owner = null, lease_until = null, state = 'withdrawn'`,
      );
      one = await bench.open();
    });
    after(() => bench.close());

    const stored = async (request: AccessRequest, wakeAt = bench.at + 3_600_000): Promise<void> => {
      const made = await one.ledger.create(request, [], wakeAt);
      assert.ok(made.created);
      assert.ok((await one.ledger.save(made.request, [], wakeAt, true)) !== 'conflict');
    };

    it('counts by state, and what should have opened or shut by now', async () => {
      const before = await one.standing(bench.at, defaultPace);
      const { open, closing, opening, pending, closed } = everyState();
      assert.ok(closing.state === 'closing' && opening.state === 'opening');
      const [attempt] = opening.attempts;
      const asked = (sentAt: number): AccessRequest => ({
        ...opening,
        ...idsOf(),
        attempts: [{ ...attempt, sentAt }],
      });
      const ending = (endsAt: number): AccessRequest => ({ ...closing, ...idsOf(), endsAt });
      await stored({ ...open, ...idsOf() });
      await stored({ ...pending, ...idsOf() });
      await stored({ ...closed, ...idsOf() });
      await stored(asked(bench.at - (defaultPace.openTimeout + 1) * 1000));
      await stored(asked(bench.at - (defaultPace.openTimeout - 1) * 1000));
      await stored(ending(bench.at - (defaultPace.closeGrace + 1) * 1000));
      await stored(ending(bench.at - (defaultPace.closeGrace - 1) * 1000));
      const after = await one.standing(bench.at, defaultPace);
      const more = Object.fromEntries(
        Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]),
      );
      assert.deepEqual(more, {
        pending: 1,
        approved: 0,
        opening: 2,
        open: 1,
        closing: 2,
        late: 1,
        overdue: 1,
        // The sample that is open was opened by breaking glass.
        unreviewed: 1,
        behindSeconds: 0,
      });
    });

    it('says by how much the first request that nobody holds is behind', async () => {
      await stored({ ...everyState().open, ...idsOf() }, bench.at - 90_000);
      await stored({ ...everyState().open, ...idsOf() }, bench.at - 30_000);
      assert.equal((await one.standing(bench.at, defaultPace)).behindSeconds, 90);
    });
  });
};

let number = 0;
/** A request of its own. */
function idsOf() {
  number += 1;
  const id = `standing-${number}`;
  return { id, origin: { conversationId: 'chat-standing', activityId: id } };
}
