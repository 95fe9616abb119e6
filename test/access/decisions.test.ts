// Deciding on what waits: who may, what is recorded, that nothing happens twice, and that nobody is left waiting.
import assert from 'node:assert/strict';
import { decisionViewOf } from '../../src/domain/view.ts';
import { approvalWorld, linus, mallory, needs } from '../support/approval-world.ts';
import { everything } from '../support/hearings.ts';
import { ada, admins, grace, web01 } from '../support/requests.ts';

const approve = { kind: 'approve' } as const;
const deny = { kind: 'deny', reason: 'Not today.' } as const;
const texts = (world: ReturnType<typeof approvalWorld>, place: string) =>
  world.chat
    .texts()
    .filter((text) => text.startsWith(`${place}: `))
    .map((text) => text.slice(place.length + 2));

describe('a request that needs approval', () => {
  it('is recorded before anybody is asked, and opens nothing', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    assert.deepEqual(
      [world.request().state, world.kinds().slice(2, 6), texts(world, 'approvals'), world.azure.sent],
      [
        'pending',
        ['requested', 'approval-asked', 'decision-card-shown'],
        ['decision pending/0 of req-1 for everyone'],
        [],
      ],
    );
  });

  it('is opened once by an approval, and the same card says so', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    const answer = await world.decisions.decide(grace, 'req-1', approve);
    await world.settle.idle();
    await world.pass(10);
    assert.deepEqual(
      [answer.kind, world.request().state, world.azure.sent.length, texts(world, 'approvals')],
      ['shown', 'open', 1, ['decision approved of req-1 for everyone']],
    );
    assert.ok(texts(world, 'chat-1').includes('approved of req-1 to requester'));
  });

  it('counts the time that was asked for from when Azure is asked', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    await world.pass(1800);
    const opensAt = world.now();
    await world.decisions.decide(grace, 'req-1', approve);
    await world.settle.idle();
    assert.equal(world.azure.sent[0]?.endsAt, opensAt + 3600_000);
  });

  it('shows who has approved that others are still needed', async () => {
    const world = approvalWorld(needs(2));
    await world.send();
    const answer = await world.decisions.decide(grace, 'req-1', approve);
    assert.equal(answer.kind === 'shown' && answer.viewer, 'agreed');
  });

  it('is ended by a denial, of which the requester is told, and nothing is opened', async () => {
    const world = approvalWorld(needs(2));
    await world.send();
    await world.decisions.decide(grace, 'req-1', approve);
    await world.decisions.decide(linus, 'req-1', deny);
    await world.settle.idle();
    await world.pass(5);
    assert.deepEqual(
      [world.request().state, world.azure.sent, texts(world, 'approvals')],
      ['denied', [], ['decision denied of req-1 for everyone']],
    );
    assert.ok(texts(world, 'chat-1').includes('denied of req-1 to requester'));
  });

  it('lapses when nobody decides, after reminders with growing gaps, and is not asked about any more', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    await world.pass(7300);
    assert.deepEqual(
      [world.request().state, texts(world, 'approvals'), world.azure.sent],
      [
        'lapsed',
        [
          'decision lapsed of req-1 for everyone',
          ...[0, 1, 2].map((n) => `remind/${n} of req-1 to approvers`),
        ],
        [],
      ],
    );
    assert.ok(texts(world, 'chat-1').includes('lapsed of req-1 to requester'));
  });

  it('is withdrawn by its requester alone, and the approvers’ card says so', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    const [stranger, own] = [
      await world.broker.withdraw(mallory, 'req-1'),
      await world.broker.withdraw(ada, 'req-1'),
    ];
    await world.settle.idle();
    await world.pass(5);
    assert.deepEqual(
      [stranger.kind, own.kind, world.request().state, texts(world, 'approvals')],
      ['not-yours', 'moved', 'withdrawn', ['decision withdrawn of req-1 for everyone']],
    );
  });

  it('cannot be approved after it was withdrawn', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    await world.broker.withdraw(ada, 'req-1');
    await world.decisions.decide(grace, 'req-1', approve);
    await world.settle.idle();
    assert.deepEqual([world.request().state, world.azure.sent], ['withdrawn', []]);
  });
});

