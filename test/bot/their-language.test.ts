// Turns in the language of the one who spoke, and turns in which nobody did.
import assert from 'node:assert/strict';
import { ActivityTypes, TestAdapter, TurnContext } from 'botbuilder';
import { spoken } from '../../cards/language.ts';
import { inTheirLanguage } from '../../src/bot/their-language.ts';

/** The language that a turn of such an activity speaks. */
async function languageOf(activity: Readonly<Record<string, unknown>>): Promise<string> {
  const context = new TurnContext(new TestAdapter(async () => undefined), activity);
  const { promise, resolve } = Promise.withResolvers<string>();
  await inTheirLanguage('ja').onTurn(context, async () => {
    await new Promise(setImmediate);
    resolve(spoken().language);
  });
  return promise;
}

describe('a turn', () => {
  const cases = [
    ['the locale of the message', { type: ActivityTypes.Message, locale: 'de-CH' }, 'de'],
    [
      'the locale of the client',
      { type: ActivityTypes.Message, entities: [{ type: 'clientInfo', locale: 'de-DE' }] },
      'de',
    ],
    [
      'English for a language that is not spoken here',
      { type: ActivityTypes.Message, locale: 'fr-FR' },
      'en',
    ],
    ['the usual language where the client does not say', { type: ActivityTypes.Message }, 'ja'],
    [
      'the usual language where what it says is no locale',
      { type: ActivityTypes.Message, locale: 'x y' },
      'ja',
    ],
    [
      'the locale of who installed it for themselves',
      {
        type: ActivityTypes.InstallationUpdate,
        locale: 'de-DE',
        conversation: { conversationType: 'personal' },
      },
      'de',
    ],
    [
      'the usual language to a team, whoever installed it',
      {
        type: ActivityTypes.InstallationUpdate,
        locale: 'de-DE',
        conversation: { conversationType: 'channel' },
      },
      'ja',
    ],
    [
      'the usual language to a group that does not say what it is, whoever installed it',
      { type: ActivityTypes.InstallationUpdate, locale: 'de-DE', conversation: { isGroup: true } },
      'ja',
    ],
    [
      'the usual language to a group that says it were personal, whoever installed it',
      {
        type: ActivityTypes.InstallationUpdate,
        locale: 'de-DE',
        conversation: { conversationType: 'personal', isGroup: true },
      },
      'ja',
    ],
    [
      'the locale of who writes in a team',
      { type: ActivityTypes.Message, locale: 'de-DE', conversation: { conversationType: 'channel' } },
      'de',
    ],
    // What the SDK makes of a post that answers nothing: it has no sender.
    [
      'the usual language where nobody spoke',
      { type: ActivityTypes.Event, name: 'ContinueConversation' },
      'ja',
    ],
  ] as const;
  for (const [what, activity, language] of cases)
    it(`speaks ${what}`, async () => {
      assert.equal(await languageOf(activity), language);
    });
});
