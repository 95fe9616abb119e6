// Whole stories that do not go well, in one local world: what each of them ends in, and who is told what.
import assert from 'node:assert/strict';
import { GROUP_CHAT_ID, ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, type ChatPerson, GRACE, LINUS, OMAR } from '../../sandbox/chat/people.ts';
import { atOnce } from '../support/at-once.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { until } from '../support/until.ts';

describe('stories that do not go well', function () {
  this.timeout(240_000);
  let world: LocalWorld;

  before(async () => {
    world = await startLocalWorld({ variables: { OPEN_TIMEOUT_SECONDS: '12', CLOSE_GRACE_SECONDS: '4' } });
  });
  after(() => world.stop());

  const cardsIn = (conversationId: string): readonly ChatMessage[] =>
    world.chat.messages(conversationId).filter(({ content }) => content.card !== undefined);

  /** Asks in the person's own chat; the newest card is the answer. */
  async function ask(person: ChatPerson, sentence: string): Promise<ChatMessage> {
    const before = cardsIn(personalChatId(person)).length;
    await world.chat.sendAs(person.id, personalChatId(person), sentence);
    return until(() => cardsIn(personalChatId(person))[before]);
  }

  const now = (message: ChatMessage): ChatMessage =>
    cardsIn(message.conversationId).find(({ id }) => id === message.id) ?? message;
  const textOf = (message: ChatMessage, person: ChatPerson): string =>
    JSON.stringify(cardFor(now(message), person.id));
  const status = (message: ChatMessage, person: ChatPerson) => statusWord(cardFor(now(message), person.id));
  const onCall = () => world.said(ON_CALL_CHANNEL_ID);
  const initiates = (machine: string) =>
    world.azure.requests().filter(({ body }) => JSON.stringify(body).toLowerCase().includes(`/${machine}"`))
      .length;

  describe('Azure accepts, and something is in the way', () => {
    it('names the subnet rule that blocks, to the requester and to on-call, and never says ready', async () => {
      const form = await ask(ADA, 'ssh to vault-01 for 1m from 203.0.113.7');
      await world.chat.press(ADA.id, form.id, 'Request');
      await until(() => status(form, ADA) === 'Not open yet', 30);
      const told = await until(() => onCall().find((text) => text.includes('vault-01')), 30);
      assert.match(told, /Not open in time.*subnet/s);
      assert.match(textOf(form, ADA), /subnet/);
      assert.deepEqual(
        world.said().filter((text) => /Ready.*vault-01/s.test(text)),
        [],
      );
    });

    atOnce({
      'says late when the rule never comes, and that it was never seen open at the end': async () => {
        world.azure.quirk('web-02', { ruleAppearsAfterMs: 'never' });
        const form = await ask(OMAR, 'web-02 1m from 203.0.113.7 rdp');
        await world.chat.press(OMAR.id, form.id, 'Request');
        await until(
          () => onCall().find((text) => text.includes('web-02') && text.includes('Not open in time')),
          30,
        );
        await until(() => status(form, OMAR) === 'Never seen open', 120);
        assert.equal(initiates('web-02'), 1);
      },

      'calls a port overdue, loudly and again, until the rule is gone, and only then closed': async () => {
        world.azure.quirk('db-2', { ruleGoesAfterMs: 'never' });
        const form = await ask(GRACE, 'ssh db-2 1m from 203.0.113.7');
        await world.chat.press(GRACE.id, form.id, 'Request');
        await until(() => status(form, GRACE) === 'Ready', 30);
        await until(() => status(form, GRACE) === 'Overdue', 120);
        await until(() => onCall().find((text) => text.includes('OVERDUE') && text.includes('db-2')), 30);
        assert.deepEqual(
          onCall().filter((text) => /Closed.*db-2/s.test(text)),
          [],
        );
        world.azure.quirk('db-2', undefined);
        await until(() => status(form, GRACE) === 'Closed', 60);
        await until(() => onCall().find((text) => /Closed.*db-2/s.test(text)), 30);
      },

      'does not say closed where an older rule keeps the port open': async () => {
        const form = await ask(LINUS, 'rdp to legacy-01 for 1m from 203.0.113.7');
        await world.chat.press(LINUS.id, form.id, 'Request');
        await until(() => status(form, LINUS) === 'Ready', 30);
        await until(() => status(form, LINUS) === 'Ended, but the port is still open', 120);
        const told = await until(() => onCall().find((text) => /still open.*legacy-01/s.test(text)), 30);
        assert.match(told, /<at>Omar On-call<\/at>/);
      },
    });
  });

  describe('Azure says no, or nothing', () => {
    it('fails with a sentence, not with an SDK text, when a right is missing', async () => {
      const message = `The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action' over scope '/subscriptions/z'.`;
      world.azure.faults.add({
        match: 'initiate',
        action: { status: 403, body: { error: { code: 'AuthorizationFailed', message } } },
      });
      const form = await ask(ADA, 'ssh to app-01 for 1m from 203.0.113.7');
      await world.chat.press(ADA.id, form.id, 'Request');
      await until(() => status(form, ADA) === 'Failed', 30);
      assert.match(textOf(form, ADA), /initiate\/action/);
      assert.doesNotMatch(textOf(form, ADA), /object id|RestError|<html/);
    });

    it('opens once when the connection breaks after Azure took it', async () => {
      world.azure.faults.add({ match: 'initiate', action: 'reset-after' });
      const form = await ask(ADA, 'ssh to ops-01 for 1m from 203.0.113.7');
      await world.chat.press(ADA.id, form.id, 'Request');
      await until(() => status(form, ADA) === 'Ready', 60);
      assert.equal(initiates('ops-01'), 1);
    });
  });

  describe('people', () => {
    it('keeps a wrong form open with every reason, and nothing goes to Azure', async () => {
      const form = await ask(ADA, 'rdp to pay-01 for 10h from 2001:db8::1');
      const sent = world.azure.requests().length;
      await world.chat.press(ADA.id, form.id, 'Request', { port: '22', source: '10.1.2.3', time: '9h' });
      assert.equal(status(form, ADA), 'Not sent yet');
      assert.match(textOf(form, ADA), /private range/);
      assert.match(textOf(form, ADA), /15 min/);
      assert.equal(world.azure.requests().length, sent);
    });

    it('lets nobody else send or cancel somebody’s form, whatever the click says', async () => {
      await world.chat.sendAs(ADA.id, GROUP_CHAT_ID, '@JIT Access rdp to web-01 for 1m from 203.0.113.7');
      const form = await until(() => cardsIn(GROUP_CHAT_ID).at(-1));
      const forged = { from: ADA.id, requester: { id: ADA.id }, person: ADA.id, aadObjectId: ADA.id };
      const id = /"request":"([^"]+)"/.exec(JSON.stringify(form.content.card))?.[1];
      const data = { request: id, port: '3389', source: '203.0.113.7', time: '1m', reason: '', ...forged };
      for (const verb of ['request', 'cancel']) {
        const answer = await world.chat.act(OMAR.id, GROUP_CHAT_ID, form.id, { verb, data });
        assert.equal(answer.kind, 'message');
      }
      assert.equal(statusWord(now(form).content.card), 'Not sent yet');
    });

    it('ignores what a click claims beyond the choices a form offers', async () => {
      const form = await ask(ADA, 'rdp to pay-01 for 5m from 203.0.113.7');
      const id = /"request":"([^"]+)"/.exec(JSON.stringify(form.content.card))?.[1];
      const wider = {
        request: id,
        port: '3389',
        source: '*',
        time: '24h',
        reason: '',
        state: 'approved',
        policy: 'x',
      };
      await world.chat.act(ADA.id, form.conversationId, form.id, { verb: 'request', data: wider });
      assert.equal(status(form, ADA), 'Not sent yet');
      assert.equal(initiates('pay-01'), 0);
    });

    it('answers a second click on a card, also after a restart, with its state', async () => {
      const form = await ask(ADA, 'rdp to web-01 for 1m from 203.0.113.7');
      const id = /"request":"([^"]+)"/.exec(JSON.stringify(form.content.card))?.[1];
      const data = { request: id, port: '3389', source: '203.0.113.7', time: '1m', reason: '' };
      const both = await Promise.all(
        [1, 2].map(() => world.chat.act(ADA.id, form.conversationId, form.id, { verb: 'request', data })),
      );
      assert.deepEqual(
        both.map(({ kind }) => kind),
        ['card', 'card'],
      );
      await until(() => status(form, ADA) === 'Ready', 30);
      await world.kill();
      await world.restart();
      const third = await world.chat.act(ADA.id, form.conversationId, form.id, { verb: 'request', data });
      assert.equal(third.kind === 'card' && statusWord(third.card), 'Ready');
      assert.equal(initiates('web-01'), 1);
    });

    it('lets only admins choose the on-call channel', async () => {
      await world.chat.sendAs(ADA.id, GROUP_CHAT_ID, '@JIT Access use this channel for on-call');
      const answer = await until(() => world.said(GROUP_CHAT_ID).at(-1));
      assert.match(answer, /Only an admin/);
    });

    it('shows a reason as typed, without letting it format, link or mention', async () => {
      const form = await ask(
        ADA,
        'rdp to web-01 for 1m from 203.0.113.7 because **Approved** [by](https://evil.example) <at>Grace</at>',
      );
      await world.chat.press(ADA.id, form.id, 'Request');
      await until(() => status(form, ADA) === 'Ready', 30);
      assert.doesNotMatch(textOf(form, ADA), /\*\*Approved|\]\(http|<at>|https:\/\/evil/);
      assert.match(textOf(form, ADA), /Approved/);
    });
  });
});
