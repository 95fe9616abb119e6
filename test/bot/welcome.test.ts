// The greeting where the bot is installed: once, whichever of Teams' two events comes first, in the language that one of them says.
import assert from 'node:assert/strict';
import { type Activity, ActivityTypes, TestAdapter, TurnContext } from 'botbuilder';
import { helpAnswer } from '../../cards/answers.ts';
import { speaking } from '../../cards/language.ts';
import { inTheirLanguage } from '../../src/bot/their-language.ts';
import { welcoming } from '../../src/bot/welcome.ts';

const recipient = { id: '28:bot', name: 'JIT Access' };
const greetingIn = (locale: string): string => speaking(locale, () => helpAnswer());

/** As Teams tells it: that there are new members, and that there is a new installation. */
const members = { type: ActivityTypes.ConversationUpdate, membersAdded: [recipient] };
const installation = (locale?: string) => ({
  type: ActivityTypes.InstallationUpdate,
  action: 'add',
  ...(locale !== undefined && { locale }),
});

/** A bot that speaks Japanese where nobody says otherwise, and its one place. */
function bot(conversationType = 'personal') {
  const book = new Map<string, unknown>();
  const said: string[] = [];
  const enough = Promise.withResolvers<void>();
  const pauses: number[] = [];
  const chain = [
    inTheirLanguage('ja'),
    welcoming({ recall: async (id) => book.get(id), remember: async () => undefined }, async (seconds) => {
      pauses.push(seconds);
      await enough.promise;
    }),
  ];
  return {
    book,
    said,
    pauses,
    /** Time passes. */
    enough: () => enough.resolve(),
    async hears(activity: Partial<Activity>): Promise<void> {
      const conversation = { id: 'place', conversationType, isGroup: false, name: '' };
      const context = new TurnContext(new TestAdapter(async () => undefined), {
        ...activity,
        recipient,
        conversation,
      });
      context.onSendActivities(async (_context, activities) => {
        said.push(...activities.map(({ text }) => text ?? ''));
        return [];
      });
      const remember = async () => void book.set('place', true);
      await chain.reduceRight<() => Promise<void>>(
        (next, { onTurn }) =>
          () =>
            onTurn(context, next),
        remember,
      )();
    },
  };
}

const aMoment = () => new Promise(setImmediate);

describe('the greeting', () => {
  it('is in the language of the installation, where that comes after the new members', async () => {
    const one = bot();
    const first = one.hears(members);
    await aMoment();
    assert.deepEqual(one.said, []);
    await one.hears(installation('de-DE'));
    await first;
    assert.deepEqual(one.said, [greetingIn('de')]);
  });

  it('is in the language of the installation, where that comes first', async () => {
    const one = bot();
    await Promise.all([one.hears(installation('de-DE')), one.hears(members)]);
    await one.hears(members);
    assert.deepEqual([one.said, one.pauses], [[greetingIn('de')], []]);
  });

  it('is in the usual language, where nothing says another one in time', async () => {
    const one = bot();
    const all = [members, members, installation()].map(one.hears);
    await aMoment();
    assert.deepEqual(one.said, []);
    one.enough();
    await Promise.all(all);
    assert.deepEqual(one.said, [greetingIn('ja')]);
  });

  it('is in the usual language, and at once, where several read it', async () => {
    const one = bot('channel');
    await one.hears(members);
    await one.hears(installation('de-DE'));
    assert.deepEqual([one.said, one.pauses], [[greetingIn('ja')], []]);
    const other = bot('groupChat');
    await other.hears(installation('de-DE'));
    assert.deepEqual(other.said, [greetingIn('ja')]);
  });

  it('is left to another process that has greeted meanwhile', async () => {
    const one = bot();
    const first = one.hears(members);
    await aMoment();
    one.book.set('place', true);
    one.enough();
    await first;
    assert.deepEqual(one.said, []);
  });

  it('is not said again where the bot has been before, and nothing is waited for', async () => {
    const one = bot();
    one.book.set('place', true);
    await one.hears(members);
    await one.hears(installation('de-DE'));
    assert.deepEqual([one.said, one.pauses], [[], []]);
  });

  it('is not said where somebody else has come, or the bot has gone', async () => {
    const one = bot();
    await one.hears({ ...members, membersAdded: [{ id: '29:ada', name: 'Ada' }] });
    await one.hears({ ...installation('de-DE'), action: 'remove' });
    assert.deepEqual(one.said, []);
  });
});