describe('who may not decide', () => {
  it('changes nothing, is told why, and the attempt is in the audit trail with the request', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    const before = world.request();
    const answers = [
      await world.decisions.decide(ada, 'req-1', approve),
      await world.decisions.decide(mallory, 'req-1', approve),
      await world.decisions.decide(mallory, 'req-1', deny),
    ];
    assert.deepEqual(
      [answers.map(({ kind }) => kind), world.request()],
      [['own', 'not-approver', 'not-approver'], before],
    );
    assert.deepEqual(
      world.books.audit
        .filter(({ kind }) => kind === 'decision-refused')
        .map(({ actor, facts }) => [actor, facts.why]),
      [
        [ada.id, 'own'],
        [mallory.id, 'not-approver'],
        [mallory.id, 'not-approver'],
      ],
    );
  });

  it('includes who was an approver when the request was sent, and no longer is', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    world.groups.set(admins.id, new Set([linus.id]));
    assert.equal((await world.decisions.decide(grace, 'req-1', approve)).kind, 'not-approver');
  });

  it('includes everybody while their groups cannot be looked up', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    world.groups.clear();
    assert.equal((await world.decisions.decide(grace, 'req-1', approve)).kind, 'unknown');
    assert.equal(world.request().state, 'pending');
  });

  it('includes everybody while the machines are not known', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    world.setLoaded(false);
    world.setMachines([]);
    assert.equal((await world.decisions.decide(grace, 'req-1', approve)).kind, 'unknown');
    assert.equal(world.request().state, 'pending');
  });

  it('includes everybody while the machine’s subscription could not be read, whatever else was', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    world.setUnread(web01.subscription.id);
    world.setMachines([]);
    assert.equal((await world.decisions.decide(grace, 'req-1', approve)).kind, 'unknown');
    assert.equal(world.request().state, 'pending');
  });

  it('is noted when they click a card that was decided before', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    await world.decisions.decide(grace, 'req-1', deny);
    const answer = await world.decisions.decide(mallory, 'req-1', approve);
    assert.deepEqual(
      [answer.kind, world.books.audit.filter(({ actor }) => actor === mallory.id).map(({ kind }) => kind)],
      ['shown', ['decision-refused']],
    );
  });

  it('is noted once when their client asks by itself, however often', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    for (let scroll = 0; scroll < 5; scroll += 1) await world.decisions.look(mallory, 'req-1', true);
    assert.equal(world.kinds().filter((kind) => kind === 'decision-viewed').length, 1);
  });

  it('does not include an approver who denies while the machines are not known', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    world.setLoaded(false);
    await world.decisions.decide(grace, 'req-1', deny);
    assert.equal(world.request().state, 'denied');
  });

  it('is noted when they only look at the card; approver and requester are not', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    const viewers = [];
    for (const person of [grace, ada, mallory]) {
      const answer = await world.decisions.look(person, 'req-1', false);
      viewers.push(answer.kind === 'shown' && answer.viewer);
    }
    assert.deepEqual(viewers, ['approver', 'requester', 'onlooker']);
    assert.deepEqual(
      world.books.audit.filter(({ kind }) => kind === 'decision-viewed').map(({ actor }) => actor),
      [mallory.id],
    );
  });
});

describe('decisions at the same time', () => {
  it('by two approvers on two processes open once, and both see the result', async () => {
    for (let round = 0; round < 20; round += 1) {
      const world = approvalWorld(needs(1));
      await world.send();
      const [a, b] = [world.replica('A'), world.replica('B')];
      const answers = await Promise.all([
        a.decisions.decide(grace, 'req-1', approve),
        b.decisions.decide(linus, 'req-1', approve),
      ]);
      await Promise.all([a.settle.idle(), b.settle.idle()]);
      assert.deepEqual([answers.map(({ kind }) => kind), world.azure.sent.length], [['shown', 'shown'], 1]);
      const { audit } = world.books;
      assert.equal(audit.filter(({ kind }) => kind === 'decision-approve').length, 1);
    }
  });

  it('by both of two who are needed count both', async () => {
    const world = approvalWorld(needs(2));
    await world.send();
    const [a, b] = [world.replica('A'), world.replica('B')];
    await Promise.all([
      a.decisions.decide(grace, 'req-1', approve),
      b.decisions.decide(linus, 'req-1', approve),
    ]);
    await Promise.all([a.settle.idle(), b.settle.idle()]);
    const request = world.request();
    assert.equal('attempts' in request && request.attempts.length, 1);
    assert.equal(world.azure.sent.length, 1);
  });

  it('an approval and a denial end in one of the two, whole', async () => {
    for (let round = 0; round < 20; round += 1) {
      const world = approvalWorld(needs(1));
      await world.send();
      const [a, b] = [world.replica('A'), world.replica('B')];
      await Promise.all([
        a.decisions.decide(grace, 'req-1', approve),
        b.decisions.decide(linus, 'req-1', deny),
      ]);
      await Promise.all([a.settle.idle(), b.settle.idle()]);
      const denied = world.request().state === 'denied';
      assert.equal(world.azure.sent.length, denied ? 0 : 1);
    }
  });

  it('the same click delivered twice counts once', async () => {
    const world = approvalWorld(needs(2));
    await world.send();
    const again = [];
    for (let time = 0; time < 3; time += 1)
      again.push((await world.decisions.decide(grace, 'req-1', approve)).kind);
    const request = world.request();
    assert.deepEqual(
      [again, request.state === 'pending' && request.grounds.approvals.map(({ by }) => by.id)],
      [['shown', 'already', 'already'], [grace.id]],
    );
  });

  it('a click after the process died and another took over finds the state as it is', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    await world.decisions.decide(grace, 'req-1', approve);
    await world.settle.idle();
    const after = world.replica('next');
    const answer = await after.decisions.decide(linus, 'req-1', deny);
    assert.deepEqual([answer.kind, world.request().state, world.azure.sent.length], ['shown', 'opening', 1]);
  });
});

