// An approvals channel moves: what waits is asked there, and the old cards are kept true.
import assert from 'node:assert/strict';
import { reroute } from '../../src/access/reroute.ts';
import { rerouted } from '../../src/domain/approval-moves.ts';
import { approvalWorld, needs } from '../support/approval-world.ts';
import { quietLog } from '../support/chat-model.ts';
import { grace } from '../support/requests.ts';

const approve = { kind: 'approve' } as const;

async function moveTo(world: ReturnType<typeof approvalWorld>, conversationId: string): Promise<number> {
  world.books.channels.set('approvals', { conversationId });
  const moved = await reroute({ ...world, log: quietLog }, '', conversationId);
  await world.settle.idle();
  return moved;
}

const cards = (world: ReturnType<typeof approvalWorld>) =>
  world.chat.texts().filter((text) => /^(approvals|elsewhere): decision/.test(text));

describe('an approvals channel that moves', () => {
  it('asks there, and says in both places what was decided', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    assert.equal(await moveTo(world, 'elsewhere'), 1);
    await world.decisions.decide(grace, 'req-1', approve);
    await world.settle.idle();
    await world.pass(5);
    assert.deepEqual(cards(world), [
      'approvals: decision approved of req-1 for everyone',
      'elsewhere: decision approved of req-1 for everyone',
    ]);
  });

  it('asks nobody twice when it is set again to where it is', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    assert.equal(await moveTo(world, 'approvals'), 0);
    assert.equal(cards(world).length, 1);
  });

  it('leaves what is decided alone', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    await world.decisions.decide(grace, 'req-1', approve);
    await world.settle.idle();
    assert.equal(await moveTo(world, 'elsewhere'), 0);
  });

  it('asks there also when it moved while the card was on its way', async () => {
    const world = approvalWorld(needs(1));
    const { post } = world.chat;
    world.chat.post = async (conversationId, message) => {
      if (conversationId === 'approvals')
        world.books.channels.set('approvals', { conversationId: 'elsewhere' });
      return post(conversationId, message);
    };
    await world.send();
    await world.pass(5);
    assert.deepEqual(cards(world), [
      'approvals: decision pending/0 of req-1 for everyone',
      'elsewhere: decision pending/0 of req-1 for everyone',
    ]);
  });

  it('that is gone, too, is told again', async () => {
    const world = approvalWorld(needs(1));
    await world.send();
    const request = world.request();
    const told = {
      'requester/unasked': { at: 0 },
      'on-call/unasked': { at: 0 },
      'requester/ready': { at: 0 },
      'on-call/unasked@olu': { at: 0 },
    };
    const moved = rerouted({ ...request, told }, '', world.now()).request;
    assert.deepEqual(Object.keys(moved.told), ['requester/ready']);
  });

  it('takes a review of broken glass along', async () => {
    const world = approvalWorld(needs(1));
    const said = { machine: 'web-01', ports: [3389], source: '203.0.113.7', reason: 'disk full' };
    await world.ask({ ...said, time: { kind: 'for', seconds: 600 }, breakGlass: true });
    assert.equal(await moveTo(world, 'elsewhere'), 1);
    assert.equal(cards(world).length, 2);
  });
});
