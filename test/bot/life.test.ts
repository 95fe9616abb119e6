// What somebody has, and what they do with it: turns over real HTTP against books with grants in them, and a scripted Life.
import assert from 'node:assert/strict';
import type { Actor, DoneAnswer, ExtendAnswer } from '../../src/access/life.ts';
import { noLinks } from '../../src/access/links-port.ts';
import type { AccessRequest, Open } from '../../src/domain/access-request.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';
import { createPresenter } from '../../src/present.ts';
import { ofType, textsOf } from '../cards/card-reading.ts';
import { azureModel } from '../support/azure-model.ts';
import { chatModel } from '../support/chat-model.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace, oncall as mallory } from '../support/people.ts';
import { aClosing, aDraft, anOpen, anOpening, aPending, noon, web01 } from '../support/requests.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { turnOn, wiredOn } from '../support/wired.ts';

const at = noon + 600_000;
const now = () => at;
const twin = { ...web01, id: `${web01.id}-old`, resourceGroup: 'rg-old' };
const db2 = { ...web01, id: `${web01.id}-db`, name: 'db-2' };
const pair = { ...web01, id: `${web01.id}-pair`, name: 'twin' };
const pairOld = { ...twin, id: `${web01.id}-pair-old`, name: 'twin' };
const machines = indexMachines([web01, db2, pair, pairOld]);

/** A request of the books: Ada's unless told otherwise. */
function put<R extends AccessRequest>(request: R, changes: Partial<Open> = {}): R {
  return {
    ...request,
    id: 'g1',
    requester: { id: ada.id, name: ada.name },
    card: { messageId: 'card-g1' },
    ...changes,
  };
}
const onMachine = ({ jitPorts: _, ...machine }: typeof web01, port = 3389) => ({
  terms: { ...anOpen().terms, machine, port },
});

