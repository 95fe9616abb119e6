// Whatever people, groups, policies and the chat do, in any order: nothing opens without the agreement it needs.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type AccessRequest, isEnded, sentOf } from '../../src/domain/access-request.ts';
import { approvalWorld, linus, mallory, needs } from '../support/approval-world.ts';
import { everything } from '../support/hearings.ts';
import { ada, admins, grace } from '../support/requests.ts';

type World = ReturnType<typeof approvalWorld>;
const people = { ada, grace, linus, mallory } as const;
type Name = keyof typeof people;

const who = fc.constantFrom<Name>('ada', 'grace', 'linus', 'mallory');
/** One thing that happens. The requester is made an approver, too, so that only the rule against oneself stops her. */
const happening = fc.oneof(
  fc.record({ do: fc.constant('approve' as const), who }),
  fc.record({ do: fc.constant('approve-less' as const), who, seconds: fc.integer({ min: 1, max: 4000 }) }),
  { weight: 1, arbitrary: fc.record({ do: fc.constant('deny' as const), who }) },
  fc.record({ do: fc.constant('withdraw' as const), who }),
  fc.record({ do: fc.constant('look' as const), who }),
  fc.record({ do: fc.constant('groups' as const), members: fc.subarray<Name>(['ada', 'grace', 'linus']) }),
  fc.record({ do: fc.constant('directory-away' as const) }),
  fc.record({ do: fc.constant('policy' as const), quorum: fc.integer({ min: 1, max: 3 }) }),
  { weight: 1, arbitrary: fc.record({ do: fc.constant('policy-refuses' as const) }) },
  fc.record({ do: fc.constant('pass' as const), seconds: fc.integer({ min: 1, max: 900 }) }),
  fc.record({ do: fc.constant('chat-away' as const), calls: fc.integer({ min: 1, max: 3 }) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

/** What was in force at each moment: to judge afterwards what should have been possible. */
interface Truth {
  members: ReadonlySet<string>;
  quorum: number;
  refuses: boolean;
}

async function live(world: World, what: Happening, truth: Truth): Promise<void> {
  switch (what.do) {
    case 'approve':
      await world.decisions.decide(people[what.who], 'req-1', { kind: 'approve' });
      break;
    case 'approve-less':
      await world.decisions.decide(people[what.who], 'req-1', {
        kind: 'approve-less',
        seconds: what.seconds,
      });
      break;
    case 'deny':
      await world.decisions.decide(people[what.who], 'req-1', { kind: 'deny', reason: '' });
      break;
    case 'withdraw':
      await world.broker.withdraw(people[what.who], 'req-1');
      break;
    case 'look':
      await world.decisions.look(people[what.who], 'req-1', true);
      break;
    case 'groups':
      truth.members = new Set(what.members.map((name) => people[name].id));
      world.groups.set(admins.id, truth.members);
      break;
    case 'directory-away':
      truth.members = new Set();
      world.groups.clear();
      break;
    case 'policy':
      truth.quorum = what.quorum;
      truth.refuses = false;
      world.setPolicy(needs(what.quorum));
      break;
    case 'policy-refuses':
      truth.refuses = true;
      world.setPolicy({ name: 'no', decision: 'refused', when: {} }, everything);
      break;
    case 'pass':
      await world.pass(what.seconds);
      break;
    case 'chat-away':
      world.troubles.push(...Array.from({ length: what.calls }, () => true));
      break;
  }
  await world.settle.idle();
}

const approvalsOf = (request: AccessRequest) => {
  const grounds = sentOf(request)?.grounds;
  return grounds?.kind === 'approval' ? grounds.approvals : [];
};

describe('approvals in any order', function () {
  this.timeout(120_000);

  it('open at most once, only with enough approvers of that moment, never by the requester, never for longer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(happening, { maxLength: 12 }),
        fc.integer({ min: 1, max: 2 }),
        async (all, quorum) => {
          const world = approvalWorld(needs(quorum));
          const members = new Set([ada.id, grace.id, linus.id]);
          const truth: Truth = { members, quorum, refuses: false };
          world.groups.set(admins.id, members);
          await world.send();
          for (const what of all) {
            const before = world.request();
            const then = { ...truth };
            await live(world, what, truth);
            const after = world.request();
            if (before.state !== 'pending' || after.state === 'pending') continue;
            if (!['approved', 'opening', 'open'].includes(after.state)) continue;
            const by = approvalsOf(after).map((approval) => approval.by.id);
            assert.equal(new Set(by).size, by.length, 'somebody counted twice');
            assert.ok(!by.includes(ada.id), 'the requester approved');
            assert.ok(
              by.every((id) => then.members.has(id)),
              'somebody approved who was no approver then',
            );
            assert.ok(by.length >= then.quorum && !then.refuses, 'opened without enough people');
          }
          assert.ok(world.azure.sent.length <= 1, 'opened twice');
          const less = approvalsOf(world.request()).flatMap(({ seconds }) => seconds ?? []);
          for (const { endsAt } of world.azure.sent) {
            const sentAt = world.azure.taken[0]?.at ?? 0;
            assert.ok(endsAt - sentAt <= Math.min(3600, ...less) * 1000, 'open for longer than agreed');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('end, and every card ends up saying how', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { maxLength: 8 }), async (all) => {
        const world = approvalWorld(needs(1));
        const truth: Truth = { members: new Set([grace.id]), quorum: 1, refuses: false };
        await world.send();
        for (const what of all) await live(world, what, truth);
        await world.pass(7300 + 3700);
        const request = world.request();
        assert.ok(isEnded(request), `still ${request.state}`);
        const granted = ['closed', 'failed'].includes(request.state);
        const own = world.chat.texts().filter((text) => text.startsWith('chat-1: card '));
        const asked = world.chat.texts().filter((text) => text.startsWith('approvals: decision '));
        assert.deepEqual(
          [own, asked],
          [
            [`chat-1: card ${request.state} of req-1`],
            [`approvals: decision ${granted ? 'approved' : request.state} of req-1 for everyone`],
          ],
        );
      }),
      { numRuns: 60 },
    );
  });
});