describe('a policy that changed while a request waited', () => {
  it('refuses at the last approval what it refuses now, and tells the requester', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    world.setPolicy({ name: 'freeze', decision: 'refused', when: {} }, needs(1));
    await world.decisions.decide(grace, 'req-1', approve);
    await world.settle.idle();
    await world.pass(5);
    assert.deepEqual(
      [world.request().state, world.azure.sent, texts(world, 'approvals')],
      ['refused', [], ['decision refused of req-1 for everyone']],
    );
    assert.ok(texts(world, 'chat-1').includes('refused of req-1 to requester'));
  });

  it('needs the two people that it asks for now', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    world.setPolicy(needs(2));
    await world.decisions.decide(grace, 'req-1', approve);
    assert.equal(world.request().state, 'pending');
    await world.decisions.decide(linus, 'req-1', approve);
    await world.settle.idle();
    assert.equal(world.request().state, 'opening');
  });

  it('opens what needs nobody any more as soon as an approver clicks', async () => {
    const world = approvalWorld(needs(2));
    await world.send();
    world.setPolicy(everything);
    await world.decisions.decide(grace, 'req-1', approve);
    const request = world.request();
    assert.equal(
      'grounds' in request && request.grounds.kind === 'approval' && request.grounds.waivedBy,
      'everything',
    );
  });
});

describe('an approvals channel', () => {
  it('that is not set refuses on the form, and nothing waits for nobody', async () => {
    const world = approvalWorld(needs(1));
    world.books.channels.delete('approvals');
    await world.send();
    const request = world.request();
    assert.deepEqual(request.state === 'draft' && request.asking.kind === 'form' && request.asking.refusals, [
      { code: 'no-approvals-channel', rule: 'production', channel: '' },
    ]);
  });

  it('that goes away before the card is posted is told to requester and on-call, and it still lapses', async () => {
    const world = approvalWorld(needs(1));
    const { channels, rows } = world.books;
    const real = channels.get.bind(channels);
    channels.get = (purpose) =>
      purpose === 'approvals' && rows.get('req-1')?.request.state === 'pending' ? undefined : real(purpose);
    await world.send();
    await world.pass(20);
    const request = world.request();
    assert.equal(request.state, 'pending');
    if (request.decisionCards[0]?.why === undefined) assert.fail('the card was posted');
    assert.ok(texts(world, 'chat-1').includes('unasked of req-1 to requester'));
    assert.ok(texts(world, 'on-call').includes('unasked of req-1 to on-call'));
    await world.pass(7300);
    assert.equal(world.request().state, 'lapsed');
  });

  it('that Teams does not let the bot write to for a while is asked all the same, later', async () => {
    const world = approvalWorld(needs(1));
    world.troubles.push(...Array.from({ length: 6 }, () => true));
    await world.send();
    await world.pass(300);
    assert.deepEqual(texts(world, 'approvals').slice(0, 1), ['decision pending/0 of req-1 for everyone']);
  });

  it('escalates in the channel of the rule, where those people may decide from then on', async () => {
    const escalate = {
      after: 600,
      to: [{ kind: 'person', id: mallory.id, name: 'mallory' }],
      channel: 'security',
    } as const;
    const rule = needs(1);
    const world = approvalWorld({ ...rule, approval: { ...rule.approval, escalate } });
    world.books.channels.set('approvals/security', { conversationId: 'security' });
    await world.send();
    assert.equal((await world.decisions.decide(mallory, 'req-1', approve)).kind, 'not-approver');
    await world.pass(610);
    assert.deepEqual(texts(world, 'security'), [
      'decision pending/0/escalated of req-1 for everyone',
      'escalated of req-1 to escalation',
    ]);
    assert.equal((await world.decisions.decide(mallory, 'req-1', approve)).kind, 'shown');
    await world.settle.idle();
    await world.pass(5);
    assert.deepEqual(
      ['approvals', 'security'].map((place) => texts(world, place)[0]),
      ['decision approved of req-1 for everyone', 'decision approved of req-1 for everyone'],
    );
  });
});

