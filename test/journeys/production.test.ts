// The app in production mode: the real process with an identity, really signed tokens both ways, real TLS to Microsoft's names.
import assert from 'node:assert/strict';
import { personalChatId } from '../../sandbox/chat/conversations.ts';
import { ADA } from '../../sandbox/chat/people.ts';
import { type ProductionWorld, startProductionWorld } from '../support/production-world.ts';
import { until } from '../support/until.ts';

const chatId = personalChatId(ADA);
const refused = { status: 401, text: '{"error":"This is for the Bot Framework only."}' };

describe('the app in production mode', function () {
  this.timeout(300_000);
  let world: ProductionWorld;
  before(async () => {
    world = await startProductionWorld();
  });
  after(() => world?.stop());

  const cards = () => world.chat.messages(chatId).filter(({ content }) => content.card !== undefined);
  const initiates = () => world.azure.requests().length;
  let sentence = '';
  let click = '';

  it('answers a sentence with its card, and opens the port', async () => {
    await world.chat.sendAs(ADA.id, chatId, 'rdp to web-01 for 1h from 203.0.113.7');
    sentence = world.lastSent();
    const form = await until(() => cards().at(-1), 60);
    await world.chat.press(ADA.id, form.id, 'Request');
    click = world.lastSent();
    await until(() => world.status() === 'Ready', 120);
    assert.deepEqual({ cards: cards().length, initiates: initiates() }, { cards: 1, initiates: 1 });
  });

  it('has asked for a token for each service, and shown it there alone', () => {
    const services = [
      'smba.trafficmanager.net POST',
      'management.azure.com GET',
      'management.azure.com POST',
    ];
    for (const call of services) assert.ok(world.microsoft.admitted.includes(call), call);
    assert.deepEqual(world.microsoft.turnedAway, []);
  });

  it('does nothing a second time when a message and a click are replayed with a good token', async () => {
    // The notice that goes with the card.
    await until(() => world.said().some((text) => /Ready/.test(text)), 60);
    const before = world.said();
    for (const body of [sentence, click, sentence, click])
      assert.equal((await world.send(body, `Bearer ${world.token()}`)).status, 200);
    // What comes after them is answered after them.
    await world.chat.sendAs(ADA.id, chatId, 'help');
    const answer = await until(() => world.said().find((text) => /I open a port/.test(text)), 60);
    assert.deepEqual(
      { said: world.said(), cards: cards().length, initiates: initiates() },
      { said: [...before, answer], cards: 1, initiates: 1 },
    );
  });

  it('gives nobody a turn who has no token of the Bot Framework for it', async () => {
    const before = world.chat.messages(chatId).length;
    const fresh = sentence.replace(/"id":"[^"]*"/, '"id":"f:never-seen"');
    const [own = ''] = world.microsoft.issued;
    for (const authorization of [
      undefined,
      `Bearer ${world.token({}, 'stranger')}`,
      `Bearer ${world.token({ exp: 1 })}`,
      `Bearer ${world.token({ aud: 'another' })}`,
      `Bearer ${world.token({ serviceurl: 'https://smba.trafficmanager.net/amer/' })}`,
      `Bearer ${own}`,
    ])
      assert.deepEqual(await world.send(fresh, authorization), refused);
    assert.equal(world.chat.messages(chatId).length, before);
  });
});
