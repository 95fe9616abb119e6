// The address page behind one proxy, two, and none; and the settings of the bot that say whom to believe.
import assert from 'node:assert/strict';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { page } from './page-reading.ts';

describe('the address page behind proxies', () => {
  let world: WebWorld;
  before(async () => {
    world = await startWebWorld({ inMemory: true });
  });
  after(() => world?.stop());

  const addressOn = async (url: string, headers: Record<string, string> = {}) =>
    /class="address"><strong>([^<]*)/.exec((await page(fetch(url, { headers }))).body)?.[1];

  it('sees the browser through one proxy and through two, whatever the browser claims', async () => {
    world.near.comesFrom('203.0.113.21');
    world.far.comesFrom('203.0.113.22');
    const path = world.pathOf(await world.draft());
    for (const headers of [
      {},
      { 'x-forwarded-for': '192.0.2.1' },
      { 'x-forwarded-for': '192.0.2.1, 198.51.100.1, 127.0.0.1' },
      { 'x-real-ip': '192.0.2.1', 'client-ip': '192.0.2.1', 'x-azure-socketip': '192.0.2.1' },
    ]) {
      assert.equal(await addressOn(`${world.near.url}${path}`, headers), '203.0.113.21');
      assert.equal(await addressOn(`${world.far.url}${path}`, headers), '203.0.113.22');
    }
  });

  it('offers nothing when the browser makes up the header that the proxies do not use', async () => {
    const path = world.pathOf(await world.draft());
    const url = `${world.near.url}${path}`;
    const { heading } = await page(fetch(url, { headers: { forwarded: 'for=192.0.2.1' } }));
    assert.equal(heading, 'I cannot see your address');
  });

  it('sees this machine when there is no proxy', async () => {
    const path = world.pathOf(await world.draft());
    assert.equal(await addressOn(`${world.direct}${path}`), '127.0.0.1');
  });
});

describe('the address page of a bot', () => {
  it('that trusts no proxy does not believe one', async () => {
    const world = await startWebWorld({ inMemory: true, trusted: [] });
    try {
      const url = `${world.near.url}${world.pathOf(await world.draft())}`;
      const { words } = await page(fetch(url, { headers: { 'x-forwarded-for': '203.0.113.7' } }));
      assert.match(words, /127\.0\.0\.1 .*this very machine/);
    } finally {
      await world.stop();
    }
  });

  it('that is told of the platform’s header believes that one', async () => {
    const world = await startWebWorld({ inMemory: true, header: 'X-Azure-SocketIP' });
    try {
      const url = `${world.near.url}${world.pathOf(await world.draft())}`;
      const by = await page(fetch(url, { headers: { 'x-azure-socketip': '203.0.113.50' } }));
      assert.match(by.body, /value="203\.0\.113\.50"/);
      assert.equal((await page(fetch(url))).heading, 'I cannot see your address');
    } finally {
      await world.stop();
    }
  });

  it('lives below a path, which the proxy may cut off or not', async () => {
    const world = await startWebWorld({ inMemory: true, path: '/it/jit' });
    try {
      const path = world.pathOf(await world.draft());
      assert.match(path, /^\/it\/jit\/address\//);
      for (const each of [path, path.replace('/it/jit', '')])
        assert.equal((await page(fetch(`${world.near.url}${each}`))).heading, 'Use this address?');
      for (const other of ['/it/address/x', '/it/jit/', '/address', '/addresses/x', '/address/x/y'])
        assert.deepEqual(await (await fetch(`${world.near.url}${other}`)).json(), {
          error: 'There is nothing here.',
        });
    } finally {
      await world.stop();
    }
  });
});
