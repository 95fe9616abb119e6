// What an activity says, in our words.
import assert from 'node:assert/strict';
import type { Activity } from 'botbuilder';
import { parseActivity } from '../../src/teams/activity-schema.ts';
import { clickedIn } from '../../src/teams/clicked.ts';
import { saidIn } from '../../src/teams/said.ts';
import { ada, grace, oncall, personalChat, tenantId, thread } from '../support/people.ts';
import { clickActivity, type JsonObject, messageActivity } from '../support/teams-activities.ts';

const serviceUrl = 'http://127.0.0.1:1/';

/** As it comes out of the schema, changed where told. */
function incoming(json: JsonObject, change: JsonObject = {}): Activity {
  const activity = parseActivity({ ...json, ...change });
  assert.ok(activity);
  return activity;
}

const message = (change: JsonObject = {}) => incoming(messageActivity({ text: 'hi', serviceUrl }), change);

describe('a message', () => {
  it('is a person, a place and a text without the mention', () => {
    const place = thread('ops', '1700000000001');
    const json = messageActivity({
      text: 'rdp to web-01',
      serviceUrl,
      in: place,
      mentioningBot: true,
      id: 'm1',
    });
    assert.deepEqual(saidIn(incoming(json)), {
      conversationId: '19:ops@thread.tacv2;messageid=1700000000001',
      conversationType: 'channel',
      activityId: 'm1',
      person: { id: ada.id, name: 'Ada Engineer' },
      tenantId,
      timeZone: 'Europe/Amsterdam',
      locale: 'en-GB',
      text: 'rdp to web-01',
      mentioned: [],
      marked: 'rdp to web-01',
    });
  });

  it('tells who else was mentioned, and where', () => {
    const json = messageActivity({
      text: 'allow <at>Olu On-call</at> rdp web-01, ask <at>Grace Admin</at>',
      serviceUrl,
      in: thread('ops', '1700000000001'),
      mentioningBot: true,
      mentioning: [oncall, grace],
    });
    const { text, marked, mentioned } = saidIn(incoming(json));
    assert.deepEqual(
      { text, marked, mentioned },
      {
        text: 'allow Olu On-call rdp web-01, ask Grace Admin',
        marked: 'allow @1 rdp web-01, ask @2',
        mentioned: [
          { teamsId: oncall.teamsId, name: 'Olu On-call' },
          { teamsId: grace.teamsId, name: 'Grace Admin' },
        ],
      },
    );
  });

  it('calls somebody by what the message shows where the mention has no name', () => {
    const entities = [
      { type: 'mention', text: '<at>Olu &amp; Co</at>', mentioned: { id: '29:o', name: null } },
    ];
    const said = saidIn(message({ text: 'allow <at>Olu &amp; Co</at>', entities }));
    assert.deepEqual(said.mentioned, [{ teamsId: '29:o', name: 'Olu & Co' }]);
  });

  it('has what is missing missing', () => {
    const bare = incoming({
      type: 'message',
      id: 'm1',
      channelId: 'msteams',
      serviceUrl,
      from: { id: '29:x' },
      recipient: { id: '28:bot' },
      conversation: { id: 'a:1' },
    });
    assert.deepEqual(saidIn(bare), {
      conversationId: 'a:1',
      conversationType: 'personal',
      activityId: 'm1',
      person: undefined,
      text: '',
      mentioned: [],
      marked: '',
    });
  });

  const actors: readonly (readonly [string, JsonObject, string | undefined])[] = [
    ['the object id in lower case', { id: '29:x', aadObjectId: ada.id.toUpperCase(), name: 'Ada' }, ada.id],
    ['nobody without an object id', { id: ada.id, name: ada.id }, undefined],
    ['nobody with an empty one', { id: '29:x', aadObjectId: '' }, undefined],
    ['nobody with null', { id: '29:x', aadObjectId: null }, undefined],
    ['nobody with something that is no id', { id: '29:x', aadObjectId: 'a b<c>' }, undefined],
  ];
  for (const [what, from, id] of actors) {
    it(`comes from ${what}`, () => {
      assert.equal(saidIn(message({ from })).person?.id, id);
    });
  }

  it('does not take the person from anything else it carries', () => {
    const forged = message({
      from: { id: '29:x' },
      value: { aadObjectId: ada.id },
      channelData: { from: { aadObjectId: ada.id } },
    });
    assert.equal(saidIn(forged).person, undefined);
  });

  const readers: readonly (readonly [string, JsonObject, string | undefined, string | undefined])[] = [
    ['the activity first', { localTimezone: 'Asia/Tokyo', locale: 'ja-JP' }, 'Asia/Tokyo', 'ja-JP'],
    [
      'the client where the activity says nothing',
      { localTimezone: undefined, locale: undefined },
      'Europe/Amsterdam',
      'en-GB',
    ],
    [
      'the client where the activity makes no sense',
      { localTimezone: 'Mars/Base', locale: 'x_y!' },
      'Europe/Amsterdam',
      'en-GB',
    ],
    [
      'nobody where both make no sense',
      { localTimezone: 'W. Europe Standard Time', locale: '', entities: [] },
      undefined,
      undefined,
    ],
  ];
  for (const [what, change, timeZone, locale] of readers) {
    it(`takes time zone and locale from ${what}`, () => {
      const said = saidIn(message(change));
      assert.deepEqual([said.timeZone, said.locale], [timeZone, locale]);
    });
  }

  it('takes the tenant from the channel data where the conversation has none', () => {
    assert.equal(saidIn(message({ conversation: { id: 'a:1' } })).tenantId, tenantId);
  });

  it('is from a group chat where only isGroup says so', () => {
    assert.equal(
      saidIn(message({ conversation: { id: '19:x', isGroup: true } })).conversationType,
      'groupChat',
    );
  });

  it('ignores malformed mentions', () => {
    assert.equal(
      saidIn(message({ entities: [{ type: 'mention' }, { type: 'mention', mentioned: 7 }] })).text,
      'hi',
    );
  });
});

