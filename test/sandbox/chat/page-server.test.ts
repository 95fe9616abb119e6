// What the page gets from its server, and what other pages do not.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import { startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { GROUP_CHAT_ID, personalChatId } from '../../../sandbox/chat/conversations.ts';
import { ADA } from '../../../sandbox/chat/people.ts';
import { startChat } from '../../../sandbox/chat/start-chat.ts';
import { call, startWorld } from './scripted-bot.ts';

describe('the page’s server', () => {
  let world: Awaited<ReturnType<typeof startWorld>>;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it('serves the page under a policy that allows nothing from elsewhere and nothing inline', async () => {
    const response = await fetch(world.chat.url);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(await response.text(), /adaptivecards\.min\.js/);
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  });

  it('tells watching pages of a message as it comes', async () => {
    const events = await fetch(`${world.chat.url}/api/events`);
    assert.ok(events.body);
    const reader = events.body.pipeThrough(new TextDecoderStream()).getReader();
    await reader.read();
    await world.chat.sendAs(ADA.id, GROUP_CHAT_ID, 'lunch?');
    const { value = '' } = await reader.read();
    await reader.cancel();
    assert.partialDeepStrictEqual(JSON.parse(value.split('\n')[0]?.slice('data: '.length) ?? ''), {
      type: 'message',
      message: { conversationId: GROUP_CHAT_ID, from: ADA.id, content: { text: 'lunch?' } },
    });
  });

  it('takes no words from a form of another site', async () => {
    const response = await fetch(`${world.chat.url}/api/messages`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ personId: ADA.id, conversationId: personalChatId(ADA), text: 'rdp' }),
    });
    assert.equal(response.status, 415);
  });

  it('does not answer to a name that is not this machine’s', async () => {
    const request = httpRequest(`${world.chat.url}/api/state`, { headers: { host: 'evil.example' } });
    const [response] = await once(request.end(), 'response');
    response.resume();
    assert.equal(response.statusCode, 421);
  });

  it('refuses a time zone that does not exist', async () => {
    const said = {
      personId: ADA.id,
      conversationId: personalChatId(ADA),
      text: 'help',
      client: { timeZone: 'Mars/Olympus', locale: 'en' },
    };
    assert.equal((await call(`${world.chat.url}/api/messages`, 'POST', said)).status, 400);
  });

  it('refuses to reach for another machine', async () => {
    await assert.rejects(startChat({ botUrl: 'http://192.0.2.1/api/messages' }), /this machine only/);
  });

  it('says so when the simulator does not answer', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const { port } = JSON.parse(JSON.stringify(gone.address()));
    gone.close();
    const other = await startWorld({ azureUrl: `http://127.0.0.1:${port}` });
    const answer = await call(`${other.chat.url}/azure/state`, 'GET');
    await other.close();
    assert.equal(answer.status, 502);
  });

  it('takes away a rule that the page names, and says when there is none', async () => {
    const azure = await startAzureSimulator();
    const other = await startWorld({ azureUrl: azure.url });
    try {
      const [nsg] = azure.picture().nsgs;
      const [rule] = nsg?.rules ?? [];
      const path = `/azure/rules/${encodeURIComponent(nsg?.id ?? '')}/${rule?.name}`;
      const remove = async () => (await fetch(`${other.chat.url}${path}`, { method: 'DELETE' })).status;
      assert.deepEqual([await remove(), await remove()], [204, 404]);
      const left = azure.picture().nsgs[0]?.rules.map(({ name }) => name);
      assert.equal(left?.includes(rule?.name ?? ''), false);
    } finally {
      await Promise.all([other.close(), azure.close()]);
    }
  });

  it('passes on the simulator’s state', async () => {
    const azure = createServer((request, response) => response.end(JSON.stringify({ asked: request.url })));
    azure.listen(0, '127.0.0.1');
    await once(azure, 'listening');
    const { port } = JSON.parse(JSON.stringify(azure.address()));
    const other = await startWorld({ azureUrl: `http://127.0.0.1:${port}` });
    const answer = await call(`${other.chat.url}/azure/state`, 'GET');
    await other.close();
    azure.close();
    assert.deepEqual(answer.body, { asked: '/_sandbox/state' });
  });
});
