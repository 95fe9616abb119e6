// The story of a machine whose JIT policy Azure reads strictly: why it failed, and the way on by one click.
import assert from 'node:assert/strict';
import { APPROVALS_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, GRACE } from '../../sandbox/chat/people.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { until } from '../support/until.ts';

describe('a source that is a part of what the JIT policy allows', function () {
  this.timeout(120_000);
  const chatId = personalChatId(ADA);
  let world: LocalWorld;

  before(async () => {
    world = await startLocalWorld();
    await world.chat.sendAs(GRACE.id, APPROVALS_CHANNEL_ID, '@JIT Access use this channel for approvals');
    world.azure.quirk('prod-sql-1', { exactSourcesOnly: true });
  });
  after(() => world.stop());

  const cards = (): readonly ChatMessage[] =>
    world.chat.messages(chatId).filter(({ content }) => content.card !== undefined);
  const cardOf = (id: string) => cards().find((card) => card.id === id);
  const shows = (id: string): string => JSON.stringify(cardFor(cardOf(id) ?? assert.fail(id), ADA.id));
  const status = (id: string) => statusWord(cardFor(cardOf(id) ?? assert.fail(id), ADA.id));

  it('is refused with the policy’s own prefix on the button, and that opens', async () => {
    await world.chat.sendAs(
      ADA.id,
      chatId,
      'break glass sql prod-sql-1 5m from 203.0.113.9 because INC-1 disk full',
    );
    const first = await until(() => cards()[0]);
    await until(() => status(first.id) === 'Failed', 30);
    assert.match(shows(first.id), /203\.0\.113\.9 lies in 203\.0\.113\.0\/24, which the policy allows/);

    await world.chat.press(ADA.id, first.id, 'Ask again with 203.0.113.0/24');
    const form = await until(() => cards()[1], 30);
    assert.match(shows(form.id), /"value":"203\.0\.113\.0\/24"/);
    await world.chat.press(ADA.id, form.id, 'Break glass: open now');
    await until(() => status(form.id) === 'Ready', 30);
    assert.deepEqual(
      world.azure.picture().requests.map(({ source }) => source),
      ['203.0.113.0/24'],
    );
  });
});
