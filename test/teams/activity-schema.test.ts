// Table of bodies that are activities, and of bodies that only look so.
import assert from 'node:assert/strict';
import { parseActivity, problemsIn } from '../../src/teams/activity-schema.ts';
import { malformedActivities } from '../support/malformed-activities.ts';
import { messageActivity } from '../support/teams-activities.ts';

const good = messageActivity({ text: 'hi', serviceUrl: 'http://127.0.0.1:1/' });

describe('an activity', () => {
  for (const [what, body] of malformedActivities(good)) {
    it(`is refused: ${what}`, () => {
      assert.equal(parseActivity(body), undefined);
    });
  }

  it('has its problems named by place, without what it held', () => {
    const body = { ...good, text: 42, from: { id: ['secret'] }, timestamp: 'secret' };
    assert.deepEqual(problemsIn(body), ['from.id: invalid_type', 'timestamp: custom', 'text: invalid_type']);
  });

  it('gets its points in time as dates, and is the same otherwise', () => {
    assert.deepEqual(parseActivity(good), {
      ...good,
      timestamp: new Date('2026-01-31T13:05:06.000Z'),
      localTimestamp: new Date('2026-01-31T13:05:06.000Z'),
    });
  });

  const tolerated: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
    ['fields nobody knows yet', { brandNew: { a: [1] }, from: { id: '29:x', brandNew: 1 } }],
    [
      'null where Teams has no name',
      { from: { id: '29:x', name: null, aadObjectId: null }, replyToId: null },
    ],
    ['no text', { text: undefined }],
    ['no timestamp', { timestamp: undefined }],
    ['channel data without a tenant', { channelData: {} }],
    ['news of new members', { type: 'conversationUpdate', membersAdded: [{ id: '28:bot' }] }],
  ];
  for (const [what, change] of tolerated) {
    it(`may have ${what}`, () => {
      assert.ok(parseActivity({ ...good, ...change }));
    });
  }
});
