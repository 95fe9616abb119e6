// The life of grants with the real bot process over HTTP: warned, extended, done with and without the right, gone early.
import assert from 'node:assert/strict';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, type ChatPerson, GRACE, LINUS, OMAR } from '../../sandbox/chat/people.ts';
import { atOnce } from '../support/at-once.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { until } from '../support/until.ts';

const cardsOf = (world: LocalWorld, person: ChatPerson): readonly ChatMessage[] =>
  world.chat.messages(personalChatId(person)).filter(({ content }) => content.card !== undefined);

/** Asks in the person's own chat and sends the form. @returns the card's place among theirs, and how it looks now */
async function ask(world: LocalWorld, person: ChatPerson, sentence: string) {
  const place = cardsOf(world, person).length;
  await world.chat.sendAs(person.id, personalChatId(person), sentence);
  const form = await until(() => cardsOf(world, person)[place]);
  await world.chat.press(person.id, form.id, 'Request');
  const card = () => cardFor(cardsOf(world, person)[place] ?? form, person.id);
  return { id: form.id, text: () => JSON.stringify(card()), status: () => statusWord(card()) };
}

const saidTo = (world: LocalWorld, person: ChatPerson): readonly string[] =>
  world.said(personalChatId(person));
const onCall = (world: LocalWorld, machine: string): readonly string[] =>
  world.said(ON_CALL_CHANNEL_ID).filter((text) => text.includes(machine));
const initiates = (world: LocalWorld, machine: string): number =>
  world.azure.requests().filter(({ body }) => JSON.stringify(body).toLowerCase().includes(`/${machine}"`))
    .length;

/** JIT's Allow rules for a source that stand in an NSG. */
const jitRules = (world: LocalWorld, nsg: string, source: string): readonly string[] =>
  world.azure
    .nsg(nsg)
    .filter(
      ({ name, access, sources }) => /JITRule-/.test(name) && access === 'Allow' && sources.includes(source),
    )
    .map(({ name }) => name);

describe('the life of grants', function () {
  this.timeout(240_000);
  let world: LocalWorld;

  before(async () => {
    world = await startLocalWorld({
      variables: { WARN_SECONDS: '20', WATCH_SECONDS: '2', REVOKE: 'delete-rule', CLOSE_GRACE_SECONDS: '10' },
    });
  });
  after(() => world.stop());

  atOnce({
    'warns, extends without a gap, and closes once, with both asks in Azure': async () => {
      const first = await ask(world, ADA, 'rdp to web-01 for 1m from 203.0.113.7');
      await until(() => first.status() === 'Ready', 30);
      await until(
        () => cardsOf(world, ADA).some(({ content }) => /Ends soon/.test(JSON.stringify(content.card))),
        60,
      );
      await world.chat.sendAs(ADA.id, personalChatId(ADA), 'extend web-01 by 1m');
      await until(() => first.status() === 'Extended', 30);
      const standing = jitRules(world, 'nsg-web-01', '203.0.113.7');
      assert.ok(standing.length > 0, 'there is no moment without a rule');
      // The warning has no buttons any more.
      await until(() => saidTo(world, ADA).some((text) => /about to end/.test(text)), 30);
      await until(() => saidTo(world, ADA).some((text) => /Closed:.*web-01/.test(text)), 150);
      await until(() => onCall(world, 'web-01').some((text) => /Closed:/.test(text)), 10);
      assert.deepEqual(
        [
          saidTo(world, ADA).filter((text) => /Closed:.*web-01/.test(text)).length,
          onCall(world, 'web-01').filter((text) => /Closed:/.test(text)).length,
          initiates(world, 'web-01'),
          jitRules(world, 'nsg-web-01', '203.0.113.7'),
        ],
        [1, 1, 2, []],
      );
    },

    'shuts the port at once for somebody who is done, and proves it': async () => {
      const card = await ask(world, OMAR, 'rdp to web-02 for 30m from 203.0.113.8');
      await until(() => card.status() === 'Ready', 30);
      await world.chat.press(OMAR.id, card.id, "I'm done");
      await until(() => card.status() === 'Closed', 30);
      assert.deepEqual(jitRules(world, 'nsg-web-02', '203.0.113.8'), []);
      await until(() => saidTo(world, OMAR).some((text) => /Closed.*web-02/s.test(text)), 30);
    },

    'says that it stays open until its end where the right is missing, and never that it is closed':
      async () => {
        const message = `The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.Network/networkSecurityGroups/securityRules/delete' over scope '/subscriptions/z'.`;
        const card = await ask(world, LINUS, 'ssh to db-2 for 30m from 203.0.113.9');
        await until(() => card.status() === 'Ready', 30);
        world.azure.faults.add({
          match: 'DELETE nsg-snet-db',
          action: { status: 403, body: { error: { code: 'AuthorizationFailed', message } } },
        });
        await world.chat.press(LINUS.id, card.id, "I'm done");
        const told = await until(() => saidTo(world, LINUS).find((text) => /still open/.test(text)), 30);
        assert.match(told, /securityRules\/delete.*Azure was left to close it at/s);
        assert.equal(jitRules(world, 'nsg-snet-db', '203.0.113.9').length, 1);
        assert.deepEqual(
          saidTo(world, LINUS).filter((text) => /Closed/.test(text)),
          [],
        );
      },

    'tells requester and on-call when something else took the rule away, and offers to ask again':
      async () => {
        const card = await ask(world, GRACE, 'ssh to ops-01 for 30m from 203.0.113.10');
        await until(() => card.status() === 'Ready', 30);
        const [rule = ''] = jitRules(world, 'nsg-ops-01', '203.0.113.10');
        world.azure.wipeRule('nsg-ops-01', rule);
        const told = await until(() => saidTo(world, GRACE).find((text) => /Gone early/.test(text)), 60);
        assert.match(told, /ops-01.*I did not take it away.*Ask again/s);
        assert.ok(await until(() => onCall(world, 'ops-01').find((text) => /Gone early/.test(text)), 30));
        assert.match(card.text(), /Ask again/);
      },
  });
});
