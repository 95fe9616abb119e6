// Turns over real HTTP, through the real adapter: what the bot answers to what people write and click.
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '../../src/access/fault.ts';
import { noLinks } from '../../src/access/links-port.ts';
import { welcoming } from '../../src/bot/welcome.ts';
import { createPresenter } from '../../src/present.ts';
import type { Turn } from '../../src/teams/adapter.ts';
import { remembering } from '../../src/teams/conversations.ts';
import { createNotifier } from '../../src/teams/notifier.ts';
import { azureModel, type Happening } from '../support/azure-model.ts';
import { quietLog } from '../support/chat-model.ts';
import { sendToBot } from '../support/fake-teams.ts';
import { knownMachines } from '../support/known-machines.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, bot, grace, groupChat, personalChat, tenantId, thread } from '../support/people.ts';
import { web01 } from '../support/requests.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { turnOn, wiredOn } from '../support/wired.ts';

const presenter = createPresenter(noLinks);

describe('a turn', () => {
  const books = newBooks();
  let loaded = true;
  let databaseDown = false;
  /** What the next calls to Azure come to. */
  const happenings: Happening[] = [];
  let running: RunningBot;

  before(async () => {
    const stored = memoryLedger(books, 'p0', Date.now);
    const ledger: typeof stored = {
      ...stored,
      create: async (...args) => {
        if (databaseDown) throw new Fault('unavailable', 'ECONNREFUSED 10.0.0.5:5432');
        return stored.create(...args);
      },
      currentOf: async (...args) => {
        if (databaseDown) throw new Error('relation "secret" does not exist');
        return stored.currentOf(...args);
      },
    };
    const machines = knownMachines([web01]);
    const azure = azureModel(Date.now, happenings);
    const book = {
      remember: ledger.rememberConversation,
      recall: ledger.recallConversation,
      rememberPersonalChat: ledger.rememberPersonalChat,
    };
    let turn: Turn | undefined;
    running = await runBot(async (context) => turn?.(context));
    running.adapter.use(welcoming(book, (seconds) => wait(seconds * 1000)));
    running.adapter.use(remembering(book, quietLog));
    const inventory = {
      ...machines,
      get loaded() {
        return loaded;
      },
    };
    const notifier = createNotifier(running.adapter, '', book);
    const newId = () => `req-${books.rows.size + 1}`;
    const parts = { ledger, azure, notifier, now: Date.now, presenter, inventory, newId };
    // test/bot/life.test.ts is about lives of which something comes.
    turn = turnOn(wiredOn(parts), { admins: [grace.id] });
  });
  after(() => running.stop());
  afterEach(() => {
    loaded = true;
    databaseDown = false;
  });

  let messages = 0;
  /** What the bot posted in answer to a sentence: texts, and `card` for a card. */
  async function answers(text: string, more: object = {}): Promise<readonly string[]> {
    const before = running.teams.sent.length;
    messages += 1;
    await running.teams.say(running.url, { text, id: `said-${messages}`, ...more });
    return running.teams.sent
      .slice(before)
      .map(({ activity }) => (activity.attachments === undefined ? String(activity.text) : 'card'));
  }

  const install = (conversationId: string, id: string) =>
    sendToBot(running.url, {
      type: 'installationUpdate',
      action: 'add',
      id,
      channelId: 'msteams',
      serviceUrl: running.teams.url,
      from: { id: ada.teamsId, name: ada.name, aadObjectId: ada.id },
      recipient: bot,
      conversation: { id: conversationId, conversationType: 'personal', tenantId },
    });

  it('greets once where it is installed, however often it is told', async () => {
    for (const id of ['i1', 'i2', 'i3']) await install('a:fresh', id);
    assert.equal(running.teams.sent.filter(({ conversationId }) => conversationId === 'a:fresh').length, 1);
  });

  const table: readonly [sentence: string, says: RegExp][] = [
    ['help', /rdp to web-01 for 1h/],
    [
      'abracadabra sesame',
      /did not understand “abracadabra”, “sesame”.*`rdp to web-01 for 1h` or `ssh db-2/s,
    ],
    ['my access', /You have no access/],
    ['cancel', /no form or waiting request to cancel/],
    ['use this channel for on-call', /Only an admin/],
    ['history web-01', /Only an admin/],
    ['why', /`why rdp web-01 for 1h from/],
    ['allow bob', /Nothing was allowed/],
    ['allow bob rdp web-01 for 1h', /know nobody called “bob”/],
    ['break glass', /Nothing was opened/],
    ['history', /`history web-01`/],
    ['done', /nothing open, so nothing was ended/],
    ['extend 30m', /nothing open, so nothing was extended/],
    ['who has access', /Only an admin/],
    ['who has access to web-01', /Nobody has access to web-01/],
    ['status', /`status web-01`/],
    ['status wbe-01', /no machine called “wbe-01” \(is it web-01\?\)/],
    ['status rg-other/web-01', /no machine called/],
    ['status web-01 from office', /“office” is not an IPv4 address/],
  ];
  for (const [sentence, says] of table)
    it(`answers “${sentence}” in words`, async () => {
      const [answer = ''] = await answers(sentence);
      assert.match(answer, says);
    });

  describe('asked for a status', () => {
    const card = () => JSON.stringify(running.teams.sent.at(-1)?.activity.attachments);

    it('answers anybody with a card, in the turn', async () => {
      assert.deepEqual(await answers('is web-01 open?', { from: grace }), ['card']);
      assert.match(card(), /Shut to the world/);
      assert.match(card(), /Nobody has access through JIT/);
      assert.match(card(), /I do not know your address/);
    });

    it('answers for the address that the reader confirmed', async () => {
      books.addresses.set(ada.id, { address: '198.51.100.9', at: 1 });
      await answers('status rg-web/web-01');
      books.addresses.delete(ada.id);
      assert.match(
        card(),
        /For you \(198\.51\.100\.9, the address you confirmed last\): shut out by DenyAllInBound/,
      );
    });

    it('tells nobody else which address that is', async () => {
      books.addresses.set(ada.id, { address: '198.51.100.9', at: 1 });
      await answers('status rg-web/web-01', { in: groupChat, mentioningBot: true });
      books.addresses.delete(ada.id);
      assert.match(card(), /I do not know your address/);
      assert.doesNotMatch(card(), /198\.51\.100\.9/);
    });

    it('says so, and asks nothing of anybody, when Azure cannot be read', async () => {
      happenings.push('unavailable');
      assert.deepEqual(await answers('status web-01'), [
        'I cannot say what is open on web-01: Azure is away. Ask again in a minute.',
      ]);
      happenings.length = 0;
    });

    it('shows what it knows when only Azure’s list cannot be read', async () => {
      happenings.push('ok', 'unavailable');
      assert.deepEqual(await answers('status web-01'), ['card']);
      assert.match(card(), /list could not be read.*Azure is away/);
    });

    it('says nothing of a machine before it knows them', async () => {
      loaded = false;
      assert.match((await answers('status web-01'))[0] ?? '', /still reading the list of machines/);
    });
  });

  it('answers a request with a card, and names the words it did not understand', async () => {
    assert.deepEqual(await answers('rdp to web-01 for 1h pronto'), [
      'card',
      'I did not understand “pronto”. Check the form before you send it.',
    ]);
  });

  it('hears in a channel thread, and answers there', async () => {
    const place = thread('ops', '1700');
    assert.deepEqual(await answers('ssh db-2', { in: place, mentioningBot: true }), ['card']);
    assert.equal(running.teams.sent.at(-1)?.conversationId, place.id);
  });

  it('takes the whole channel, not the thread, for on-call notices', async () => {
    const [answer = ''] = await answers('use this channel for on-call', {
      in: thread('ops', '1700'),
      from: grace,
      mentioningBot: true,
    });
    assert.match(answer, /come to this channel/);
    assert.equal(books.channels.get('on-call')?.conversationId, '19:ops@thread.tacv2');
    assert.notEqual(books.conversations.get('19:ops@thread.tacv2'), undefined);
    const admin = { from: grace, mentioningBot: true };
    const [elsewhere = ''] = await answers('stop using this channel for on-call', {
      ...admin,
      in: groupChat,
    });
    assert.match(elsewhere, /Nothing changed.*`forget the on-call channel`/);
    await answers('stop using this channel for on-call', { ...admin, in: thread('ops', '1701') });
    assert.equal(books.channels.get('on-call'), undefined);
  });

  it('forgets a channel that is named, from anywhere', async () => {
    const admin = { from: grace, mentioningBot: true };
    await answers('use this channel for approvals of dbs', { ...admin, in: thread('ops', '1702') });
    assert.equal(books.channels.get('approvals/dbs')?.conversationId, '19:ops@thread.tacv2');
    await answers('forget the approvals channel of dbs', { from: grace });
    assert.equal(books.channels.get('approvals/dbs'), undefined);
  });

  it('takes no group chat for approvals', async () => {
    const [answer = ''] = await answers('use this channel for approvals', {
      in: groupChat,
      from: grace,
      mentioningBot: true,
    });
    assert.match(answer, /need a channel of a team/);
  });

  it('does not take a personal chat for on-call notices', async () => {
    const [answer = ''] = await answers('use this channel for on-call', { from: grace });
    assert.match(answer, /personal chat cannot/);
  });

  it('acts for nobody whom the directory does not know', async () => {
    const nobody = { ...ada, id: '' };
    const [answer = ''] = await answers('rdp to web-01 for 1h', { from: nobody, in: personalChat(ada) });
    assert.match(answer, /did not say who you are/);
  });

  it('says nothing of machines before it knows them', async () => {
    loaded = false;
    const [answer = ''] = await answers('rdp to web-01 for 1h');
    assert.match(answer, /still reading the list of machines/);
  });

  it('says that the database is away, in its own words, and claims nothing', async () => {
    databaseDown = true;
    const [answer = ''] = await answers('rdp to web-01 for 1h');
    assert.match(answer, /cannot reach my database, so I do not know whether this was taken/);
    assert.doesNotMatch(answer, /ECONN|5432/);
  });

  it('lets no error text through, whatever broke', async () => {
    databaseDown = true;
    const [answer = ''] = await answers('my access');
    assert.match(answer, /Something broke on my side/);
    assert.doesNotMatch(answer, /relation|secret/);
  });

  describe('asked why', () => {
    const why: readonly [string, string, readonly RegExp[]][] = [
      ['which rule decides', 'why rdp web-01 for 1h from 203.0.113.7', [/web-01/, /everything/]],
      [
        'what JIT has against it',
        'why rdp web-01 for 8h from 203.0.113.7',
        [/would be refused/, /up to 3 h/],
      ],
      ['that it is too short', 'why rdp web-01 for 10s from 203.0.113.7', [/would be refused/, /too short/]],
      [
        'that the port is not offered',
        'why http web-01 for 1h from 203.0.113.7',
        [/Port 80/, /would be refused/],
      ],
      ['that there is no such machine', 'why rdp wbe-01', [/no machine called “wbe-01”/, /web-01/]],
      ['what it depends on without a source', 'why rdp web-01', [/Whatever the source/, /everything/]],
    ];
    for (const [what, sentence, says] of why)
      it(`says ${what}`, async () => {
        const [answer = ''] = await answers(sentence);
        for (const pattern of says) assert.match(answer, pattern);
        assert.ok(
          !/would be refused/.test(answer) || says.some(({ source }) => source === 'would be refused'),
        );
      });
  });

  const odd: readonly [string, object, RegExp][] = [
    ['a verb nobody offered', { verb: 'open', data: { request: 'req-1' } }, /not one of mine/],
    ['no request', { verb: 'request', data: {} }, /not one of mine/],
    [
      'a request that does not exist',
      { verb: 'cancel', data: { request: 'req-none' } },
      /know nothing of this card/,
    ],
    [
      'data of the wrong kind',
      { verb: 'request', data: { request: 'req-1', port: { $ne: 1 } } },
      /not one of mine/,
    ],
  ];
  for (const [what, click, says] of odd)
    it(`answers a click with ${what} with a sentence`, async () => {
      const answer = await running.teams.click(running.url, { messageId: 'm1', verb: 'x', ...click });
      assert.equal(answer.status, 200);
      assert.match(JSON.stringify(answer.body), says);
    });
});
