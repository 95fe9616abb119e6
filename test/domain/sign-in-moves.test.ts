// Waiting for the requester's sign-in: what it owes, how long, and that nothing was sent by then.
import assert from 'node:assert/strict';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { owed } from '../../src/domain/owed.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import { signedInNow, signInAwaited } from '../../src/domain/sign-in-moves.ts';
import { viewOf } from '../../src/domain/view.ts';
import { anApproved, noon } from '../support/requests.ts';

const until = noon + pace.signIn * 1000;
const waiting = signInAwaited(anApproved(), noon, pace).request;
const due = (request: typeof waiting, at: number) => owed(request, at, pace).due.map(({ kind }) => kind);

describe('a request that waits for its requester to sign in', () => {
  it('is written down as that, with the end of its wait', () => {
    const { request, entries } = signInAwaited(anApproved(), noon, pace);
    assert.deepEqual(
      [request.state, request.signIn, entries.map(({ kind }) => kind)],
      ['approved', { askedAt: noon, until, lookAt: noon + pace.net * 1000 }, ['sign-in-asked']],
    );
  });

  it('asks the person, shows another card, and does not ask Azure', () => {
    assert.deepEqual(due(waiting, noon), ['show-card', 'tell']);
    assert.notEqual(viewOf(waiting, noon, pace), viewOf(anApproved(), noon, pace));
  });

  it('looks again now and then, which puts off no end', () => {
    const later = noon + pace.net * 1000;
    assert.ok(due(waiting, later).includes('ask-azure'));
    const again = signInAwaited(waiting, later, pace);
    assert.deepEqual(
      [again.request.signIn?.until, again.entries, due(again.request, later).includes('ask-azure')],
      [until, [], false],
    );
  });

  it('looks at once when they have signed in', () =>
    assert.ok(due(signedInNow(waiting, noon + 1000), noon + 1000).includes('ask-azure')));

  it('outlives the usual time for asking Azure, and gives up at its own', () => {
    const usual = noon + pace.openTimeout * 1000;
    assert.equal(due(waiting, usual).includes('give-up'), false);
    assert.deepEqual(
      due(waiting, until).filter((kind) => kind === 'give-up' || kind === 'ask-azure'),
      ['give-up'],
    );
  });

  it('waits for nothing any more once Azure is asked', () => {
    const { request, entries } = lifecycle.attempting(waiting, noon + 3600_000, noon, 'requester');
    assert.deepEqual(['signIn' in request, entries[0]?.facts.as], [false, 'requester']);
  });
});

describe('a request that does not wait for a sign-in', () => {
  it('is not changed by one', () => assert.deepEqual(signedInNow(anApproved(), noon), anApproved()));
});
