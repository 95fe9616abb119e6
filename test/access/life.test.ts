// The life of a grant in virtual time: warned, extended, ended by somebody who is done, gone early.
import assert from 'node:assert/strict';
import { endedWithoutGrant, isEnded } from '../../src/domain/access-request.ts';
import { doneSaid } from '../../src/domain/grant-moves.ts';
import { owed } from '../../src/domain/owed.ts';
import type { AutomaticRule, Rule } from '../../src/domain/policy/access-policy.ts';
import { approvalWorld, linus, mallory, needs } from '../support/approval-world.ts';
import { ada, grace, noon, web01 } from '../support/requests.ts';
import { unwatchedPace as pace } from '../support/unwatched-pace.ts';

const everything: AutomaticRule = {
  name: 'everything',
  decision: 'automatic',
  when: {},
  limits: { reasonRequired: false },
};

const minute = 60;
const admin = { person: grace, admin: true };
const requester = { person: ada, admin: false };

type World = ReturnType<typeof approvalWorld>;

/** A grant of an hour, seen open. */
async function openGrant(...rules: readonly Rule[]): Promise<World & { id: string }> {
  const world = approvalWorld(...(rules.length > 0 ? rules : [everything]));
  const id = await world.send();
  await world.pass(5);
  assert.equal(world.request(id).state, 'open');
  return { ...world, id };
}

/** A grant of an hour that one approver agreed to, and an extension of half an hour that waits for one. */
async function extendedWithApproval(world = approvalWorld(needs(1))): Promise<World> {
  await world.send();
  await world.decisions.decide(grace, 'req-1', { kind: 'approve' });
  await world.pass(5);
  await world.life().extend(ada, 'req-1', 30 * minute);
  return world;
}

/** What was said in words, and what the cards show, without the ids of conversations. */
const said = ({ chat }: World, to = 'chat-1'): readonly string[] =>
  chat
    .texts()
    .filter((text) => text.startsWith(`${to}: `) && !text.includes(': card '))
    .map((text) => text.slice(to.length + 2));
const kindsOf = (world: World, id: string) =>
  world.books.audit.filter(({ requestId }) => requestId === id).map(({ kind }) => kind);
const allSettled = ({ books, now }: World): void => {
  for (const { request, wakeAt } of books.rows.values())
    if (isEnded(request))
      assert.deepEqual([owed(request, now(), pace), wakeAt], [{ due: [], wakeAt: undefined }, undefined]);
};

