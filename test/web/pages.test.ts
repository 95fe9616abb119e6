// The bot's pages over real HTTP, with real books, behind proxies: who sees what, and what is written when.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { ending as closing, withdrawn } from '../../src/domain/lifecycle.ts';
import { ada, anOpen, grace } from '../support/requests.ts';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';

const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** What a reader sees of a page: status, heading, and its words in one line. */
async function page(answer: Response | Promise<Response>) {
  const response = await answer;
  const body = await response.text();
  const words = body
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return {
    status: response.status,
    heading: /<h1>(.*)<\/h1>/.exec(body)?.[1],
    words,
    body,
    headers: response.headers,
  };
}

const confirm = (url: string, address: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { ...formType, ...headers },
    body: new URLSearchParams({ address }),
  });

const renew = (url: string) => fetch(url, { method: 'POST', headers: formType, body: 'renew=1' });

const sourceOf = (request: AccessRequest | undefined): string | undefined =>
  request?.state === 'draft' && request.asking.kind === 'form' ? request.asking.values.source : undefined;

describe('the address page', () => {
  let world: WebWorld;
  before(async () => {
    world = await startWebWorld();
  });
  after(() => world?.stop());
  beforeEach(() => world.near.comesFrom('203.0.113.9'));

  /** A fresh form with nothing typed, and its link in front of a proxy. */
  async function fresh(change?: Parameters<WebWorld['draft']>[0]) {
    const draft = await world.draft(change);
    const path = draft.state === 'draft' ? world.pathOf(draft) : '';
    return { draft, path, url: `${world.near.url}${path}` };
  }

  const audited = async (draft: AccessRequest) =>
    (await world.ledger.history({ personId: draft.requester.id }, 100))
      .filter(({ requestId }) => requestId === draft.id)
      .map(({ kind, actor, facts }) => ({ kind, actor, facts }));

  it('shows whom the link is for, the machine, and the address it sees', async () => {
    const { url } = await fresh();
    const { status, heading, words, body } = await page(fetch(url));
    assert.deepEqual([status, heading], [200, 'Use this address?']);
    for (const fact of ['Ada Engineer', 'web-01', '203.0.113.9', 'It opens nothing'])
      assert.ok(words.includes(fact), `the page does not say ${fact}`);
    assert.match(body, /<form method="post">\s*<input type="hidden" name="address" value="203\.0\.113\.9">/);
  });

  it('is used up by nobody who only looks, however often', async () => {
    const { draft, url } = await fresh();
    for (const method of ['GET', 'HEAD', 'GET']) assert.equal((await fetch(url, { method })).status, 200);
    assert.deepEqual([(await world.stored(draft.id))?.version, await audited(draft)], [1, []]);
    assert.equal((await confirm(url, '203.0.113.9')).status, 200);
  });

  it('answers HEAD with the headers of GET, and no body', async () => {
    const { url } = await fresh();
    const [get, head] = [await fetch(url), await fetch(url, { method: 'HEAD' })];
    const names = ['content-type', 'content-length', 'content-security-policy', 'cache-control'];
    assert.deepEqual(
      names.map((name) => head.headers.get(name)),
      names.map((name) => get.headers.get(name)),
    );
    assert.equal(await head.text(), '');
  });

  it('puts the address into the form, once, and says so in the audit trail', async () => {
    const { draft, url } = await fresh();
    const { status, heading, words } = await page(confirm(url, '203.0.113.9'));
    assert.deepEqual([status, heading], [200, 'Your address is in the form']);
    assert.match(words, /go back to Teams/);
    assert.equal(sourceOf(await world.stored(draft.id)), '203.0.113.9');
    assert.deepEqual(await audited(draft), [
      { kind: 'address-confirmed', actor: ada.id, facts: { address: '203.0.113.9', how: 'address page' } },
    ]);
    assert.equal(world.settled.at(-1), draft.id);

    world.near.comesFrom('203.0.113.66');
    const again = await page(confirm(url, '203.0.113.66'));
    assert.deepEqual([again.status, again.heading], [410, 'This link was used already']);
    assert.match(again.words, /The form has 203\.0\.113\.9 from this page, since a moment ago/);
    assert.equal((await page(fetch(url))).heading, 'This link was used already');
    assert.equal(sourceOf(await world.stored(draft.id)), '203.0.113.9');
  });

  it('says nothing of the address any more on a used link that is old', async () => {
    const { url } = await fresh();
    await confirm(url, '203.0.113.9');
    world.pass(901);
    const { heading, words } = await page(fetch(url));
    assert.equal(heading, 'This link was used already');
    assert.doesNotMatch(words, /203\.0\.113\.9/);
  });

  it('says when the address is another than last time, and when that was', async () => {
    const person = { id: 'aaaaaaaa-0000-4000-8000-00000000000a', name: 'Rosa Roaming' };
    const one = await fresh((draft) => ({ ...draft, requester: person }));
    const two = await fresh((draft) => ({ ...draft, requester: person }));
    const first = await page(confirm(one.url, '203.0.113.9'));
    assert.doesNotMatch(first.words, /confirmed last/);
    world.pass(600);
    world.near.comesFrom('203.0.113.77');
    const { words } = await page(confirm(two.url, '203.0.113.77'));
    assert.match(words, /not the one you confirmed last: 10 minutes ago that was 203\.0\.113\.9/);
  });

  it('takes only the address that it sees, and asks again when that has changed', async () => {
    const { draft, url } = await fresh();
    const before = sourceOf(draft);
    for (const shown of ['192.0.2.1', '203.0.113.99']) {
      const { status, heading, body } = await page(confirm(url, shown));
      assert.deepEqual([status, heading], [409, 'Your address has changed']);
      assert.match(body, /name="address" value="203\.0\.113\.9"/);
    }
    assert.equal(sourceOf(await world.stored(draft.id)), before);
    await confirm(url, '203.0.113.9');
    assert.equal(sourceOf(await world.stored(draft.id)), '203.0.113.9');
  });

  it('expires, and puts a new link on the card only', async () => {
    const { draft, url } = await fresh();
    world.pass(900);
    const { status, heading, body } = await page(fetch(url));
    assert.deepEqual([status, heading], [410, 'This link has expired']);
    assert.doesNotMatch(body, /203\.0\.113|Ada|web-01/);
    assert.equal((await page(confirm(url, '203.0.113.9'))).heading, 'This link has expired');

    const { status: renewed, body: answer } = await page(renew(url));
    assert.equal(renewed, 200);
    assert.doesNotMatch(answer, /\/address\//);
    const now = await world.stored(draft.id);
    if (now?.state !== 'draft') return assert.fail('the draft is gone');
    assert.deepEqual(now.link, { number: 2, expiresAt: world.now() + 900_000 });
    assert.equal(world.settled.at(-1), draft.id);
    assert.equal((await page(fetch(url))).heading, 'This link was used already');
    assert.equal((await page(fetch(`${world.near.url}${world.pathOf(now)}`))).heading, 'Use this address?');
  });

  it('is shown again when a new link is asked for and the old one works', async () => {
    const { draft, url } = await fresh();
    assert.equal((await page(renew(url))).heading, 'Use this address?');
    assert.equal((await world.stored(draft.id))?.version, 1);
  });

  it('is over once the form was sent or cancelled', async () => {
    const { draft, url } = await fresh();
    if (draft.state !== 'draft') return assert.fail('no draft');
    await world.ledger.save(withdrawn(draft, world.now()).request, []);
    for (const answer of [fetch(url), confirm(url, '203.0.113.9'), renew(url)]) {
      const { status, heading } = await page(answer);
      assert.deepEqual([status, heading], [410, 'The form is gone']);
    }
  });

  it('says 404 in the same words to a link that is cut off and to one that is forged', async () => {
    const { url, path } = await fresh();
    const [, , token = ''] = path.split('/');
    const [version, payload, mac = ''] = token.split('.');
    const forged = `${version}.${payload}.${mac.startsWith('A') ? 'B' : 'A'}${mac.slice(1)}`;
    const links = [
      url.slice(0, -1),
      url.replace(token, forged),
      url.replace(token, ''),
      url.replace(token, '%zz'),
    ];
    const pages = await Promise.all(links.map((link) => page(fetch(link))));
    assert.deepEqual(
      pages.map(({ status }) => status),
      [404, 404, 404, 404],
    );
    assert.equal(new Set(pages.map(({ body }) => body)).size, 1);
    const posted = await page(confirm(links[1] ?? '', '203.0.113.9'));
    assert.deepEqual([posted.status, posted.body], [404, pages[0]?.body]);
  });

  it('turns away a link that was made for another person than the requester', async () => {
    const { draft } = await fresh();
    if (draft.state !== 'draft') return assert.fail('no draft');
    const url = `${world.near.url}${world.pathOf({ ...draft, requester: grace })}`;
    for (const answer of [fetch(url), confirm(url, '203.0.113.9'), renew(url)]) {
      const { status, heading, words } = await page(answer);
      assert.deepEqual([status, heading], [403, 'This link is not for this request']);
      assert.doesNotMatch(words, /Ada|Grace|web-01/);
    }
    assert.equal((await world.stored(draft.id))?.version, 1);
  });

  it('explains what to do about IPv6, and offers no button', async () => {
    const { draft, url } = await fresh();
    world.near.comesFrom('2001:db8::7');
    for (const answer of [fetch(url), confirm(url, '203.0.113.9')]) {
      const { heading, words, body } = await page(answer);
      assert.equal(heading, 'You come from an IPv6 address');
      assert.match(words, /2001:db8::7 .*IPv4 addresses only.*VPN that uses IPv4.*type the IPv4 address/);
      assert.doesNotMatch(body, /<button|<form/);
    }
    assert.equal((await world.stored(draft.id))?.version, 1);
  });

  it('does not guess an address it cannot see', async () => {
    const { draft, url } = await fresh();
    world.near.comesFrom('unknown');
    for (const answer of [fetch(url), confirm(url, '203.0.113.9')]) {
      const { heading, body } = await page(answer);
      assert.equal(heading, 'I cannot see your address');
      assert.doesNotMatch(body, /<button|203\.0\.113/);
    }
    assert.equal((await world.stored(draft.id))?.version, 1);
    const logged = world.log.lines.find(({ facts }) => facts.why === 'hidden');
    assert.deepEqual(logged?.facts, { why: 'hidden', peer: '127.0.0.1' });
  });

  it('says why an address cannot be used for this machine, and what could be', async () => {
    const { draft, url } = await fresh((asked) =>
      asked.asking.kind === 'form'
        ? { ...asked, asking: { ...asked.asking, values: { ...asked.asking.values, port: '5985' } } }
        : asked,
    );
    const table = [
      ['198.51.100.9', /“198\.51\.100\.9” is outside .* policy allows; it allows 203\.0\.113\.0\/24\./],
      ['192.168.1.5', /“192\.168\.1\.5” is in the private range 192\.168\.0\.0\/16.*For administrators/],
      ['127.0.0.1', /That is this very machine/],
    ] as const;
    for (const [address, words] of table) {
      world.near.comesFrom(address);
      for (const answer of [fetch(url), confirm(url, address)]) {
        const seen = await page(answer);
        assert.equal(seen.heading, 'This address cannot be used');
        assert.match(seen.words, words);
        assert.doesNotMatch(seen.body, /<button/);
      }
    }
    assert.equal((await world.stored(draft.id))?.version, 1);
  });

  it('says that it cannot know anything while the database is away', async () => {
    const { url } = await fresh();
    world.loseBooks();
    const answers = await Promise.all([
      page(fetch(url)),
      page(confirm(url, '203.0.113.9')),
      page(renew(url)),
    ]);
    world.findBooks();
    for (const { status, words, heading } of answers) {
      assert.deepEqual([status, heading], [503, 'Not now']);
      assert.match(words, /cannot reach my database/);
    }
    assert.equal((await fetch(url)).status, 200);
  });

  it('writes names and machines as text, whatever is in them', async () => {
    const name = `<img src=x onerror="alert('1')">&amp;\u202e`;
    const { url } = await fresh((draft) => ({ ...draft, requester: { ...ada, name } }));
    const { body } = await page(fetch(url));
    assert.match(body, /<dd>&lt;img src=x onerror=&quot;alert\(&#39;1&#39;\)&quot;&gt;&amp;amp;<\/dd>/);
    assert.doesNotMatch(body, /<img|\u202e/);
  });

  it('has no script, loads nothing, and can be read by everybody', async () => {
    const { url } = await fresh();
    const { body } = await page(fetch(url));
    assert.match(body, /^<!doctype html>\n<html lang="en-GB">/);
    assert.match(body, /<title>Use this address\? – JIT Access<\/title>/);
    assert.deepEqual(
      [/<h1>/g, /<main>/g, /<header>/g, /<button type="submit">/g].map((tag) => body.match(tag)?.length),
      [1, 1, 1, 1],
    );
    assert.doesNotMatch(body, /<script|<link|<img|\bsrc=|\bhref=|\bon\w+=|style=|url\(|@import/i);
  });

  it('has headers that keep it private, on every page', async () => {
    const { url } = await fresh();
    const answers = await Promise.all([
      fetch(url),
      fetch(`${url}x`),
      confirm(url, '192.0.2.1'),
      fetch(url, { method: 'DELETE' }),
      fetch(url, { method: 'POST' }),
      confirm(url, '192.0.2.1', { origin: 'https://evil.example' }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 404, 409, 405, 415, 403],
    );
    for (const { headers } of answers) {
      assert.match(
        headers.get('content-security-policy') ?? '',
        /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      const names = [
        'referrer-policy',
        'cache-control',
        'x-content-type-options',
        'x-robots-tag',
        'cross-origin-opener-policy',
        'content-type',
      ];
      assert.deepEqual(
        names.map((name) => headers.get(name)),
        [
          'no-referrer',
          'no-store',
          'nosniff',
          'noindex, nofollow',
          'same-origin',
          'text/html; charset=utf-8',
        ],
      );
    }
  });

  const odd: readonly (readonly [string, number, RequestInit])[] = [
    ['JSON', 415, { headers: { 'content-type': 'application/json' }, body: '{"address":"203.0.113.9"}' }],
    [
      'a form with files',
      415,
      {
        body: (() => {
          const data = new FormData();
          data.set('address', '203.0.113.9');
          return data;
        })(),
      },
    ],
    ['no type', 415, { body: Buffer.from('address=203.0.113.9') }],
    [
      'a type that only begins alike',
      415,
      { headers: { 'content-type': 'application/x-www-form-urlencodedx' }, body: 'address=203.0.113.9' },
    ],
    ['a compressed form', 415, { headers: { ...formType, 'content-encoding': 'gzip' }, body: 'x' }],
    ['nothing', 400, { headers: formType, body: '' }],
    ['another field', 400, { headers: formType, body: 'address=203.0.113.9&source=192.0.2.1' }],
    ['a field twice', 400, { headers: formType, body: 'address=203.0.113.9&address=192.0.2.1' }],
    ['both fields', 400, { headers: formType, body: 'address=203.0.113.9&renew=1' }],
    ['a field of a prototype', 400, { headers: formType, body: '__proto__=1&constructor=2' }],
    ['too much', 413, { headers: formType, body: `address=${'1'.repeat(5000)}` }],
    ['an address that no page shows', 400, { headers: formType, body: 'address=%3Cscript%3E' }],
    ['no address', 400, { headers: formType, body: 'address=' }],
    ['an address that is too long', 400, { headers: formType, body: `address=${'1'.repeat(500)}` }],
  ];
  for (const [what, status, init] of odd)
    it(`does not take ${what}`, async () => {
      const { draft, url } = await fresh();
      const answer = await page(fetch(url, { method: 'POST', ...init }));
      assert.deepEqual([answer.status, answer.heading], [status, 'I did not understand that']);
      assert.equal((await world.stored(draft.id))?.version, 1);
    });

  it('takes a form with a character set', async () => {
    const { url } = await fresh();
    const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' };
    const { heading } = await page(fetch(url, { method: 'POST', headers, body: 'address=203.0.113.9' }));
    assert.equal(heading, 'Your address is in the form');
  });

  const senders: readonly (readonly [string, (own: string) => Record<string, string>, number])[] = [
    [
      'its own page, as browsers send it from there',
      () => ({ origin: 'null', 'sec-fetch-site': 'same-origin' }),
      200,
    ],
    ['its own page, by an older browser', (own) => ({ origin: own }), 200],
    ['a program that is no browser', () => ({}), 200],
    ['another site', () => ({ origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }), 403],
    ['another site, by an older browser', () => ({ origin: 'https://evil.example' }), 403],
    ['another site of the same company', (own) => ({ origin: own, 'sec-fetch-site': 'same-site' }), 403],
    ['a frame without an origin', () => ({ origin: 'null', 'sec-fetch-site': 'cross-site' }), 403],
    ['a frame without an origin, by an older browser', () => ({ origin: 'null' }), 403],
    ['another port', (own) => ({ origin: `${own}1` }), 403],
  ];
  for (const [sender, headersFor, status] of senders)
    it(`${status === 200 ? 'takes' : 'refuses'} the form of ${sender}`, async () => {
      const { draft, url } = await fresh();
      // Not fetch: it decides itself on some of these headers.
      const answer = await postAs(url, headersFor(world.near.url), 'address=203.0.113.9');
      assert.equal(answer, status);
      assert.equal((await world.stored(draft.id))?.version, status === 200 ? 2 : 1);
    });

  it('takes no other method', async () => {
    const { url } = await fresh();
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await fetch(url, { method });
      assert.deepEqual([response.status, response.headers.get('allow')], [405, 'GET, HEAD, POST']);
    }
  });

  it('minds nothing that mail filters put behind the link', async () => {
    const { url } = await fresh();
    assert.equal((await page(fetch(`${url}?utm_source=mail&x=/y`))).heading, 'Use this address?');
  });

  it('never tells its log a token', async () => {
    const { url, path } = await fresh();
    const token = path.split('/').at(-1) ?? '';
    world.loseBooks();
    await fetch(url);
    world.findBooks();
    await confirm(url, '203.0.113.9');
    assert.ok(token.length > 60 && world.log.lines.some(({ level }) => level === 'warn'));
    assert.ok(!JSON.stringify(world.log.lines).includes(token.slice(0, 20)));
  });
});

describe('the address page behind proxies', () => {
  let world: WebWorld;
  before(async () => {
    world = await startWebWorld();
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

describe('the file for Remote Desktop', () => {
  let world: WebWorld;
  before(async () => {
    world = await startWebWorld();
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

/** Sends a form with exactly these headers. @returns the status */
async function postAs(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<number | undefined> {
  const request = httpRequest(url, { method: 'POST', headers: { ...formType, ...headers } });
  request.end(body);
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode;
}
