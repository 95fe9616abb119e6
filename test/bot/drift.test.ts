// `audit ports` and acknowledging, over real HTTP: for admins only, checked at each sentence and click.
import assert from 'node:assert/strict';
import type { Scope } from '../../src/access/drift/findings-book.ts';
import { Fault } from '../../src/access/fault.ts';
import { createTurn } from '../../src/bot/turn.ts';
import { ofType, textsOf } from '../cards/card-reading.ts';
import { azureModel } from '../support/azure-model.ts';
import { chatModel } from '../support/chat-model.ts';
import { aLeftoverEntry, aNetworkFinding, anOpenFinding } from '../support/findings.ts';
import { knownMachines } from '../support/known-machines.ts';
import { memoryFindings, newFindings } from '../support/memory-findings.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace, groupChat, type Place } from '../support/people.ts';
import { noon, web01 } from '../support/requests.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { wiredOn } from '../support/wired.ts';

const at = noon + 600_000;
const now = () => at;
const { subscription } = web01;
const scope: Scope = { kind: 'subscription', subscription };
const life = { done: never, extend: never, extensionsFor: async () => [] };
async function never(): Promise<never> {
  throw new Error('nobody asked for that');
}

describe('an admin and the findings', () => {
  let kept = newFindings();
  const books = newBooks();
  let running: RunningBot;
  let isAdmin: boolean | undefined;
  /** What a look finds; `late`: it does not end while anybody waits. */
  let look: () => Promise<void>;
  let looked: readonly string[];
  let url: string | undefined;

  before(async () => {
    running = await runBot((context) => {
      const findings = memoryFindings(kept);
      const wired = wiredOn({
        ledger: memoryLedger(books, 'p0', now),
        azure: azureModel(now),
        notifier: chatModel(),
        now,
        findings,
        driftWatch: {
          async look(subscriptions) {
            looked = subscriptions.map(({ name }) => name);
            await look();
            return { told: Promise.resolve() };
          },
        },
        inventory: { ...knownMachines([web01]), loaded: true },
        newId: () => 'new',
      });
      const parts = {
        ...wired,
        life,
        revoke: false,
        csvLink: () => url,
        // Who waits in vain has waited long enough.
        pause: () => new Promise((resolve) => setImmediate(() => setImmediate(resolve))),
        admins: { isAdmin: async (id: string) => (id === grace.id ? isAdmin : false) },
      };
      return createTurn(parts)(context);
    });
  });
  after(() => running.stop());
  beforeEach(async () => {
    kept = newFindings();
    books.audit.length = 0;
    isAdmin = true;
    look = async () => {
      await memoryFindings(kept).record(scope, [aNetworkFinding(), anOpenFinding(), aLeftoverEntry()], at);
    };
    looked = [];
    url = 'https://jit.example.com/findings/token';
  });

  async function say(text: string, from = grace, place?: Place) {
    const before = running.teams.sent.length;
    const where = place === undefined ? {} : { in: place, mentioningBot: true };
    await running.teams.say(running.url, { text, from, ...where });
    const { attachments, text: said } = running.teams.sent.slice(before)[0]?.activity ?? {};
    const [attachment] = Array.isArray(attachments) ? attachments : [];
    return {
      text: String(said).replaceAll('\u200d', ''),
      card: attachment?.content,
      texts: textsOf(attachment?.content),
    };
  }
  async function click(verb: string, data: Readonly<Record<string, string>>, from = grace): Promise<string> {
    const { body } = await running.teams.click(running.url, { verb, data, messageId: 'm', from });
    const value: unknown = Reflect.get(Object(body), 'value');
    return (typeof value === 'string' ? value : String(Reflect.get(Object(value), 'message'))).replaceAll(
      '\u200d',
      '',
    );
  }

  describe('audit ports', () => {
    it('looks now, and shows everything with its number, the worst first', async () => {
      const { texts, card } = await say('audit ports');
      assert.deepEqual(looked, ['Production']);
      assert.equal(texts[0], 'What is open beside JIT');
      assert.equal(texts[1], '3 findings: 1 × open to the world, 1 × open to a network, 1 × left over.');
      const names = texts.filter((text) => /^(web-01 port|old-01)/.test(text));
      assert.deepEqual(names, ['web-01 port 3389 (RDP)', 'web-01 port 3389 (RDP)', 'old-01']);
      assert.ok(texts.includes('Lets in the whole internet, by rule rdp (priority 300 in nsg-web).'));
      assert.deepEqual(
        ofType(card, 'Action.OpenUrl').map((action) => action.url),
        [url],
      );
    });

    it('shows what a machine, a subscription or a pattern has', async () => {
      assert.equal(
        (await say('audit ports of web-*')).texts.filter((text) => text.startsWith('web-01')).length,
        2,
      );
      assert.equal((await say('audit ports of old-01')).texts.filter((text) => text === 'old-01').length, 1);
      assert.match((await say('audit ports of Production')).texts[1] ?? '', /^3 findings/);
      assert.match(
        (await say('audit ports of wbe-01')).text,
        /no machine and no subscription called “wbe-01”.* Is it web-01\?/,
      );
    });

    it('says so where nothing is found', async () => {
      look = async () => void (await memoryFindings(kept).record(scope, [], at));
      assert.deepEqual((await say('audit ports')).texts, ['What is open beside JIT', 'I found nothing.']);
    });

    it('answers from the books, and from when, where Azure cannot be read', async () => {
      await memoryFindings(kept).record(scope, [anOpenFinding()], noon);
      look = () => memoryFindings(kept).unread(subscription, at, 'Azure is away.');
      const { texts } = await say('audit ports');
      assert.match(texts[1] ?? '', /^1 finding:/);
      assert.match(
        texts[2] ?? '',
        /^Production could not be read, and this is as of 13:00 \(Europe\/Amsterdam\): Azure is away\.$/,
      );
    });

    it('answers from the books where it takes too long', async () => {
      await memoryFindings(kept).record(scope, [anOpenFinding()], noon);
      look = () => new Promise(() => {});
      assert.match(
        (await say('audit ports')).texts[2] ?? '',
        /^Production takes longer to read than I can wait here; this is as of 13:00/,
      );
    });

    it('does not say that nothing is open where it was never read', async () => {
      look = () => memoryFindings(kept).unread(subscription, at, 'Azure is away.');
      const { texts } = await say('audit ports');
      assert.deepEqual(texts[1], 'Nothing that I know of, and not everything could be looked at just now.');
      assert.match(texts[2] ?? '', /it was never read: Azure is away\./);
    });

    it('gives the CSV to the reader alone, and says where it is otherwise', async () => {
      const inGroup = await say('audit ports', grace, groupChat);
      assert.deepEqual(ofType(inGroup.card, 'Action.OpenUrl'), []);
      assert.ok(inGroup.texts.includes('Ask me in our own chat for a CSV of everything.'));
      url = undefined;
      const without = await say('audit ports');
      assert.deepEqual(ofType(without.card, 'Action.OpenUrl'), []);
      assert.ok(without.texts.some((text) => text.includes('PUBLIC_URL')));
    });

    it('is for admins, and a refusal is written down', async () => {
      assert.match((await say('audit ports', ada)).text, /^Only an admin can see what is open beside JIT/);
      isAdmin = undefined;
      assert.match((await say('audit ports')).text, /^I could not find out whether you are an admin/);
      assert.deepEqual(
        books.audit.map(({ actor, kind, facts }) => ({ actor, kind, facts })),
        [
          { actor: ada.id, kind: 'drift-refused', facts: { what: 'audit-ports' } },
          { actor: grace.id, kind: 'drift-refused', facts: { what: 'audit-ports', admin: 'unknown' } },
        ],
      );
      assert.deepEqual(looked, []);
    });
  });

  describe('acknowledging', () => {
    beforeEach(() => look());
    const acknowledgement = async (number: number) =>
      (await memoryFindings(kept).byNumber(number))?.acknowledgement;
    const trail = () => kept.entries.slice(3).map(({ actor, kind }) => `${kind} ${actor === grace.id}`);

    it('by a sentence is recorded with who, why and until when, and shown', async () => {
      const { text } = await say(
        'acknowledge 1 until 2026-12-31 because the [vendor](https://evil.com) needs it',
      );
      assert.match(
        text,
        /^Finding 1 \(web-01 port 3389 \(RDP\)\) is acknowledged until the end of 2026-12-31\./,
      );
      const { by, reason, until } = (await acknowledgement(1)) ?? assert.fail('it is acknowledged');
      assert.deepEqual([by.id, reason], [grace.id, 'the [vendor](https://evil.com) needs it']);
      assert.equal(new Date(until - 1).toISOString().slice(0, 10), '2026-12-31');
      assert.deepEqual(trail(), ['finding-acknowledged true']);
      const { texts, card } = await say('audit ports');
      assert.equal(texts[1], '2 findings: 1 × open to a network, 1 × left over. 1 acknowledged.');
      const note = texts.find((each) => each.startsWith('Acknowledged until 2026-12-31 by Grace Admin'));
      assert.ok(note?.includes('[vendor]'));
      assert.ok(!JSON.stringify(card).includes('](https://evil.com'));
    });

    it('by a button is the same', async () => {
      assert.match(
        await click('drift-acknowledge', { finding: '2', until: '2026-12-31', reason: 'vendor' }),
        /^Finding 2 .* is acknowledged until the end of 2026-12-31/,
      );
      assert.equal((await acknowledgement(2))?.reason, 'vendor');
      assert.match(
        await click('drift-take-back', { taken: '2' }),
        /^Finding 2 .* is not acknowledged any more\.$/,
      );
      assert.equal(await acknowledgement(2), undefined);
      assert.match(await click('drift-take-back', { taken: '2' }), /nothing to take back/);
      assert.deepEqual(trail(), ['finding-acknowledged true', 'acknowledgement-taken-back true']);
    });

    const refusals: readonly (readonly [string, RegExp])[] = [
      ['acknowledge 99 until 2026-12-31 because x', /^There is no finding 99\./],
      ['acknowledge 1 until 2026-12-31', /^Say why, too/],
      ['acknowledge 1 until 2026-12-31 because ...', /^Say why, too/],
      ['acknowledge 1 because x', /^Until when\?/],
      ['acknowledge 1 until 2026-02-30 because x', /^I do not understand that day/],
      ['acknowledge 1 until 2026-11-22 because x', /^That day is over/],
      ['acknowledge 1 until 2027-11-24 because x', /^A year is the most/],
    ];
    for (const [sentence, says] of refusals)
      it(`is refused, saying what to do: ${sentence}`, async () => {
        assert.match((await say(sentence)).text, says);
        assert.deepEqual([await acknowledgement(1), trail()], [undefined, []]);
      });

    it('of what is gone is refused', async () => {
      await memoryFindings(kept).record(scope, [], at + 1);
      assert.match((await say('acknowledge 1 until 2026-12-31 because x')).text, /is gone already/);
    });

    it('is refused to whoever is no admin at the click, whatever the card says', async () => {
      const data = { finding: '1', until: '2026-12-31', reason: 'x', person: grace.id, admin: 'true' };
      assert.match(await click('drift-acknowledge', data, ada), /^Only an admin/);
      isAdmin = undefined;
      assert.match(await click('drift-acknowledge', data), /^I could not find out/);
      assert.match(await click('drift-take-back', { taken: '1' }), /^I could not find out/);
      assert.equal(await acknowledgement(1), undefined);
      assert.deepEqual(
        books.audit.map(({ kind, facts }) => `${kind} ${facts.what}`),
        [
          'drift-refused drift-acknowledge',
          'drift-refused drift-acknowledge',
          'drift-refused drift-take-back',
        ],
      );
    });

    const forged: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
      ['drift-acknowledge', { finding: '1 or 1=1', until: '2026-12-31', reason: 'x' }],
      ['drift-acknowledge', { until: '2026-12-31', reason: 'x' }],
      ['drift-everything', { finding: '1' }],
      ['drift-take-back', { taken: '-1' }],
    ];
    for (const [verb, data] of forged)
      it(`is no button of ours: ${verb} ${JSON.stringify(data)}`, async () =>
        assert.match(await click(verb, data), /^This button is not one of mine/));

    it('is answered in one sentence where the books are away', async () => {
      kept.rows.get = () => {
        throw new Fault('unavailable', 'The database is away.');
      };
      assert.match(
        (await say('acknowledge 1 until 2026-12-31 because x')).text,
        /^I cannot reach my database/,
      );
    });
  });
});
