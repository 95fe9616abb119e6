// Which words go first.
import assert from 'node:assert/strict';
import type { Debt } from '../../src/domain/debt.ts';
import { type Urgency, urgencyOf } from '../../src/domain/urgency.ts';
import { everyState } from '../ledger/sample-requests.ts';

const { open, pending } = everyState();
const tell = (notice: Extract<Debt, { kind: 'tell' }>['notice']): Debt => ({
  kind: 'tell',
  notice,
  to: 'on-call',
});

const table: readonly (readonly [what: string, debt: Debt, urgency: Urgency | undefined])[] = [
  ['a port that should be shut, said the third time', tell('overdue/2'), 'urgent'],
  ['a port that went away', tell('lost/1795439100000'), 'urgent'],
  ['an end that is near', tell('ending'), 'urgent'],
  ['a port that is open', tell('ready'), 'news'],
  ['a port that is shut', tell('closed'), 'news'],
  ['a reminder', tell('remind/0'), 'refresh'],
  ['a review that nobody did yet', tell('review/1'), 'refresh'],
  ['a card that is drawn anew', { kind: 'show-card', view: 'closed' }, 'refresh'],
  ['buttons that are taken away', { kind: 'retire', notice: 'ending' }, 'refresh'],
  ['a look at Azure', { kind: 'look' }, undefined],
  ['the end', { kind: 'end' }, undefined],
];

describe('how urgent it is to say', () => {
  for (const [what, debt, urgency] of table)
    it(`${what}: ${urgency ?? 'nothing is sent'}`, () => {
      const shown = { ...open, card: { messageId: 'card-1' } };
      assert.equal(urgencyOf(debt, shown), urgency);
    });

  it('the first card is awaited: it is the answer to what somebody wrote', () =>
    assert.equal(urgencyOf({ kind: 'show-card', view: 'draft/1' }, { ...open, card: {} }), 'awaited'));

  it('the first card in an approvals channel is urgent, since nobody can decide without it', () => {
    const asked = { ...pending, decisionCards: [{ channel: '' }] };
    assert.equal(urgencyOf({ kind: 'show-decision', card: 0, view: 'pending/0' }, asked), 'urgent');
    const shown = { channel: '', at: { conversationId: 'c', messageId: 'm' } };
    const again = { ...pending, decisionCards: [shown] };
    assert.equal(urgencyOf({ kind: 'show-decision', card: 0, view: 'approved' }, again), 'refresh');
  });
});