describe('a broken glass', () => {
  const wish = {
    machine: 'web-01',
    ports: [3389],
    time: { kind: 'for', seconds: 1800 },
    source: '203.0.113.7',
    reason: 'disk full',
    breakGlass: true,
  } as const;

  it('opens at once, tells approvers and on-call, and waits for a review', async () => {
    const world = approvalWorld(needs(2));
    await world.ask(wish);
    await world.pass(10);
    assert.deepEqual(
      [world.request().state, texts(world, 'approvals'), world.azure.sent.length],
      ['open', ['decision review of req-1 for everyone', 'break-glass of req-1 to approvers'], 1],
    );
    assert.ok(texts(world, 'on-call').includes('break-glass of req-1 to on-call'));
  });

  it('asks with the form where a word of the sentence was not understood', async () => {
    const world = approvalWorld(needs(2));
    await world.ask(wish, ['sorry']);
    assert.deepEqual([world.request().state, world.azure.sent], ['draft', []]);
  });

  it('is not granted by a group that somebody has just left', async () => {
    const dba = { kind: 'group', id: 'dba', name: 'dba' } as const;
    const world = approvalWorld(needs(1, { when: { requesters: [dba] } }));
    world.groups.set('dba', new Set());
    await world.ask(wish);
    assert.equal(world.request().state, 'refused');
  });

  it('keeps nobody waiting for an answer while Azure takes its time', async () => {
    const world = approvalWorld(needs(1));
    world.azure.open = () => new Promise(() => {});
    const asker = {
      person: ada,
      origin: { conversationId: 'chat-1', activityId: 'said-9' },
      reader: { timeZone: 'UTC', locale: 'en-GB' },
    };
    assert.equal((await world.broker.ask(asker, wish)).state, 'approved');
  });

  it('is reviewed by an approver, never by who broke it', async () => {
    const world = approvalWorld(needs(1));
    await world.ask(wish);
    world.groups.set(admins.id, new Set([grace.id, ada.id]));
    const answers = [];
    for (const person of [ada, mallory, grace, linus])
      answers.push((await world.decisions.review(person, 'req-1', 'Seen.')).kind);
    const request = world.request();
    const grounds = 'grounds' in request ? request.grounds : undefined;
    assert.deepEqual(
      [answers, grounds?.kind === 'break-glass' && grounds.review?.by.id],
      [['own', 'not-approver', 'shown', 'shown'], grace.id],
    );
    assert.equal(world.kinds().filter((kind) => kind === 'break-glass-reviewed').length, 1);
  });

  it('is reviewed also where an extension has taken over, and called for no more', async () => {
    const world = approvalWorld(needs(1));
    await world.ask({ ...wish, time: { kind: 'for', seconds: 3600 } });
    await world.pass(5);
    await world.life().extend(ada, 'req-1', 900);
    await world.decisions.decide(grace, 'req-2', approve);
    await world.pass(10);
    assert.equal(world.request('req-1').state, 'superseded');
    await world.decisions.review(linus, 'req-1', 'Seen.');
    await world.settle.idle();
    assert.ok(world.kinds().includes('break-glass-reviewed'));
    assert.equal(decisionViewOf(world.request('req-1'), world.now()), 'reviewed');
    await world.pass(2 * 86_400);
    assert.deepEqual(
      texts(world, 'approvals').filter((text) => text.startsWith('review')),
      [],
    );
  });

  it('is called for again every day until it is, also long after the port is shut', async () => {
    const world = approvalWorld(needs(1));
    await world.ask(wish);
    await world.pass(2 * 86_400 + 60);
    assert.deepEqual(
      [world.request().state, texts(world, 'approvals').filter((text) => text.startsWith('review'))],
      ['closed', ['review/0 of req-1 to approvers', 'review/1 of req-1 to approvers']],
    );
    await world.decisions.review(linus, 'req-1', '');
    await world.settle.idle();
    await world.pass(2 * 86_400);
    assert.equal(texts(world, 'approvals').filter((text) => text.startsWith('review')).length, 2);
  });
});
