// Whatever happens to a grant, and in whatever order: it comes to one true end, nothing is opened wider, nothing is forgotten.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isEnded } from '../../src/domain/access-request.ts';
import { owed } from '../../src/domain/owed.ts';
import { approvalWorld, needs } from '../support/approval-world.ts';
import type { Happening } from '../support/azure-model.ts';
import { ada, grace, web01 } from '../support/requests.ts';
import { unwatchedPace as pace } from '../support/unwatched-pace.ts';

const automatic = {
  name: 'everything',
  decision: 'automatic',
  when: {},
  limits: { reasonRequired: false },
} as const;

type Event =
  | { readonly kind: 'pass'; readonly seconds: number }
  | { readonly kind: 'extend'; readonly seconds: number; readonly twice: boolean }
  | { readonly kind: 'done' | 'wipe' | 'approve' | 'deny' | 'revoking' | 'not-revoking' };

const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      seconds: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3000 })),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('extend' as const),
      seconds: fc.constantFrom(900, 1800, 3600),
      twice: fc.boolean(),
    }),
  },
  fc.record({
    kind: fc.constantFrom(
      'done' as const,
      'wipe' as const,
      'approve' as const,
      'deny' as const,
      'revoking' as const,
      'not-revoking' as const,
    ),
  }),
);
const happening = fc.constantFrom<Happening>('ok', 'ok', 'ok', 'lost', 'taken-but-unanswered', 'unavailable');

/** Where every request has ended, and one said that it was seen shut, nothing lets in. */
async function shutIfSaid({ azure, books }: ReturnType<typeof approvalWorld>): Promise<void> {
  const requests = [...books.rows.values()].map(({ request }) => request);
  if (!requests.every(isEnded) || requests.some((request) => 'remains' in request)) return;
  const standing = await azure.standing(web01, { source: '203.0.113.7', port: 3389 }).catch(() => []);
  assert.deepEqual(standing, []);
}

async function live(
  byApproval: boolean,
  events: readonly Event[],
  happenings: readonly Happening[],
  troubles: readonly boolean[],
) {
  const world = approvalWorld(byApproval ? needs(1) : automatic);
  await world.send();
  const other = world.replica('p1');
  const newest = () => [...world.books.rows.keys()].at(-1) ?? assert.fail();
  if (byApproval) await world.decisions.decide(grace, newest(), { kind: 'approve' });
  await world.pass(10);
  world.script(...happenings);
  world.troubles.push(...troubles);
  for (const each of events) {
    const id = newest();
    switch (each.kind) {
      case 'pass':
        await world.pass(each.seconds);
        break;
      case 'extend':
        await Promise.all([
          world.life().extend(ada, id, each.seconds),
          ...(each.twice ? [other.life().extend(ada, id, each.seconds)] : []),
        ]);
        break;
      case 'done':
        await world.life().done({ person: ada, admin: false }, id);
        break;
      case 'wipe':
        world.azure.wipe('203.0.113.7', 3389);
        break;
      case 'approve':
        await world.decisions.decide(grace, id, { kind: 'approve' });
        break;
      case 'deny':
        await world.decisions.decide(grace, id, { kind: 'deny', reason: '' });
        break;
      case 'revoking':
      case 'not-revoking':
        world.setRevokes(each.kind === 'revoking');
    }
    await other.settle.idle();
    if (each.kind === 'pass') await shutIfSaid(world);
  }
  await world.pass(6 * 3600);
  return world;
}

describe('the life of a grant, in any order of events and with any trouble', () => {
  it('comes to one true end that everybody is told of once', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(
        fc.boolean(),
        fc.array(event, { maxLength: 8 }),
        fc.array(happening, { maxLength: 6 }),
        fc.array(fc.boolean(), { maxLength: 6 }),
        async (byApproval, events, happenings, troubles) => {
          const world = await live(byApproval, events, happenings, troubles);
          const requests = [...world.books.rows.values()].map(({ request }) => request);
          for (const request of requests) {
            assert.ok(isEnded(request), `${request.id} is still ${request.state}`);
            assert.deepEqual(owed(request, world.now(), pace), { due: [], wakeAt: undefined });
          }
          // Shut: by Azure at the end, by the bot before it, or by whoever wiped it.
          assert.deepEqual(await world.azure.standing(web01, { source: '203.0.113.7', port: 3389 }), []);

          // Of a chain, only the last is closed; nobody hears of an end that was none.
          const texts = world.chat.texts();
          const closed = requests.filter(({ state }) => state === 'closed');
          for (const { id, state } of requests)
            assert.equal(
              texts.filter((text) => text === `chat-1: closed of ${id} to requester`).length,
              state === 'closed' ? 1 : 0,
              `${id} is ${state}`,
            );
          assert.ok(closed.length > 0, 'what was opened was closed');

          // One initiate for each request that got so far, or more only after trouble; none wider or longer than agreed.
          const asked = world.kinds().filter((kind) => kind === 'initiate-sent').length;
          assert.equal(world.azure.sent.length, asked);
          for (const { source, port, endsAt, justification } of world.azure.taken) {
            const owner = requests.find(({ id }) => justification.includes(`${id} `));
            assert.ok(owner !== undefined && 'terms' in owner && source === owner.terms.source);
            const { time } = owner.terms;
            assert.ok(port === 3389 && (time.kind === 'for' || endsAt <= time.at));
          }
          // Only one extension at a time: each was begun from a grant that had none under way.
          const extensions = requests.filter((request) => request.extends !== undefined);
          assert.equal(world.kinds().filter((kind) => kind === 'extension-asked').length, extensions.length);
        },
      ),
      { numRuns: 150 },
    );
  });
});
