// Coming back to a form: the address known from earlier, what was typed before the address page, and asking again.
import assert from 'node:assert/strict';
import type { Draft } from '../../src/domain/access-request.ts';
import { linkLife } from '../../src/domain/address-link.ts';
import { approvalWorld, needs } from '../support/approval-world.ts';
import { everything } from '../support/hearings.ts';
import { ada, grace, noon, web01 } from '../support/requests.ts';

const confirmed = { address: '203.0.113.7', at: noon - 86_400_000 };
const values = { port: '5985', source: '', time: '20 min', reason: 'INC-1 *x*' };
const draftIn = (world: ReturnType<typeof approvalWorld>, id?: string): Draft => {
  const request = world.request(id);
  return request.state === 'draft' ? request : assert.fail(request.state);
};
const valuesIn = ({ asking }: Draft) => (asking.kind === 'form' ? asking.values : assert.fail(asking.kind));

describe('asking with an address confirmed earlier', () => {
  it('fills it in, and writes down where it is from', async () => {
    const world = approvalWorld(everything);
    world.books.addresses.set(ada.id, confirmed);
    await world.ask();
    const draft = draftIn(world);
    assert.deepEqual(
      [valuesIn(draft).source, draft.learned],
      ['203.0.113.7', { ...confirmed, how: 'earlier' }],
    );
  });

  it('does not show it where others read along', async () => {
    const world = approvalWorld(everything);
    world.books.addresses.set(ada.id, confirmed);
    world.setAlone(false);
    await world.ask();
    const draft = draftIn(world);
    assert.deepEqual([valuesIn(draft).source, draft.learned], ['', undefined]);
  });

  it('is of no use to anybody else', async () => {
    const world = approvalWorld(everything);
    world.books.addresses.set(grace.id, confirmed);
    await world.ask();
    const draft = draftIn(world);
    assert.deepEqual([valuesIn(draft).source, draft.learned], ['', undefined]);
  });

  it('does not send a form that breaks glass', async () => {
    const world = approvalWorld(needs(1));
    world.books.addresses.set(ada.id, confirmed);
    await world.ask({
      machine: 'web-01',
      ports: [3389],
      time: { kind: 'for', seconds: 600 },
      reason: 'down',
      breakGlass: true,
    });
    assert.equal(draftIn(world).state, 'draft');
    assert.equal(world.azure.sent.length, 0);
  });
});

describe('going to the address page', () => {
  it('keeps what was typed, unjudged, and leaves the posted card alone', async () => {
    const world = approvalWorld(everything);
    await world.ask();
    const answer = await world.broker.keep(ada, 'req-1', values);
    await world.settle.idle();
    assert.equal(answer.kind, 'moved');
    const draft = draftIn(world);
    assert.deepEqual(
      [valuesIn(draft), draft.round, draft.link.number, world.kinds()],
      [values, 1, 1, ['asked', 'card-shown', 'form-kept']],
    );
  });

  it('gets a link that works, and once more only when that has expired', async () => {
    const world = approvalWorld(everything);
    await world.ask();
    await world.pass(linkLife);
    await world.broker.keep(ada, 'req-1', values);
    await world.broker.keep(ada, 'req-1', values);
    assert.deepEqual(draftIn(world).link, { number: 2, expiresAt: world.now() + linkLife * 1000 });
  });

  it('is nobody else’s, and the trail says who tried', async () => {
    const world = approvalWorld(everything);
    await world.ask();
    const answer = await world.broker.keep(grace, 'req-1', values);
    assert.deepEqual(
      [answer.kind, valuesIn(draftIn(world)).port, world.kinds().at(-1)],
      ['not-yours', '3389', 'click-refused'],
    );
  });

  it('at the same moment as sending loses nothing of what was sent', async () => {
    const world = approvalWorld(everything);
    await world.ask();
    const sent = { ...values, source: '203.0.113.7' };
    await Promise.all([
      world.replica('p1').broker.click(ada, 'req-1', { verb: 'request', values: sent }),
      world.broker.keep(ada, 'req-1', values),
    ]);
    await world.settle.idle();
    const { state } = world.request();
    assert.ok(state !== 'draft', state);
  });

  it('does nothing to a form that was sent', async () => {
    const world = approvalWorld(everything);
    const id = await world.send();
    assert.equal((await world.broker.keep(ada, id, values)).kind, 'dead');
  });
});