describe('a grant that is extended', () => {
  it('runs to the last end, with one initiate each, and is closed once', async () => {
    const world = await openGrant();
    await world.pass(51 * minute);
    assert.deepEqual(said(world), ['ready of req-1 to requester', 'ending of req-1 to requester']);
    const answer = await world.life().extend(ada, world.id, 30 * minute);
    await world.pass(5);
    assert.deepEqual(
      [answer.kind, world.request('req-1').state, world.request('req-2').state],
      ['extending', 'superseded', 'open'],
    );
    const [first, second] = world.azure.taken;
    assert.deepEqual(
      [world.azure.sent.length, second?.endsAt, second?.source],
      [2, (first?.endsAt ?? 0) + 1800_000, first?.source],
    );
    await world.pass(2 * 3600);
    assert.deepEqual(said(world), [
      'ready of req-1 to requester',
      'retired ending of req-1',
      'ready of req-2 to requester',
      'retired ending of req-2',
      'closed of req-2 to requester',
    ]);
    assert.deepEqual(
      said(world, 'on-call').filter((text) => text.startsWith('closed')),
      ['closed of req-2 to on-call'],
    );
    assert.deepEqual(
      kindsOf(world, 'req-1').filter((kind) => ['extension-asked', 'superseded', 'ended'].includes(kind)),
      ['extension-asked', 'superseded'],
    );
    allSettled(world);
  });

  it('is extended again and again, each knowing where it comes from', async () => {
    const world = await openGrant();
    for (const id of ['req-1', 'req-2', 'req-3']) {
      await world.life().extend(ada, id, 15 * minute);
      await world.pass(5);
    }
    assert.deepEqual(
      [
        world.request('req-4').extends?.chain,
        ['req-1', 'req-2', 'req-3'].map((id) => world.request(id).state),
      ],
      [
        ['req-3', 'req-2', 'req-1'],
        ['superseded', 'superseded', 'superseded'],
      ],
    );
    await world.pass(4 * 3600);
    assert.deepEqual(
      said(world).filter((text) => text.startsWith('closed')),
      ['closed of req-4 to requester'],
    );
  });

  it('is extended once by two clicks in the same moment, also on two replicas', async () => {
    const world = await openGrant();
    const answers = await Promise.all([
      world.life().extend(ada, world.id, 30 * minute),
      world
        .replica('p1')
        .life()
        .extend(ada, world.id, 60 * minute),
      world.life().extend(ada, world.id, 15 * minute),
    ]);
    await world.pass(10);
    assert.deepEqual(answers.map(({ kind }) => kind).sort(), ['already', 'already', 'extending']);
    assert.equal(world.azure.sent.length, 2);
  });

  it('is extended once by a message that is delivered again after the extension took over', async () => {
    const world = await openGrant();
    await world.life().extend(ada, 'req-1', 30 * minute, 'message-7');
    await world.pass(5);
    const again = await world.life().extend(ada, 'req-2', 30 * minute, 'message-7');
    await world.pass(5);
    assert.deepEqual(
      [again.kind, world.azure.sent.length, world.request('req-2').state],
      ['already', 2, 'open'],
    );
  });

  it('waits for approvers where the rule says so, and is warned of nothing meanwhile', async () => {
    const world = await extendedWithApproval();
    await world.pass(5);
    assert.deepEqual([world.request('req-2').state, world.azure.sent.length], ['pending', 1]);
    await world.pass(52 * minute);
    assert.deepEqual(
      said(world).filter((text) => text.startsWith('ending')),
      [],
    );
    await world.decisions.decide(linus, 'req-2', { kind: 'approve' });
    await world.pass(10);
    assert.deepEqual(
      [world.request('req-1').state, world.request('req-2').state, world.azure.sent.length],
      ['superseded', 'open', 2],
    );
  });

  it('keeps its end when approvers deny, and can be extended again', async () => {
    const world = await extendedWithApproval();
    await world.decisions.decide(grace, 'req-2', { kind: 'deny', reason: 'Enough.' });
    await world.pass(5);
    const open = world.request('req-1');
    assert.deepEqual(
      [open.state === 'open' && open.extension, endedWithoutGrant(world.request('req-2'))],
      [undefined, true],
    );
    assert.equal((await world.life().extend(ada, 'req-1', 15 * minute)).kind, 'extending');
    await world.pass(2 * 3600);
    assert.equal(world.request('req-1').state, 'closed');
    assert.deepEqual(
      kindsOf(world, 'req-1').filter((kind) => kind.startsWith('extension')),
      ['extension-asked', 'extension-ended', 'extension-asked'],
    );
  });

  it('is never shortened: approved for less than it has anyway, both end by themselves', async () => {
    const world = await extendedWithApproval();
    await world.decisions.decide(grace, 'req-2', { kind: 'approve-less', seconds: 10 * minute });
    await world.pass(10);
    assert.deepEqual([world.request('req-1').state, world.request('req-2').state], ['open', 'open']);
    await world.pass(12 * minute);
    const [longer, shorter] = [world.request('req-1'), world.request('req-2')];
    assert.deepEqual(
      [longer.state, shorter.state === 'closed' && shorter.remains],
      ['open', { kind: 'open-by-other-grant', until: longer.state === 'open' && longer.endsAt }],
    );
    await world.pass(2 * 3600);
    assert.deepEqual([world.request('req-1').state, world.request('req-2').state], ['closed', 'closed']);
    assert.deepEqual(
      world.chat.texts().filter((text) => text.includes('overdue')),
      [],
    );
  });

  it('is closed once although its end comes while Azure has not answered yet', async () => {
    const world = await openGrant();
    await world.pass(60 * minute - 7);
    world.script('taken-but-unanswered', 'unavailable', 'unavailable', 'unavailable');
    await world.life().extend(ada, world.id, 30 * minute);
    await world.pass(30);
    assert.deepEqual([world.request('req-1').state, world.request('req-2').state], ['superseded', 'open']);
    await world.pass(3600);
    assert.deepEqual(
      said(world).filter((text) => text.startsWith('closed')),
      ['closed of req-2 to requester'],
    );
  });

  it('ends as it was to when Azure refuses the extension, and both are told', async () => {
    const world = await openGrant();
    world.script('rejected');
    await world.life().extend(ada, world.id, 30 * minute);
    await world.pass(10);
    const open = world.request('req-1');
    assert.deepEqual(
      [open.state === 'open' && open.extension, world.request('req-2').state],
      [undefined, 'failed'],
    );
    await world.pass(2 * 3600);
    assert.equal(world.request('req-1').state, 'closed');
  });

  it('is refused by today’s policies, which is written down, and nothing changes', async () => {
    const world = await openGrant();
    const before = world.request(world.id);
    const tooLong = await world.life().extend(ada, world.id, 3 * 3600);
    world.setPolicy({ name: 'freeze', decision: 'refused', when: {} });
    const refused = await world.life().extend(ada, world.id, 900);
    world.setMachines([]);
    const gone = await world.life().extend(ada, world.id, 900);
    const codes = [tooLong, refused, gone].map((answer) =>
      answer.kind === 'refused' ? answer.refusals.map(({ code }) => code) : answer.kind,
    );
    assert.deepEqual(codes, [['too-long'], ['rule-refuses'], ['machine-gone']]);
    assert.deepEqual(world.request(world.id), before);
    assert.equal(world.kinds().filter((kind) => kind === 'extension-refused').length, 3);
  });

  it('is not refused for a machine that is gone while the machines are not known yet', async () => {
    const world = await openGrant();
    world.setMachines([]);
    world.setLoaded(false);
    await assert.rejects(world.life().extend(ada, world.id, 900), { code: 'unavailable' });
    const open = world.request(world.id);
    assert.ok(open.state === 'open');
    assert.deepEqual(await world.life().extensionsFor(open), [900, 1800, 3600]);
    assert.ok(!world.kinds().includes('extension-refused'));
  });

  it('is refused, and offered all the same, while its subscription cannot be read', async () => {
    const world = await openGrant();
    world.setMachines([]);
    world.setUnread(web01.subscription.id);
    const answer = await world.life().extend(ada, world.id, 900);
    assert.deepEqual(answer.kind === 'refused' && answer.refusals, [
      { code: 'machine-unread', machine: 'web-01' },
    ]);
    const open = world.request(world.id);
    assert.ok(open.state === 'open');
    assert.deepEqual(await world.life().extensionsFor(open), [900, 1800, 3600]);
  });

  it('offers only what today’s policies would allow', async () => {
    const world = await openGrant({ ...everything, limits: { reasonRequired: false, longest: 95 * minute } });
    const open = world.request(world.id);
    assert.ok(open.state === 'open');
    assert.deepEqual(await world.life().extensionsFor(open), [900, 1800]);
  });

  it('asks approvers to extend a broken glass', async () => {
    const world = approvalWorld(needs(1));
    const wish = { machine: 'web-01', ports: [3389], time: { kind: 'for', seconds: 3600 } as const };
    await world.ask({ ...wish, source: '203.0.113.7', reason: 'fire', breakGlass: true });
    await world.pass(5);
    assert.equal(world.request('req-1').state, 'open');
    await world.life().extend(ada, 'req-1', 900);
    assert.equal(world.request('req-2').state, 'pending');
  });
});

