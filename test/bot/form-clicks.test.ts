// Clicks on the form and on what has ended, over real HTTP, through the real adapter: who gets which card.
import assert from 'node:assert/strict';
import type { Links } from '../../src/access/links-port.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import { createPresenter } from '../../src/present.ts';
import type { Turn } from '../../src/teams/adapter.ts';
import { remembering } from '../../src/teams/conversations.ts';
import { createNotifier } from '../../src/teams/notifier.ts';
import { nodesOf, ofType } from '../cards/card-reading.ts';
import { azureModel, type Happening } from '../support/azure-model.ts';
import { quietLog } from '../support/chat-model.ts';
import { everything, knowledgeOn, policyOf } from '../support/hearings.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace, groupChat, type Place, personalChat } from '../support/people.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { turnOn, wiredOn } from '../support/wired.ts';

/** A link that shows which number it has. */
const links: Links = {
  address: ({ id, link }) => `https://jit.example/address/${id}/${link.number}`,
  rdpFile: () => undefined,
};
const pace = { ...defaultPace, answer: 0 };

describe('clicks on the form', () => {
  const books = newBooks();
  const happenings: Happening[] = [];
  let clock = Date.UTC(2026, 10, 23, 12);
  let running: RunningBot;
  let idle: () => Promise<void>;

  before(async () => {
    const now = () => clock;
    const ledger = memoryLedger(books, 'p0', now);
    const azure = azureModel(now, happenings);
    const book = {
      remember: ledger.rememberConversation,
      recall: ledger.recallConversation,
      rememberPersonalChat: ledger.rememberPersonalChat,
    };
    let turn: Turn | undefined;
    running = await runBot(async (context) => turn?.(context));
    running.adapter.use(remembering(book, quietLog));
    const policy = policyOf(everything);
    const networks = [{ name: 'office', prefixes: ['198.51.100.0/24'] }];
    const knowledge = knowledgeOn(ledger, now, {
      policy: () => (policy.kind === 'none' ? policy : { ...policy, policy: { ...policy.policy, networks } }),
    });
    const wired = wiredOn({
      ledger,
      azure,
      notifier: createNotifier(running.adapter, '', book),
      now,
      pace,
      presenter: createPresenter(links),
      knowledge,
      newId: () => `req-${books.rows.size + 1}`,
    });
    idle = wired.settle.idle;
    turn = turnOn(wired);
  });
  after(() => running.stop());

  let said = 0;
  /** Somebody writes a sentence; the card that was posted for it, and its request. */
  async function form(place: Place, text = 'rdp to web-01 for 1h') {
    said += 1;
    const inGroup = place === groupChat;
    await running.teams.say(running.url, { text, id: `said-${said}`, in: place, mentioningBot: inGroup });
    const posted = running.teams.sent.at(-1) ?? assert.fail('nothing was posted');
    return { card: posted.activity, messageId: posted.id, id: `req-${books.rows.size}` };
  }
  const press = (
    { messageId, id }: { readonly messageId: string; readonly id: string },
    verb: string,
    more: {
      readonly from?: typeof ada;
      readonly in?: Place;
      readonly click?: string;
      readonly inputs?: object;
    } = {},
  ) => {
    const { from = ada, in: place = groupChat, click = `click-${messageId}`, inputs = {} } = more;
    const data = { request: id, ...inputs };
    return running.teams.click(running.url, { id: click, messageId, verb, data, from, in: place });
  };
  const ways = (card: unknown) =>
    nodesOf(card).flatMap(({ type, title, verb, url }) =>
      title === 'Use my address' || title === 'Open the address page' ? [[type, verb ?? url]] : [],
    );
  const typed = { port: '5985', source: '', time: '20 min', reason: 'INC-7 disk' };
  const fieldsOf = (card: unknown) =>
    Object.fromEntries(
      [...ofType(card, 'Input.ChoiceSet'), ...ofType(card, 'Input.Text')].map(({ id, value }) => [id, value]),
    );

  it('answers a status from a network of the access policy, by its prefix', async () => {
    const { card } = await form(personalChat(ada), 'status web-01 from Office');
    assert.match(JSON.stringify(card), /198\.51\.100\.0\/24/);
  });

  it('finds the link itself on the card of a personal chat', async () => {
    const { card, id } = await form(personalChat(ada));
    assert.deepEqual(ways(card), [['Action.OpenUrl', `https://jit.example/address/${id}/1`]]);
  });

  it('gives the link in a group to the requester alone, on a card that has what they typed', async () => {
    const posted = await form(groupChat);
    assert.deepEqual(ways(posted.card), [['Action.Execute', 'my-address']]);
    const updates = running.teams.updates.length;

    const answer = await press(posted, 'my-address', { inputs: typed });
    await idle();

    assert.deepEqual(
      [ways(answer.body), fieldsOf(answer.body)],
      [[['Action.OpenUrl', `https://jit.example/address/${posted.id}/1`]], typed],
    );
    // An update would take the place of the answer that only the requester sees.
    assert.equal(running.teams.updates.length, updates);
  });

  it('gives nobody else the link', async () => {
    const posted = await form(groupChat);
    const answer = await press(posted, 'my-address', { from: grace, inputs: typed });
    assert.match(JSON.stringify(answer.body), /Only Ada Engineer can send this request/);
    assert.equal(JSON.stringify(answer.body).includes('jit.example'), false);
    assert.equal(books.audit.at(-1)?.kind, 'click-refused');
  });

  it('gives a link that works where the first has expired', async () => {
    const posted = await form(groupChat);
    clock += 3600_000;
    const answer = await press(posted, 'my-address', { inputs: typed });
    assert.deepEqual(ways(answer.body), [['Action.OpenUrl', `https://jit.example/address/${posted.id}/2`]]);
    const stored = books.rows.get(posted.id)?.request;
    assert.equal(stored?.state === 'draft' && stored.link.number, 2);
  });

  it('sends a network by its name', async () => {
    const posted = await form(groupChat, 'rdp to web-01 for 1h from Office');
    assert.equal(fieldsOf(posted.card).source, '198.51.100.0/24');
    assert.match(JSON.stringify(posted.card), /198\.51\.100\.0\/24 is “office” in the access policy/);
  });

  it('explains what a network by its name would get', async () => {
    const place = personalChat(ada);
    await running.teams.say(running.url, {
      text: 'why rdp web-01 for 1h from OFFICE',
      id: 'why-1',
      in: place,
    });
    assert.match(String(running.teams.sent.at(-1)?.activity.text), /198\.51\.100\.0\/24/);
    await running.teams.say(running.url, {
      text: 'why rdp web-01 for 1h from hotel',
      id: 'why-2',
      in: place,
    });
    assert.match(String(running.teams.sent.at(-1)?.activity.text), /nor a network.*name office/);
  });

  describe('on what has failed', () => {
    async function failure() {
      const posted = await form(groupChat, 'rdp to web-01 for 1h from 203.0.113.7 because disk full');
      happenings.push('rejected');
      const inputs = { port: '3389', source: '203.0.113.7', time: '1 h', reason: 'disk full' };
      await press(posted, 'request', { inputs });
      await idle();
      assert.equal(books.rows.get(posted.id)?.request.state, 'failed');
      return posted;
    }

    it('ask again by a card of its own, once for each click', async () => {
      const posted = await failure();
      const before = books.rows.size;
      const answers = [];
      for (const click of ['again-1', 'again-1']) answers.push(await press(posted, 'again', { click }));
      await idle();
      for (const { body } of answers) assert.match(JSON.stringify(body), /A new card comes below/);
      const card = running.teams.sent.at(-1)?.activity;
      assert.deepEqual(
        [books.rows.size - before, fieldsOf(card)],
        [1, { port: '3389', source: '203.0.113.7', time: '1 h', reason: 'disk full' }],
      );
    });

    it('are not for others', async () => {
      const posted = await failure();
      const before = books.rows.size;
      const answer = await press(posted, 'again', { from: grace });
      assert.match(JSON.stringify(answer.body), /Only Ada Engineer can ask for this again/);
      assert.equal(books.rows.size, before);
    });
  });
});