describe('a click that a form has no use for', () => {
  it('finds a link that works on the card it is answered with', async () => {
    const world = approvalWorld(everything);
    await world.ask();
    await world.pass(linkLife);
    const old = { verb: 'choose-machine', machine: web01.id } as const;
    assert.equal((await world.broker.click(ada, 'req-1', old)).kind, 'moved');
    assert.equal(draftIn(world).link.number, 2);
    assert.equal((await world.broker.click(ada, 'req-1', old)).kind, 'dead');
  });
});

describe('asking again', () => {
  const failedWorld = async () => {
    const world = approvalWorld(everything);
    world.happenings.push('rejected');
    const id = await world.send({ reason: 'disk full', time: '30 min' });
    assert.equal(world.request(id).state, 'failed');
    return { world, id };
  };

  it('makes a form in the same conversation, filled in as before, and posts it', async () => {
    const { world, id } = await failedWorld();
    const posts = world.chat.posts();
    const answer = await world.broker.again(ada, id, 'click-1');
    await world.settle.idle();
    assert.equal(answer.kind, 'asked');
    const draft = draftIn(world, 'req-2');
    assert.deepEqual(
      [draft.origin, valuesIn(draft), world.chat.posts() - posts, world.chat.texts().at(-1)],
      [
        { conversationId: 'chat-1', activityId: 'click-1', private: true },
        { port: '3389', source: '203.0.113.7', time: '30 min', reason: 'disk full' },
        1,
        'chat-1: card draft/1 of req-2',
      ],
    );
    assert.deepEqual(world.books.audit.findLast(({ kind }) => kind === 'asked')?.facts.again, id);
  });

  it('makes one form of a click that is delivered twice, and another of another click', async () => {
    const { world, id } = await failedWorld();
    const ids = [];
    for (const click of ['click-1', 'click-1', 'click-2']) {
      const answer = await world.broker.again(ada, id, click);
      ids.push(answer.kind === 'asked' && answer.request.id);
    }
    await world.settle.idle();
    const drafts = [...world.books.rows.values()].filter(({ request }) => request.state === 'draft');
    assert.deepEqual([ids[0] === ids[1], ids[1] === ids[2], drafts.length], [true, false, 2]);
  });

  it('is nobody else’s, and the trail says who tried', async () => {
    const { world, id } = await failedWorld();
    const answer = await world.broker.again(grace, id, 'click-1');
    assert.deepEqual(
      [answer.kind, world.books.rows.size, world.kinds().at(-1)],
      ['not-yours', 1, 'click-refused'],
    );
  });

  it('waits until the request has ended', async () => {
    const world = approvalWorld(everything);
    const id = await world.send();
    const answer = await world.broker.again(ada, id, 'click-1');
    assert.deepEqual([answer.kind, world.books.rows.size], ['dead', 1]);
  });

  it('knows no request that does not exist', async () => {
    const { world } = await failedWorld();
    assert.deepEqual(await world.broker.again(ada, 'req-9', 'click-1'), { kind: 'no-such-request' });
  });

  it('says so where the machine is gone', async () => {
    const { world, id } = await failedWorld();
    world.setMachines([]);
    const answer = await world.broker.again(ada, id, 'click-1');
    assert.ok(answer.kind === 'asked' && answer.request.state === 'refused');
    assert.deepEqual(answer.request.refusals, [{ code: 'machine-gone', machine: 'web-01' }]);
  });

  it('never opens anything without the form being sent, also where glass was broken', async () => {
    const world = approvalWorld(needs(1));
    world.happenings.push('rejected');
    const wish = {
      machine: 'web-01',
      ports: [3389],
      source: '203.0.113.7',
      time: { kind: 'for', seconds: 600 },
      reason: 'down',
      breakGlass: true,
    } as const;
    await world.ask(wish);
    assert.equal(world.request('req-1').state, 'failed');
    await world.broker.again(ada, 'req-1', 'click-1');
    await world.settle.idle();
    assert.deepEqual([draftIn(world, 'req-2').wish, world.azure.sent.length], [wish, 1]);
  });
});
