// What is true of a port, asked of the real bot in the local world: status, the warning on the form, news of holes.
import assert from 'node:assert/strict';
import { ON_CALL_CHANNEL_ID, personalChatId } from '../../sandbox/chat/conversations.ts';
import type { ChatMessage } from '../../sandbox/chat/message.ts';
import { ADA, type ChatPerson, GRACE, OMAR } from '../../sandbox/chat/people.ts';
import { textsOf } from '../cards/card-reading.ts';
import { arm, machineId, policyPath } from '../sandbox/azure/clients.ts';
import { type LocalWorld, startLocalWorld, statusWord } from '../support/local-world.ts';
import { until } from '../support/until.ts';

describe('what is true of a port', function () {
  this.timeout(60_000);
  let world: LocalWorld;

  before(async () => {
    world = await startLocalWorld();
  });
  after(() => world.stop());

  const posts = (conversationId: string): readonly ChatMessage[] =>
    world.chat.messages(conversationId).filter(({ from }) => from === 'bot');

  /** The bot's next post in the person's own chat. */
  async function asked(person: ChatPerson, sentence: string): Promise<ChatMessage> {
    const before = posts(personalChatId(person)).length;
    await world.chat.sendAs(person.id, personalChatId(person), sentence);
    return until(() => posts(personalChatId(person))[before]);
  }
  const texts = async (person: ChatPerson, sentence: string): Promise<string> =>
    textsOf((await asked(person, sentence)).content.card).join('\n');

  /** As the portal asks, past the bot. */
  const initiateInPortal = (machine: string, source: string) =>
    arm(world.azure.url, `${policyPath('rg-web-prod', 'westeurope')}/initiate`, {
      method: 'POST',
      body: JSON.stringify({
        virtualMachines: [
          {
            id: machineId('rg-web-prod', machine),
            ports: [
              {
                number: 3389,
                allowedSourceAddressPrefix: source,
                endTimeUtc: new Date(Date.now() + 3600_000).toISOString(),
              },
            ],
          },
        ],
        justification: 'portal',
      }),
    });

  it('is shut where JIT’s Deny rule is the first rule, and says so of each port', async () => {
    const text = await texts(OMAR, 'status web-01');
    assert.match(text, /^Shut to the world\nweb-01\n/);
    assert.match(
      text,
      /3389, 5985, 5986\nShut to the world\nPrivate networks: shut\.\nNobody has access through JIT\./,
    );
    assert.match(text, /4096 \*\*Deny\*\* JIT’s rule, from any source/);
    assert.match(text, /I do not know your address/);
  });

  it('is open to the world where an older Allow outranks JIT, and names the rule', async () => {
    const text = await texts(OMAR, 'is legacy-01 open from 203.0.113.7?');
    assert.match(text, /^Open to the world\nlegacy-01/);
    assert.match(text, /Everybody gets in by default-allow-rdp \(300 in nsg-legacy-01\)\./);
    assert.match(text, /JIT’s Deny rule comes only after that, at 1000/);
    assert.match(text, /For you \(203\.0\.113\.7\): let in by default-allow-rdp/);
  });

  it('is shut where the subnet denies, and shows both levels', async () => {
    const text = await texts(OMAR, 'what is open on vault-01');
    assert.match(text, /^Shut to the world\nvault-01/);
    assert.match(text, /Subnet, nsg-snet-vault:\n150 \*\*Deny\*\* Deny-Management-Ports, from any source/);
    assert.match(text, /Network interface, nsg-vault-01:/);
  });

  it('lists a management port that is open beside JIT', async () => {
    const text = await texts(OMAR, 'status build-01');
    assert.match(
      text,
      /22 \(SSH\)\nnot under JIT\nOpen to some\n203\.0\.113\.0\/24 get in by Allow-SSH-Office/,
    );
  });

  it('asks which machine is meant where several have the name, and takes the answer', async () => {
    const { content } = await asked(OMAR, 'status jump-01');
    assert.match(content.text, /2 machines are called “jump-01”/);
    assert.match(content.text, /`status rg-jump-prod\/jump-01`/);
    assert.match(await texts(OMAR, 'status rg-jump-prod/jump-01'), /Production \/ rg-jump-prod/);
  });

  it('names the nearest machines where none has the name', async () => {
    assert.match((await asked(OMAR, 'status wbe-01')).content.text, /no machine called “wbe-01”.*web-01/);
  });

  it('shows who has access, and who opened it in the portal', async () => {
    const form = await asked(ADA, 'rdp to web-02 for 1h from 203.0.113.7');
    await world.chat.press(ADA.id, form.id, 'Request');
    // The notice comes after the card, and is no answer to what is asked next.
    await until(() => world.said().some((said) => /Ready.*web-02/.test(said)), 20);
    const text = await texts(ADA, 'status web-02');
    assert.match(text, /^Open only to those with access\nweb-02/);
    assert.match(text, /\*\*Ada[^\n]*\*\* from 203\.0\.113\.7 until \d/);
    assert.match(text, /For you \(203\.0\.113\.7, as in your grant\): let in by JIT’s Allow rule/);
    assert.doesNotMatch(text, /not as a grant of mine|nobody is known/);

    const opened = await initiateInPortal('web-02', '198.51.100.9');
    assert.equal(opened.status, 202);
    const both = await until(async () => {
      const now = await texts(OMAR, 'status web-02');
      return now.includes('198.51.100.9') && !now.includes('no rule lets it in') && now;
    }, 20);
    assert.match(both, /Azure also lists 198\.51\.100\.9 until [^\n]*, not as a grant of mine, “portal”\./);
    assert.match(both, /\*\*Ada/);
  });

  it('warns on the form, and tells admins once, also after a restart', async () => {
    const form = await asked(ADA, 'rdp to legacy-01 for 1h from 203.0.113.7');
    assert.match(
      textsOf(form.content.card).join('\n'),
      /legacy-01 is open to any source by rule default-allow-rdp, priority 300 in nsg-legacy-01: JIT protects nothing here\./,
    );
    const news = () =>
      posts(ON_CALL_CHANNEL_ID).filter(({ content }) =>
        textsOf(content.card).some((text) => text.includes('default-allow-rdp')),
      );
    await until(() => news().length === 1);
    // Seeing the news is not yet its record: turns through the same books come after it.
    for (const _ of [1, 2, 3]) await texts(GRACE, 'status legacy-01');
    await world.kill();
    await world.restart();
    await until(
      async () => statusWord((await asked(ADA, 'rdp to legacy-01')).content.card) === 'Not sent yet',
    );
    await until(async () => /^Open to the world/.test(await texts(GRACE, 'status legacy-01')));
    assert.equal(news().length, 1);
  });

  it('says in one sentence that Azure cannot be read, and nothing raw', async () => {
    world.azure.faults.add({ match: 'GET networkInterfaces', times: 50, action: 'html-502' });
    const { content } = await asked(OMAR, 'status web-01');
    world.azure.faults.clear();
    assert.match(content.text, /^I cannot say what is open on web-01: .*\. Ask again in a minute\.$/);
    assert.doesNotMatch(content.text, /<html|RestError|Bad Gateway/i);
  });
});
