// The proxy of the local world: passes everything on as it is, and adds where it says the browser comes from.
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { z } from 'zod';
import { type FrontDoor, startFrontDoor, trustFrontDoors } from '../../sandbox/front-door.ts';

describe('the front door', () => {
  let target: Server;
  let near: FrontDoor;
  let far: FrontDoor;
  before(async () => {
    target = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { method, url, headers } = request;
      response.writeHead(url === '/teapot' ? 418 : 200, {
        'content-type': 'application/json',
        'x-own': 'yes',
      });
      response.end(
        JSON.stringify({
          method,
          url,
          forwarded: headers['x-forwarded-for'],
          agent: headers['user-agent'],
          body,
        }),
      );
    }).listen(0, '127.0.0.1');
    await new Promise((resolve) => target.once('listening', resolve));
    const address = target.address();
    if (typeof address !== 'object' || address === null) return assert.fail('no port');
    near = await startFrontDoor({ target: `http://127.0.0.1:${address.port}` });
    far = await startFrontDoor({ target: near.url, address: '203.0.113.99' });
  });
  after(async () => {
    for (const door of [far, near]) await door.close();
    target.close();
  });

  const told = z.object({ url: z.string(), forwarded: z.string() });
  const ask = async (url: string, init: RequestInit = {}) =>
    told.parse(await (await fetch(url, init)).json());

  it('passes method, path, headers and body on, and the answer back', async () => {
    const init = { method: 'POST', body: 'a=b', headers: { 'user-agent': 'test' } };
    const response = await fetch(`${near.url}/teapot`, init);
    assert.deepEqual([response.status, response.headers.get('x-own')], [418, 'yes']);
    assert.deepEqual(await response.json(), {
      method: 'POST',
      url: '/teapot',
      forwarded: '203.0.113.7',
      agent: 'test',
      body: 'a=b',
    });
  });

  it('adds to what the browser wrote, as proxies do', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.1' };
    assert.equal((await ask(near.url, { headers })).forwarded, '192.0.2.1, 203.0.113.7');
  });

  it('can stand behind another, and be told where browsers come from', async () => {
    assert.equal((await ask(`${far.url}/x?y=1`)).url, '/x?y=1');
    near.comesFrom('198.51.100.1');
    far.comesFrom('2001:db8::7');
    assert.equal((await ask(far.url)).forwarded, '2001:db8::7, 198.51.100.1');
  });

  it('is told over HTTP where browsers come from, by this machine only', async () => {
    const move = async (address: string, headers: Readonly<Record<string, string>> = {}) =>
      (await fetch(`${near.url}/_sandbox/address/${address}`, { method: 'PUT', headers })).status;
    assert.deepEqual(
      [
        await move('203.0.113.8'),
        await move('nowhere'),
        await move('203.0.113.9', { origin: 'https://elsewhere.example' }),
      ],
      [204, 400, 403],
    );
    assert.equal((await ask(near.url)).forwarded, '203.0.113.8');
    assert.equal((await ask(`${near.url}/_sandbox/address/203.0.113.9`)).forwarded, '203.0.113.8');
  });

  it('says so when nothing is behind it', async () => {
    const alone = await startFrontDoor({ target: 'http://127.0.0.1:1' });
    const response = await fetch(alone.url);
    await alone.close();
    assert.deepEqual(
      [response.status, await response.text()],
      [502, 'The front door could not reach what is behind it.'],
    );
  });

  it('says so when its port is taken', async () => {
    const port = Number(new URL(near.url).port);
    await assert.rejects(startFrontDoor({ port, target: near.url }), { code: 'EADDRINUSE' });
  });

  it('knows the settings of a bot behind it', () => {
    assert.deepEqual(trustFrontDoors(near), { PUBLIC_URL: near.url, TRUSTED_PROXIES: '127.0.0.1/32' });
  });
});
