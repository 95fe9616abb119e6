// A rule that somebody adds behind the bot's back: seen, told once, acknowledged, silent; also across a kill.
import assert from 'node:assert/strict';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, GRACE, OMAR } from '../../sandbox/chat/people.ts';
import { ofType, textsOf } from '../cards/card-reading.ts';
import { type LocalWorld, startLocalWorld } from '../support/local-world.ts';
import { until } from '../support/until.ts';

describe('a port that is opened behind the bot’s back', function () {
  this.timeout(300_000);
  let world: LocalWorld;

  before(async () => {
    world = await startLocalWorld({ variables: { DRIFT_SECONDS: '1', LOG_LEVEL: 'info' } });
  });
  after(() => world?.stop());

  const posts = (conversationId: string): readonly ChatMessage[] =>
    world.chat.messages(conversationId).filter(({ from }) => from === 'bot');
  /** Cards about findings in the admins' channel, oldest first. */
  const news = () =>
    posts(ON_CALL_CHANNEL_ID).filter(({ content }) => /open beside JIT/.test(textsOf(content.card)[0] ?? ''));
  const about = (name: string) =>
    news().filter((message) => textsOf(message.content.card).join('\n').includes(name));
  async function asked(sentence: string, person = GRACE): Promise<ChatMessage> {
    const before = posts(personalChatId(person)).length;
    await world.chat.sendAs(person.id, personalChatId(person), sentence);
    return until(() => posts(personalChatId(person))[before], 20);
  }
  /** Looks that have begun and ended since: what was there before them they have seen. */
  const looks = async (count: number) => {
    const listings = () => world.bot().output().split('Looked for drift').length;
    const before = listings();
    await until(() => listings() >= before + count, 90);
  };

  it('tells what there was when it first looked, in one message', async () => {
    const [first] = await until(() => news().length > 0 && news(), 30);
    const texts = textsOf(first?.content.card);
    assert.equal(texts[0], '🔴 What I found open beside JIT');
    assert.ok(texts.includes('legacy-01 port 3389 (RDP)'));
    await looks(4);
    assert.equal(news().length, 1);
  });

  it('tells of a new rule once, says so with its number on request, and gives a CSV', async () => {
    world.azure.addRule('nsg-web-01', {
      name: 'Helpful-Colleague',
      priority: 210,
      access: 'Allow',
      destinationPorts: ['3389'],
    });
    await until(() => about('Helpful-Colleague').length > 0, 30);
    await looks(4);
    assert.equal(about('Helpful-Colleague').length, 1);
    assert.equal(news().length, 2);

    const { content } = await asked('audit ports of web-01');
    const texts = textsOf(content.card);
    assert.ok(
      texts.includes('Lets in the whole internet, by rule Helpful-Colleague (priority 210 in nsg-web-01).'),
    );
    const [link] = ofType(content.card, 'Action.OpenUrl');
    const csv = await (await fetch(String(link?.url))).text();
    assert.match(csv, /^number,kind,.*\r\n/);
    assert.match(
      csv,
      /\r\n\d+,open,Production,rg-web-prod,web-01,3389,world,every public address,yes,,nsg-web-01,Helpful-Colleague,210,/,
    );
    assert.match((await asked('audit ports', OMAR)).content.text, /^Only an admin/);
  });

  it('is the same finding on a form as in a look: nobody is told twice', async () => {
    const before = news().length;
    const form = await asked('rdp to legacy-01 for 1h from 203.0.113.7', ADA);
    assert.match(textsOf(form.content.card).join('\n'), /legacy-01 is open to any source/);
    await looks(2);
    assert.equal(news().length, before);
  });

  it('is silent of it once an admin acknowledged it, also after a kill', async () => {
    const [card] = about('Helpful-Colleague');
    if (card === undefined) throw new Error('it was told');
    const [choices] = ofType(cardFor(card, GRACE.id), 'Input.ChoiceSet');
    const [choice] = Array.isArray(choices?.choices) ? choices.choices : [];
    const inputs = {
      finding: String(Reflect.get(Object(choice), 'value')),
      until: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10),
      reason: 'the vendor needs it',
    };
    const refused = await world.chat.press(OMAR.id, card.id, 'Acknowledge it', inputs);
    assert.match(JSON.stringify(refused), /Only an admin/);
    const taken = await world.chat.press(GRACE.id, card.id, 'Acknowledge it', inputs);
    assert.match(JSON.stringify(taken), /is acknowledged until the end of/);

    await world.kill();
    await world.restart();
    await looks(3);
    assert.equal(news().length, 2);
    const { content } = await asked('audit ports of web-01');
    assert.ok(textsOf(content.card).some((text) => text.includes('“the vendor needs it”')));
    assert.match(textsOf(content.card)[1] ?? '', /acknowledged/);
  });

  it('keeps what it knows, and says so, while Azure cannot be read', async () => {
    world.azure.faults.add({ match: 'GET networkInterfaces', times: 500, action: 'html-502' });
    const text = await until(async () => {
      const { content } = await asked('audit ports of web-01');
      const said = textsOf(content.card).join('\n');
      return /could not be read|takes longer/.test(said) && said;
    }, 60);
    world.azure.faults.clear();
    assert.match(text, /Helpful-Colleague/);
    assert.doesNotMatch(text, /<html|RestError|Bad Gateway/i);
    await looks(2);
    assert.equal(news().length, 2);
  });

  it('tells of a machine that lost its Deny only when JIT had its time', async () => {
    const deny = world.azure.nsg('nsg-web-02').find(({ name }) => /JITRule_/.test(name));
    world.azure.wipeRule('nsg-web-02', deny?.name ?? '');
    await looks(2);
    assert.ok(
      textsOf((await asked('audit ports of web-02')).content.card).includes('JIT’s Deny rule is missing'),
    );
    assert.equal(about('is in none of its NSGs').length, 0);
  });
});