describe('somebody who is done', () => {
  it('has the port shut at once, proven and said, where the bot may delete rules', async () => {
    const world = await openGrant();
    const answer = await world.life().done(requester, world.id);
    await world.pass(5);
    const closed = world.request(world.id);
    assert.deepEqual(
      [answer.kind, closed.state, closed.state === 'closed' && closed.early],
      ['moved', 'closed', { why: 'done', by: ada, endsAt: noon + 3600_000 }],
    );
    assert.deepEqual(
      kindsOf(world, world.id).filter((kind) => ['done', 'revoked', 'ended', 'closed'].includes(kind)),
      ['done', 'revoked', 'ended', 'closed'],
    );
    await world.pass(2 * 3600);
    assert.deepEqual(
      said(world).filter((text) => text.startsWith('closed')),
      ['closed of req-1 to requester'],
    );
  });

  it('is told that it stays open until its end where the bot may not, and nothing is claimed', async () => {
    const world = await openGrant();
    world.setRevokes(false);
    const answer = await world.life().done(requester, world.id);
    await world.pass(55 * minute);
    const open = world.request(world.id);
    assert.deepEqual(
      [answer.kind, open.state === 'open' && open.done?.kept, said(world)],
      ['moved', { why: 'not-set' }, ['ready of req-1 to requester']],
    );
    await world.pass(3600);
    const closed = world.request(world.id);
    assert.deepEqual([closed.state, closed.state === 'closed' && closed.early], ['closed', undefined]);
  });

  it('leaves a rule alone that another grant from the same source needs', async () => {
    const world = await openGrant();
    const { policyId, port } = web01.jitPorts[0] ?? assert.fail();
    const until = world.now() + 7200_000;
    const asked = { policyId, machineId: web01.azureId, port, source: '203.0.113.7', endsAt: until };
    await world.azure.open({ ...asked, justification: 'made in the portal' });
    await world.life().done(requester, world.id);
    await world.pass(10);
    const open = world.request(world.id);
    assert.deepEqual(
      [open.state === 'open' && open.done?.kept, said(world).at(-1)],
      [{ why: 'shared', until }, 'kept of req-1 to requester'],
    );
    await world.pass(3600);
    const closed = world.request(world.id);
    assert.deepEqual(closed.state === 'closed' && closed.remains, { kind: 'open-by-other-grant', until });
  });

  it('leaves a rule alone that came after the bot looked who else needs one', async () => {
    const world = await openGrant();
    const { policyId, port } = web01.jitPorts[0] ?? assert.fail();
    const until = world.now() + 7200_000;
    const asked = { policyId, machineId: web01.azureId, port, source: '203.0.113.7', endsAt: until };
    await world.azure.open({ ...asked, justification: 'made in the portal' });
    await world.pass(5);
    // It was not there yet when rules and list were read first.
    const { listed, standing } = world.azure;
    const [rulesRead, listsRead] = [{ times: 0 }, { times: 0 }];
    const early = <Found>(found: readonly Found[], read: { times: number }): readonly Found[] => {
      read.times += 1;
      return read.times === 1 ? found.slice(0, 1) : found;
    };
    world.azure.standing = async (...about) => early(await standing(...about), rulesRead);
    world.azure.listed = async (policy) => early(await listed(policy), listsRead);
    await world.life().done(requester, world.id);
    await world.pass(10);
    assert.equal((await standing(web01, { source: '203.0.113.7', port })).length, 1);
    const closed = world.request(world.id);
    assert.deepEqual(closed.state === 'closed' && closed.remains, { kind: 'open-by-other-grant', until });
  });

  it('leaves the rule alone while another request of the books needs one, though Azure does not list it', async () => {
    const world = await openGrant();
    const second = await world.send({ time: '2h' });
    world.azure.listed = async () => [];
    await world.life().done(requester, world.id);
    await world.pass(10);
    const open = world.request(world.id);
    assert.deepEqual(open.state === 'open' && open.done?.kept?.why, 'shared');
    await world.life().done(requester, second);
    await world.pass(10);
    assert.equal(world.request(second).state, 'closed');
  });

  it('is told why when the bot lacks the right, and Azure closes at the end', async () => {
    const world = await openGrant();
    world.script('ok', 'ok', 'ok', 'forbidden');
    await world.life().done(requester, world.id);
    await world.pass(10);
    const open = world.request(world.id);
    assert.deepEqual(
      [open.state === 'open' && open.done?.kept, said(world).at(-1)],
      [{ why: 'fault', message: 'A right is missing.' }, 'kept of req-1 to requester'],
    );
    await world.pass(3600);
    assert.equal(world.request(world.id).state, 'closed');
  });

  it('is told, when Azure cannot be reached for long, that it stays open until its end', async () => {
    const world = await openGrant();
    world.script(...Array.from({ length: 300 }, () => 'unavailable' as const));
    await world.life().done(requester, world.id);
    await world.pass(minute);
    assert.deepEqual(said(world), ['ready of req-1 to requester']);
    await world.pass(15 * minute);
    const open = world.request(world.id);
    assert.deepEqual(
      [open.state === 'open' && open.done?.kept, said(world).at(-1)],
      [{ why: 'fault', message: 'Azure is away.' }, 'kept of req-1 to requester'],
    );
  });

  it('ends an extended grant as a whole: both rules go, though Azure lists both as running', async () => {
    const world = await openGrant();
    await world.life().extend(ada, world.id, 3600);
    await world.pass(pace.openTimeout + 10);
    await world.life().done(requester, 'req-2');
    await world.pass(10);
    assert.deepEqual(
      [
        world.request('req-2').state,
        await world.azure.standing(web01, { source: '203.0.113.7', port: 3389 }),
      ],
      ['closed', []],
    );
  });

  it('has the rule of the extension deleted, too, when it comes late, and is told of nothing shut before', async () => {
    const world = await openGrant();
    await world.life().extend(ada, world.id, 3600);
    await world.pass(1);
    // Open by the rule of the grant before it; its own is still to come.
    await world.life().done(requester, 'req-2');
    await world.pass(1);
    const deleting = world.request('req-2');
    assert.deepEqual([deleting.state, world.azure.removed.length], ['open', 1]);
    await world.pass(10);
    assert.deepEqual([world.request('req-2').state, world.azure.removed.length], ['closed', 2]);
    assert.deepEqual(
      kindsOf(world, 'req-2').filter((kind) => ['revoked', 'closed'].includes(kind)),
      ['revoked', 'revoked', 'closed'],
    );
  });

  it('wants no more time: an extension that waits for approvers is withdrawn', async () => {
    const world = await extendedWithApproval();
    await world.life().done(requester, 'req-1');
    await world.pass(10);
    assert.deepEqual([world.request('req-1').state, world.request('req-2').state], ['closed', 'withdrawn']);
  });

  for (const saves of [0, 1])
    it(`wants no more time, also where the database went away after ${saves} of two saves`, async () => {
      const world = await extendedWithApproval();
      await world.settle.idle();
      world.failAfterSaves(saves);
      await assert.rejects(world.life().done(requester, 'req-1'), { code: 'unavailable' });
      world.failAfterSaves(undefined);
      const between = world.request('req-1');
      // As long as nobody was heard, they can say it again.
      assert.ok(between.state === 'open' && between.done === undefined);

      await world.life().done(requester, 'req-1');
      await world.decisions.decide(linus, 'req-2', { kind: 'approve' });
      await world.pass(60);
      assert.deepEqual(
        [world.request('req-1').state, world.request('req-2').state, world.azure.sent.length],
        ['closed', 'withdrawn', 1],
      );
    });

  it('wants no more time, also where an earlier version left the extension to the approvers', async () => {
    const world = approvalWorld(needs(1));
    world.setRevokes(false);
    await extendedWithApproval(world);
    await world.settle.idle();
    const open = world.request('req-1');
    assert.ok(open.state === 'open');
    const move = doneSaid(open, ada, { why: 'not-set' }, world.now());
    await world.ledger.save(move.request, move.entries, world.now());

    const answer = await world.life().done(requester, 'req-1');
    await world.settle.idle();
    assert.deepEqual([answer.kind, world.request('req-2').state], ['dead', 'withdrawn']);
  });

  it('is not forgotten when Azure accepts the extension meanwhile: they are told that it stays open, and why', async () => {
    const world = await openGrant();
    world.script('taken-but-unanswered', 'unavailable', 'unavailable', 'unavailable');
    await world.life().extend(ada, world.id, 30 * minute);
    const answer = await world.life().done(requester, world.id);
    await world.pass(2 * minute);
    const open = world.request(world.id);
    assert.deepEqual(
      [answer.kind, open.state === 'open' && open.done?.kept?.why, world.request('req-2').state],
      ['moved', 'shared', 'open'],
    );
    assert.ok(said(world).includes('kept of req-1 to requester'));
    await world.life().done(requester, 'req-2');
    await world.pass(2 * 3600);
    assert.deepEqual([world.request(world.id).state, world.request('req-2').state], ['closed', 'closed']);
    allSettled(world);
  });

  it('is heard once: a second click, a closed grant and an unknown id change nothing', async () => {
    const world = await openGrant();
    const both = await Promise.all([
      world.life().done(requester, world.id),
      world.replica('p1').life().done(requester, world.id),
    ]);
    await world.pass(10);
    const after = await world.life().done(requester, world.id);
    const nobody = await world.life().done(requester, 'req-9');
    assert.deepEqual(
      [both.map(({ kind }) => kind).sort(), after.kind, nobody.kind],
      [['dead', 'moved'], 'dead', 'no-such-request'],
    );
    assert.equal(world.kinds().filter((kind) => kind === 'done').length, 1);
  });

  it('is the requester, or an admin where rules may be deleted; anybody else is noted', async () => {
    const world = await openGrant();
    const stranger = await world.life().done({ person: mallory, admin: false }, world.id);
    const extending = await world.life().extend(grace, world.id, 900);
    world.setRevokes(false);
    const powerless = await world.life().done(admin, world.id);
    world.setRevokes(true);
    const ended = await world.life().done(admin, world.id);
    await world.pass(10);
    const closed = world.request(world.id);
    assert.deepEqual(
      [stranger.kind, extending.kind, powerless.kind, ended.kind],
      ['not-yours', 'not-yours', 'not-yours', 'moved'],
    );
    assert.deepEqual(closed.state === 'closed' && closed.early?.why === 'done' && closed.early.by, grace);
    assert.equal(world.kinds().filter((kind) => kind === 'click-refused').length, 3);
  });
});