describe('a click', () => {
  const click = (change: JsonObject = {}) =>
    incoming(
      clickActivity({ verb: 'request', data: { request: 'r1' }, messageId: 'm7', serviceUrl }),
      change,
    );

  it('is a verb, its data and the message that holds the card', () => {
    assert.deepEqual(clickedIn(click()), {
      conversationId: personalChat(ada).id,
      conversationType: 'personal',
      activityId: '1700000000000',
      person: { id: ada.id, name: 'Ada Engineer' },
      tenantId,
      timeZone: 'Europe/Amsterdam',
      locale: 'en-GB',
      verb: 'request',
      data: { request: 'r1' },
      messageId: 'm7',
      trigger: 'manual',
    });
  });

  it('may be the card refreshing itself', () => {
    const value = { action: { type: 'Action.Execute', verb: 'refresh' }, trigger: 'automatic' };
    const clicked = clickedIn(click({ value }));
    assert.deepEqual([clicked?.trigger, clicked?.data], ['automatic', {}]);
  });

  const malformed: readonly (readonly [string, JsonObject])[] = [
    ['of another name', { name: 'task/fetch' }],
    ['of another type', { type: 'message' }],
    ['without a value', { value: undefined }],
    ['without a verb', { value: { action: { type: 'Action.Execute', data: {} } } }],
    [
      'with data that is a list',
      { value: { action: { type: 'Action.Execute', verb: 'request', data: [1] } } },
    ],
    [
      'with data that is a text',
      { value: { action: { type: 'Action.Execute', verb: 'request', data: 'x' } } },
    ],
    ['that submits in the old way', { value: { action: { type: 'Action.Submit', verb: 'request' } } }],
  ];
  for (const [what, change] of malformed) {
    it(`is none ${what}`, () => {
      assert.equal(clickedIn(click(change)), undefined);
    });
  }
});
