// The file for Remote Desktop over real HTTP: what is in it, and when it is gone.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { ending as closing } from '../../src/domain/lifecycle.ts';
import { anOpen } from '../support/requests.ts';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { page } from './page-reading.ts';

describe('the file for Remote Desktop', () => {
  let world: WebWorld;
  before(async () => {
    world = await startWebWorld({ inMemory: true });
  });
  after(() => world?.stop());
  let count = 0;

  async function granted(change: (open: ReturnType<typeof anOpen>) => AccessRequest = (open) => open) {
    count += 1;
    const origin = { conversationId: 'chat-1', activityId: `rdp-${count}` };
    const open = { ...anOpen(), id: `rdp-${count}`, origin, endsAt: world.now() + 3600_000 };
    await world.ledger.create(change(open), [], world.now());
    return { open, url: world.links.rdpFile(open) ?? '' };
  }

  it('names the address and asks for credentials, and nothing else', async () => {
    const { url } = await granted();
    const response = await fetch(url);
    assert.deepEqual(
      [
        response.status,
        response.headers.get('content-type'),
        response.headers.get('content-disposition'),
        await response.text(),
      ],
      [
        200,
        'application/x-rdp',
        'attachment; filename="web-01.rdp"',
        'full address:s:203.0.113.10:3389\r\nprompt for credentials:i:1\r\n',
      ],
    );
    assert.deepEqual(
      [response.headers.get('cache-control'), response.headers.get('x-content-type-options')],
      ['no-store', 'nosniff'],
    );
    const head = await fetch(url, { method: 'HEAD' });
    assert.deepEqual([head.status, head.headers.get('content-length'), await head.text()], [200, '62', '']);
  });

  const names: readonly (readonly [string, string])[] = [
    ['web 01', 'web-01.rdp'],
    ['../../etc/passwd', 'etc-passwd.rdp'],
    ['a"b\r\nSet-Cookie: x=1', 'a-b-Set-Cookie-x-1.rdp'],
    ['Ünïcode', 'n-code.rdp'],
    ['…', 'machine.rdp'],
  ];
  for (const [machine, name] of names)
    it(`is called ${name} for ${JSON.stringify(machine)}`, async () => {
      const { url } = await granted((open) => ({
        ...open,
        terms: { ...open.terms, machine: { ...open.terms.machine, name: machine } },
      }));
      const response = await fetch(url);
      assert.equal(response.headers.get('content-disposition'), `attachment; filename="${name}"`);
    });

  it('is gone with the end of the grant', async () => {
    const { url } = await granted();
    world.pass(3600);
    const { status, heading } = await page(fetch(url));
    assert.deepEqual([status, heading], [410, 'This access is over']);
  });

  it('is gone as soon as the grant is not open any more', async () => {
    const { open, url } = await granted();
    const { request } = closing(open, world.now());
    await world.ledger.save({ ...request, version: 1 }, []);
    assert.equal((await page(fetch(url))).status, 410);
  });

  it('is nothing for a link to the address page, a forged one, or another method', async () => {
    const { url } = await granted();
    const draft = await world.draft();
    const crossed = `${world.near.url}${world.pathOf(draft).replace('/address/', '/rdp/')}`;
    const answers = await Promise.all([
      fetch(crossed),
      fetch(`${url}x`),
      fetch(`${world.near.url}/rdp/`),
      fetch(url, { method: 'POST' }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 404, 404, 405],
    );
    const toAddress = url.replace('/rdp/', '/address/');
    assert.equal((await page(fetch(toAddress))).status, 404);
  });

  it('is never written with something that is no address', async () => {
    const { url } = await granted((open) => ({
      ...open,
      terms: {
        ...open.terms,
        machine: { ...open.terms.machine, publicAddress: '203.0.113.10\r\nalternate shell:s:evil' },
      },
    }));
    const { status, words } = await page(fetch(url));
    assert.deepEqual([status, /evil|203/.test(words)], [500, false]);
    const logged = world.log.lines.find(({ level }) => level === 'error');
    assert.ok(logged !== undefined && !JSON.stringify(world.log.lines).includes(url.split('/').at(-1) ?? ''));
  });

  it('waits for the database', async () => {
    const { url } = await granted();
    world.loseBooks();
    const { status } = await page(fetch(url));
    world.findBooks();
    assert.equal(status, 503);
  });
});
