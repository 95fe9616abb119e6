// How many requests one address makes of the pages: over real HTTP, behind real proxies.
import assert from 'node:assert/strict';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { page } from './page-reading.ts';

describe('visits of an address', () => {
  let world: WebWorld;
  beforeEach(async () => {
    world = await startWebWorld({ inMemory: true, visits: 3 });
  });
  afterEach(() => world.stop());

  const statuses = async (url: string, times: number) => {
    const seen: number[] = [];
    for (let each = 0; each < times; each++) seen.push((await fetch(url)).status);
    return seen;
  };

  it('are answered 429 with the time to wait when there are too many, and again after it', async () => {
    const url = `${world.near.url}${world.pathOf(await world.draft())}`;
    assert.deepEqual(await statuses(url, 3), [200, 200, 200]);
    world.pass(20);
    const refused = await fetch(url);
    const { heading } = await page(Promise.resolve(refused));
    assert.deepEqual(
      [refused.status, refused.headers.get('retry-after'), heading],
      [429, '40', 'Too many requests'],
    );
    world.pass(40);
    assert.deepEqual(await statuses(url, 1), [200]);
  });

  it('change nothing once there are too many', async () => {
    const draft = await world.draft();
    const url = `${world.near.url}${world.pathOf(draft)}`;
    await statuses(url, 3);
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ address: '203.0.113.7' }),
    });
    assert.deepEqual([response.status, await world.stored(draft.id)], [429, draft]);
  });

  it('count for the browser’s address and not for the proxy’s', async () => {
    const url = `${world.near.url}${world.pathOf(await world.draft())}`;
    await statuses(url, 4);
    world.near.comesFrom('203.0.113.8');
    assert.deepEqual(await statuses(url, 1), [200]);
  });

  it('count for one line where a browser changes its IPv6 address within its network', async () => {
    const url = `${world.near.url}${world.pathOf(await world.draft())}`;
    for (const [address, status] of [
      ['2001:db8:1:2::1', 200],
      ['2001:db8:1:2::2', 200],
      ['2001:db8:1:2:ffff::3', 200],
      ['2001:db8:1:2::4', 429],
      ['2001:db8:1:3::1', 200],
    ] as const) {
      world.near.comesFrom(address);
      assert.deepEqual([address, (await fetch(url)).status], [address, status]);
    }
  });

  it('are not told apart by what a browser writes into the headers itself', async () => {
    const url = `${world.near.url}${world.pathOf(await world.draft())}`;
    for (let each = 0; each < 3; each++)
      await fetch(url, { headers: { 'x-forwarded-for': `198.18.0.${each}` } });
    const refused = await fetch(url, { headers: { 'x-forwarded-for': '198.18.0.9' } });
    assert.equal(refused.status, 429);
  });

  it('are logged once a window', async () => {
    const url = `${world.near.url}${world.pathOf(await world.draft())}`;
    await statuses(url, 7);
    assert.equal(world.log.lines.filter(({ sentence }) => /too often/.test(sentence)).length, 1);
  });
});