describe('turns about what somebody has', () => {
  const books = newBooks();
  const calls: unknown[] = [];
  let doneAnswer: (request: AccessRequest) => DoneAnswer;
  let extendAnswer: (request: AccessRequest) => ExtendAnswer;
  let extensions: readonly number[];
  let loaded: boolean;
  let revoke: boolean;
  let running: RunningBot;

  const stored = (id: string): AccessRequest => {
    const request = books.rows.get(id)?.request;
    if (request === undefined) throw new Error(`${id} is not in the books`);
    return request;
  };
  const life = {
    async done({ person, admin }: Actor, id: string): Promise<DoneAnswer> {
      calls.push(['done', person.id, admin, id]);
      return books.rows.has(id) ? doneAnswer(stored(id)) : { kind: 'no-such-request' };
    },
    async extend(person: Actor['person'], id: string, seconds: number): Promise<ExtendAnswer> {
      calls.push(['extend', person.id, id, seconds]);
      return books.rows.has(id) ? extendAnswer(stored(id)) : { kind: 'no-such-request' };
    },
    extensionsFor: async () => extensions,
  };

  before(async () => {
    const ledger = memoryLedger(books, 'p0', now);
    const inventory = {
      ...machines,
      get loaded() {
        return loaded;
      },
    };
    const wired = wiredOn({
      ledger,
      azure: azureModel(now),
      notifier: chatModel(),
      now,
      settle: { settle: async () => {}, settleHeld: async () => {}, idle: async () => {} },
      inventory,
      presenter: createPresenter(noLinks),
      newId: () => 'new',
    });
    const turn = {
      life,
      admins: [grace.id],
      get revoke() {
        return revoke;
      },
    };
    running = await runBot((context) => turnOn(wired, turn)(context));
  });
  after(() => running.stop());
  beforeEach(() => {
    books.rows.clear();
    books.audit.length = 0;
    calls.length = 0;
    doneAnswer = (request) => ({ kind: 'moved', request });
    extendAnswer = (request) => ({ kind: 'extending', request, extension: request });
    extensions = [900, 1800];
    loaded = true;
    revoke = true;
  });

  async function given(...requests: readonly AccessRequest[]): Promise<void> {
    const ledger = memoryLedger(books, 'p0', now);
    for (const request of requests)
      await ledger.create({ ...request, origin: { conversationId: 'c', activityId: request.id } }, [], at);
  }

  interface Answer {
    readonly text?: unknown;
    readonly summary?: unknown;
    readonly card?: unknown;
  }

  /** What the bot posted in answer to a sentence. */
  async function say(text: string, from = ada): Promise<Answer> {
    const before = running.teams.sent.length;
    await running.teams.say(running.url, { text, from });
    const [posted, ...others] = running.teams.sent.slice(before);
    assert.deepEqual(others, []);
    const { attachments, text: said, summary } = posted?.activity ?? {};
    const [attachment] = Array.isArray(attachments) ? attachments : [];
    return { text: said, summary, card: attachment?.content };
  }

  /** The card that a click is answered with, or the sentence. */
  async function click(verb: string, data: object, messageId = 'another', from = ada): Promise<unknown> {
    const { status, body } = await running.teams.click(running.url, {
      verb,
      data: { ...data },
      messageId,
      from,
    });
    assert.equal(status, 200);
    return Reflect.get(Object(body), 'value');
  }

  const buttons = ({ card }: Answer) =>
    ofType(card, 'Action.Execute').map(
      ({ title, data }) => `${title} ${Object.values(Object(data)).join(' ')}`,
    );

  describe('my access', () => {
    it('is a card with what can be done now, and a line for clients without cards', async () => {
      await given(
        put(anOpen()),
        put(aPending(), { id: 'g2' }),
        put(aDraft(), { id: 'g3' }),
        put(anOpening(), { id: 'g4' }),
      );
      const answer = await say('my access');
      assert.equal(answer.text, undefined);
      assert.match(String(answer.summary), /^Your access: .*Ready: web-01 port 3389 \(RDP\), ends at 14:00/);
      assert.deepEqual(buttons(answer), [
        "I'm done g1",
        'Extend by 15 min g1 15 min',
        'Extend by 30 min g1 30 min',
        'Withdraw g2',
        'Cancel g3',
      ]);
    });

    it('says in words that there is nothing', async () => {
      assert.match(String((await say('my access')).text), /You have no access and no open requests/);
    });
  });

  describe('done', () => {
    it('ends the one grant that is open, and says so', async () => {
      await given(put(anOpen()), put(aPending(), { id: 'g2' }));
      const { text } = await say('I’m done');
      assert.equal(
        text,
        'You said you are done with web-01 port 3389 (RDP). Its card says what became of it.',
      );
      assert.deepEqual(calls, [['done', ada.id, false, 'g1']]);
    });

    for (const [sentence, ended] of [
      ['done with db-2', 'g2'],
      ['done with WEB-01', 'g1'],
      ['done with ssh', 'g3'],
      ['close rdp on web-01', 'g1'],
    ] as const)
      it(`takes “${sentence}” for that one of several`, async () => {
        const ssh = sentence.endsWith('WEB-01') ? [] : [put(anOpen(), { id: 'g3', ...onMachine(web01, 22) })];
        await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }), ...ssh);
        await say(sentence);
        assert.deepEqual(calls, [['done', ada.id, false, ended]]);
      });

    it('ends nothing where several fit, and lets them choose', async () => {
      await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }));
      const answer = await say('done');
      assert.deepEqual(calls, []);
      assert.deepEqual(buttons(answer).toSorted(), ["I'm done g1", "I'm done g2"]);
    });

    it('never ends what somebody else has, also for an admin', async () => {
      await given(put(anOpen()));
      const { text } = await say('done with web-01', grace);
      assert.equal(text, 'You have nothing open on “web-01”, so nothing was ended.');
      assert.deepEqual(calls, []);
    });

    it('ends nothing else where nothing fits, and says what is open', async () => {
      await given(put(anOpen()));
      const { text } = await say('done with db-2');
      assert.match(String(text), /nothing open on “db-2”.*web-01 port 3389 \(RDP\) is open until/);
      assert.deepEqual(calls, []);
    });

    it('tells of one that is not open yet', async () => {
      await given(put(anOpening()));
      assert.match(String((await say('done')).text), /web-01 port 3389 \(RDP\) is not open yet/);
    });

    it('does not do twice what was said before', async () => {
      await given(put(anOpen(), { done: { at, by: ada, kept: { why: 'not-set' } } }));
      assert.match(
        String((await say('done')).text),
        /Ada Engineer said at .* that they are done with web-01/,
      );
      assert.deepEqual(calls, []);
    });

    it('is pointed to by cancel, which ends nothing that runs', async () => {
      await given(put(anOpen()));
      assert.match(String((await say('cancel')).text), /stays open until .*write `done`/);
      assert.deepEqual(calls, []);
    });
  });

  describe('extend', () => {
    it('asks for more time for the one grant that is open', async () => {
      await given(put(anOpen()));
      const { text } = await say('30 more minutes');
      assert.equal(
        text,
        'You asked for 30 min more of web-01 port 3389 (RDP); the new card says what became of it.',
      );
      assert.deepEqual(calls, [['extend', ada.id, 'g1', 1800]]);
    });

    it('offers times where none is said', async () => {
      await given(put(anOpen()));
      const answer = await say('extend web-01');
      assert.deepEqual(buttons(answer), [
        "I'm done g1",
        'Extend by 15 min g1 15 min',
        'Extend by 30 min g1 30 min',
      ]);
      assert.deepEqual(calls, []);
    });

    it('lets them choose among several, with the time they said', async () => {
      await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }));
      const answer = await say('extend 45m');
      const extending = buttons(answer).filter((title) => title.startsWith('Extend'));
      assert.deepEqual(extending.toSorted(), ['Extend by 45 min g1 45 min', 'Extend by 45 min g2 45 min']);
      await click('extend', { request: 'g2', by: '45 min' });
      assert.deepEqual(calls, [['extend', ada.id, 'g2', 2700]]);
    });

    it('says why not', async () => {
      await given(put(anOpen()));
      extendAnswer = (request) => ({
        kind: 'refused',
        request,
        refusals: [{ code: 'too-long', maximumSeconds: 7200 }],
      });
      assert.match(String((await say('extend 3h')).text), /was not extended\. That is too long.*up to 2 h/);
    });

    for (const [sentence, says] of [
      ['extend by 10s', /too short.*1 min or more/],
      ['extend by 2 days', /too long.*24 h/],
      ['extend db-2 by 1h', /nothing open on “db-2”/],
    ] as const)
      it(`extends nothing by “${sentence}”`, async () => {
        await given(put(anOpen()));
        assert.match(String((await say(sentence)).text), says);
        assert.deepEqual(calls, []);
      });
  });

  describe('a click on the grant’s own card', () => {
    it('is answered with that card as it is now', async () => {
      await given(put(anOpen()));
      doneAnswer = (request) => ({
        kind: 'moved',
        request: { ...(request as Open), done: { at, by: ada, kept: { why: 'not-set' } } },
      });
      const texts = textsOf(await click('done', { request: 'g1' }, 'card-g1'));
      assert.equal(texts[0], 'Done, but still open');
      assert.deepEqual(calls, [['done', ada.id, false, 'g1']]);
    });

    it('shows what is true where it came too late', async () => {
      await given(put(aClosing()));
      doneAnswer = (request) => ({ kind: 'dead', request });
      assert.equal(textsOf(await click('done', { request: 'g1' }, 'card-g1'))[0], 'Ended');
    });

    it('shows the card after extending, too', async () => {
      await given(put(anOpen()));
      assert.equal(textsOf(await click('extend', { request: 'g1', by: '15 min' }, 'card-g1'))[0], 'Ready');
      assert.deepEqual(calls, [['extend', ada.id, 'g1', 900]]);
    });

    it('is answered in words for somebody else', async () => {
      await given(put(anOpen()));
      doneAnswer = (request) => ({ kind: 'not-yours', request });
      const said = await click('done', { request: 'g1' }, 'card-g1', mallory);
      assert.equal(said, 'Only Ada Engineer or an admin can end this; nothing changed.');
      assert.deepEqual(calls, [['done', mallory.id, false, 'g1']]);
    });
  });

  describe('a click on another card', () => {
    const answers: readonly [string, () => void, string, object, RegExp][] = [
      ['done', () => {}, 'done', {}, /^You said you are done with web-01 port 3389 \(RDP\)\. Its card says/],
      [
        'done too late',
        () => {
          doneAnswer = () => ({ kind: 'dead', request: put(aClosing()) });
        },
        'done',
        {},
        /^web-01 port 3389 \(RDP\) ended at .*; nothing changed\. Ask again/,
      ],
      ['extend', () => {}, 'extend', { by: '30 min' }, /^You asked for 30 min more of web-01/],
      [
        'extend again',
        () => {
          extendAnswer = (request) => ({ kind: 'already', request, extension: request });
        },
        'extend',
        { by: '30 min' },
        /was asked for already; its new card says/,
      ],
      [
        'extend too late',
        () => {
          extendAnswer = () => ({ kind: 'dead', request: put(aClosing()) });
        },
        'extend',
        { by: '30 min' },
        /^web-01 port 3389 \(RDP\) ended at .*Ask again/,
      ],
      [
        'extend somebody else’s',
        () => {
          extendAnswer = (request) => ({ kind: 'not-yours', request });
        },
        'extend',
        { by: '30 min' },
        /^Only Ada Engineer can extend this; nothing changed/,
      ],
    ];
    for (const [what, script, verb, data, says] of answers)
      it(`is answered in words: ${what}`, async () => {
        await given(put(anOpen()));
        script();
        assert.match(String(await click(verb, { request: 'g1', ...data })), says);
      });

    it('withdraws and drops in words, and leaves the list as it is', async () => {
      await given(put(aPending()), put(aDraft(), { id: 'g3' }));
      assert.match(
        String(await click('withdraw', { request: 'g1' })),
        /^You withdrew your request for web-01/,
      );
      assert.match(String(await click('withdraw', { request: 'g1' })), /answered before; nothing changed/);
      assert.match(String(await click('cancel', { request: 'g3' })), /^You dropped the form/);
      assert.deepEqual([stored('g1').state, stored('g3').state], ['withdrawn', 'withdrawn']);
    });

    for (const [by, says] of [
      ['', /Choose by how long/],
      ['soon', /“soon” is not a time I understand/],
      ['901', /“901” is not a time/],
      ['until 17:00', /is not a time/],
      ['1s', /too short/],
      ['25h', /too long/],
      ['9'.repeat(2000), /is not a time/],
    ] as const)
      it(`extends by no such time: ${by.slice(0, 20)}`, async () => {
        await given(put(anOpen()));
        assert.match(String(await click('extend', { request: 'g1', by })), says);
        assert.deepEqual(calls, []);
      });

    it('extends by a time as people write it', async () => {
      await given(put(anOpen()));
      await click('extend', { request: 'g1', by: '20 min' });
      assert.deepEqual(calls, [['extend', ada.id, 'g1', 1200]]);
    });

    it('knows nothing of what is not in the books', async () => {
      assert.match(String(await click('done', { request: 'none' })), /know nothing of this card/);
      assert.match(
        String(await click('extend', { request: 'none', by: '15 min' })),
        /know nothing of this card/,
      );
    });

    it('takes nothing but the request and the time from a button: who clicks is who was authenticated', async () => {
      await given(put(anOpen()));
      await click('done', { request: 'g1', admin: true, person: grace.id }, 'another', mallory);
      await click('extend', { request: 'g1', by: '15 min', person: ada.id }, 'another', mallory);
      assert.deepEqual(calls, [
        ['done', mallory.id, false, 'g1'],
        ['extend', mallory.id, 'g1', 900],
      ]);
    });

    it('lets an admin end what somebody else has, by its own button and by no other', async () => {
      await given(put(anOpen()));
      await click('done', { request: 'g1' }, 'another', grace);
      await click('end', { request: 'g1' }, 'another', mallory);
      const said = await click('end', { request: 'g1' }, 'another', grace);
      assert.match(String(said), /^You ended web-01 port 3389 \(RDP\) of Ada Engineer/);
      assert.deepEqual(calls, [
        ['done', grace.id, false, 'g1'],
        ['done', mallory.id, false, 'g1'],
        ['done', grace.id, true, 'g1'],
      ]);
    });
  });

  describe('who has access to a machine', () => {
    it('tells everybody who has it', async () => {
      await given(put(anOpen()), put(anOpen(), { id: 'g2', ...onMachine(db2) }));
      const answer = await say('who has access to web-01', mallory);
      const texts = textsOf(answer.card);
      assert.equal(texts[0], 'Who has access to web-01');
      assert.ok(texts.some((text) => text.startsWith('Ada Engineer (id ')));
      assert.deepEqual(buttons(answer), []);
      assert.equal(texts.filter((text) => text === 'db-2').length, 0);
    });

    it('offers to its requester what my access offers', async () => {
      await given(put(anOpen()));
      assert.deepEqual(buttons(await say('who is on web-01')), [
        "I'm done g1",
        'Extend by 15 min g1 15 min',
        'Extend by 30 min g1 30 min',
      ]);
    });

    for (const [allowed, offered] of [
      [true, ['End now g1']],
      [false, []],
    ] as const)
      it(`offers ${offered.length} buttons to an admin when revoke is ${allowed}`, async () => {
        revoke = allowed;
        await given(put(anOpen()));
        assert.deepEqual(buttons(await say('who has access to web-01', grace)), offered);
      });

    it('says when a closing is overdue', async () => {
      await given(put(aClosing(), { endsAt: at - 3600_000 }));
      const texts = textsOf((await say('who has access to web-01')).card);
      assert.deepEqual(texts.slice(0, 3), ['Who has access to web-01 (1 overdue)', 'web-01', 'Overdue']);
    });

    it('tells machines of one name apart', async () => {
      await given(put(anOpen(), onMachine(pairOld)));
      const texts = textsOf((await say('who has access to twin')).card);
      assert.equal(texts[0], 'Who has access to twin, of which there are 2');
      assert.ok(texts.includes('Production / rg-old'));
      assert.ok(texts.includes('Nobody has access to twin (Production / rg-web) through me.'));
    });

    for (const [sentence, says] of [
      ['who has access to web-01', /^Nobody has access to web-01 \(Production \/ rg-web\) through me/],
      ['who has access to wbe-01', /no machine called “wbe-01” \(is it web-01, /],
    ] as const)
      it(`answers “${sentence}” in words where there is nothing`, async () => {
        assert.match(String((await say(sentence)).text), says);
      });

    it('says nothing of machines before it knows them', async () => {
      loaded = false;
      assert.match(
        String((await say('who has access to web-01')).text),
        /still reading the list of machines/,
      );
    });
  });

  describe('who has access', () => {
    it('is for admins, and a refusal is written down', async () => {
      await given(put(anOpen()));
      const { text } = await say('who has access', mallory);
      assert.match(String(text), /^Only an admin can see who has access to all machines/);
      assert.deepEqual(
        books.audit.map(({ actor, kind, facts }) => ({ actor, kind, facts })),
        [{ actor: mallory.id, kind: 'who-refused', facts: {} }],
      );
    });

    it('lists what everybody has, overdue first', async () => {
      await given(
        put(aClosing(), { endsAt: at - 3600_000, askedAt: noon - 7200_000 }),
        put(anOpen(), { id: 'g2', ...onMachine(db2) }),
      );
      const answer = await say('who has access', grace);
      const texts = textsOf(answer.card);
      assert.deepEqual(texts.slice(0, 3), ['Who has access (1 overdue)', 'web-01', 'Overdue']);
      assert.ok(texts.includes('db-2'));
      assert.deepEqual(buttons(answer), ['End now g2']);
    });

    it('says that nobody has', async () => {
      assert.match(String((await say('who has access', grace)).text), /^Nobody has access to any machine/);
    });
  });

  it('explains how to write what it did not understand, and does nothing', async () => {
    await given(put(anOpen()));
    for (const [sentence, says] of [
      ['done with web-01 and db-2', /Nothing was ended/],
      ['extend 30', /Nothing was extended/],
      ['who can access web-01', /`why` tells who may/],
    ] as const)
      assert.match(String((await say(sentence)).text), says);
    assert.deepEqual(calls, []);
  });
});