describe('a grant whose rule is taken away by something else', () => {
  it('is told to both as gone early, and closed once', async () => {
    const world = await openGrant();
    world.azure.wipe('203.0.113.7', 3389);
    await world.pass(80);
    const closed = world.request(world.id);
    assert.deepEqual(
      [closed.state, closed.state === 'closed' && closed.early, said(world).at(-1)],
      ['closed', { why: 'gone', endsAt: noon + 3600_000 }, 'closed of req-1 to requester'],
    );
    assert.ok(said(world, 'on-call').includes('closed of req-1 to on-call'));
    await world.pass(3600);
    assert.equal(said(world).filter((text) => text.startsWith('closed')).length, 1);
  });

  it('is not called gone while Azure cannot be read', async () => {
    const world = await openGrant();
    world.script(...Array.from({ length: 20 }, () => 'unavailable' as const));
    await world.pass(120);
    assert.equal(world.request(world.id).state, 'open');
  });

  it('is noticed after the first end when Azure keeps one rule for both and takes it away then', async () => {
    const world = await openGrant();
    await world.life().extend(ada, world.id, 3600);
    await world.pass(60 * minute);
    world.azure.wipe('203.0.113.7', 3389);
    await world.pass(100);
    const closed = world.request('req-2');
    assert.deepEqual(closed.state === 'closed' && closed.early?.why, 'gone');
  });
});
