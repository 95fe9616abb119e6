// An admin sets JIT up from chat, with the real process over real HTTP: cards, writes, proofs, and a kill in between.
import assert from 'node:assert/strict';
import { production } from '../../sandbox/azure/estate.ts';
import { GROUP_CHAT_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import { type ChatMessage, cardFor } from '../../sandbox/chat/message.ts';
import { ADA, GRACE } from '../../sandbox/chat/people.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { until } from '../support/until.ts';

const chatId = personalChatId(GRACE);
const webPolicy = `/subscriptions/${production}/resourceGroups/rg-web-prod/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`;

describe('setting JIT up from chat', function () {
  this.timeout(120_000);
  let world: LocalWorld;

  beforeEach(async () => {
    world = await startLocalWorld({ variables: { SETUP: 'on', DRIFT_SECONDS: '0' } });
  });
  afterEach(() => world.stop());

  const cards = (): readonly ChatMessage[] =>
    world.chat.messages(chatId).filter(({ content }) => content.card !== undefined);
  const say = (sentence: string, person = GRACE) =>
    world.chat.sendAs(person.id, personalChatId(person), sentence);
  const said = (person = GRACE) => world.said(personalChatId(person));

  /** The next thing the bot says in words to somebody, once `act` was done. */
  async function hears(act: () => Promise<unknown>, person = GRACE): Promise<string> {
    const before = said(person).length;
    await act();
    return until(() => said(person)[before], 40);
  }

  /** Writes a sentence. @returns the id of the card that came */
  async function ask(sentence: string): Promise<string> {
    const before = cards().length;
    await say(sentence);
    return (await until(() => cards()[before], 20)).id;
  }
  const find = (id: string) => cards().find((card) => card.id === id) ?? assert.fail(`no card ${id}`);
  const shows = (id: string): string => JSON.stringify(cardFor(find(id), GRACE.id));
  const status = (id: string) => statusWord(cardFor(find(id), GRACE.id));
  const press = (id: string, button: string, inputs: Readonly<Record<string, string>> = {}) =>
    world.chat.press(GRACE.id, id, button, inputs);
  const machines = (): readonly string[] =>
    world.azure.policy(webPolicy).machines.map(({ id }) => id.split('/').at(-1)?.toLowerCase() ?? '');

  it('turns JIT on for a machine, and says which older rule defeats it', async () => {
    const card = await ask('enable jit on build-01');
    assert.match(shows(card), /Allow-SSH-Office/);
    const ended = await hears(() => press(card, 'Turn JIT on'));
    assert.match(ended, /Allow-SSH-Office/);
    assert.equal(status(card), 'Set up, but older rules defeat it');
    // What was set up can be asked for from then on.
    const why = await hears(() => say('why ssh build-01 for 30m from 203.0.113.7'));
    assert.doesNotMatch(why, /no JIT policy/i);
  });

  it('changes one machine’s ports, and leaves every other entry as it was', async () => {
    const others = () =>
      JSON.stringify(world.azure.policy(webPolicy).machines.filter(({ id }) => !/web-01$/i.test(id)));
    const before = others();
    const card = await ask('configure jit on web-01');
    await press(card, 'Show the difference', { longest0: '1h', sources0: '203.0.113.0/24' });
    await until(() => shows(card).includes('Write it'));
    await press(card, 'Write it');
    await until(() => status(card) === 'Settings changed', 20);
    const web01 = await until(() => {
      const entry = world.azure.policy(webPolicy).machines.find(({ id }) => /web-01$/i.test(id));
      const [first] =
        entry?.ports.filter(({ maxRequestAccessDuration }) => maxRequestAccessDuration === 'PT1H') ?? [];
      return first;
    }, 20);
    assert.deepEqual(
      [web01.allowedSourceAddressPrefix ?? web01.allowedSourceAddressPrefixes, others()],
      ['203.0.113.0/24', before],
    );
  });

  it('goes on after a kill between the write and the read-back', async () => {
    const card = await ask('disable jit on web-01');
    const gone = Promise.withResolvers<void>();
    world.azure.meddle('PUT jitNetworkAccessPolicies', 1, () => void world.kill().then(gone.resolve));
    await press(card, 'Turn JIT off');
    await gone.promise;
    assert.deepEqual(machines(), ['web-02']);
    await world.restart();
    await until(() => status(card) === 'JIT is off', 40);
  });

  it('notices another writer, and both changes stand', async () => {
    world.azure.meddle('GET jitNetworkAccessPolicies/default', 1, () =>
      world.azure.editPolicy(webPolicy, (policy) => {
        for (const machine of policy.machines)
          if (/web-02$/i.test(machine.id))
            machine.ports = machine.ports.map((port) => ({ ...port, maxRequestAccessDuration: 'PT7H' }));
      }),
    );
    const card = await ask('disable jit on web-01');
    await press(card, 'Turn JIT off');
    await until(() => machines().length === 1, 20);
    const [web02] = world.azure.policy(webPolicy).machines;
    assert.deepEqual(
      [machines(), web02?.ports.map(({ maxRequestAccessDuration }) => maxRequestAccessDuration)],
      [['web-02'], ['PT7H', 'PT7H', 'PT7H']],
    );
  });

  it('looks through both NSGs of a machine, and puts it back where it was', async () => {
    const denies = () => world.azure.nsg('nsg-app-01').filter(({ access }) => access === 'Deny').length;
    const off = await ask('disable jit on app-01');
    assert.match(shows(off), /nobody gets in from the internet/);
    await press(off, 'Turn JIT off');
    await until(() => status(off) === 'JIT is off', 30);
    assert.equal(denies(), 0);
    const on = await ask('enable jit on app-01 port 22 up to 2h from 203.0.113.0/24');
    await press(on, 'Turn JIT on');
    await until(() => status(on) === 'JIT is on', 30);
    assert.equal(denies(), 1);
  });

  it('is for admins: others are told so, and their clicks on an admin’s card do nothing', async () => {
    const refused = await hears(() => say('disable jit on web-01', ADA), ADA);
    await world.chat.sendAs(GRACE.id, GROUP_CHAT_ID, '@JIT Access disable jit on web-01');
    const inGroup = () =>
      world.chat.messages(GROUP_CHAT_ID).find(({ content }) => content.card !== undefined);
    const { id } = await until(inGroup, 20);
    const answer = await world.chat.press(ADA.id, id, 'Turn JIT off');
    assert.match(refused, /^Only an admin can set JIT up/);
    assert.match(JSON.stringify(answer), /Only an admin can set JIT up/);
    assert.deepEqual(machines(), ['web-01', 'web-02']);
  });

  it('says which right is missing, and that nothing was written', async () => {
    world.azure.faults.add({
      match: 'PUT jitNetworkAccessPolicies',
      times: 3,
      action: {
        status: 403,
        body: {
          error: {
            code: 'AuthorizationFailed',
            message:
              "The client 'x' with object id 'y' does not have authorization to perform action 'Microsoft.Security/locations/jitNetworkAccessPolicies/write' over scope '/subscriptions/z' or the scope is invalid.",
          },
        },
      },
    });
    const card = await ask('disable jit on web-01');
    const ended = await hears(() => press(card, 'Turn JIT off'));
    assert.match(ended, /Microsoft\.Security\/locations\/jitNetworkAccessPolicies\/write/);
    assert.deepEqual(machines(), ['web-01', 'web-02']);
  });
});
