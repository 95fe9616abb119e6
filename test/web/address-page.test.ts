// The address page over real HTTP, with real books, behind a proxy: who sees what, and what is written when.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import { withdrawn } from '../../src/domain/lifecycle.ts';
import { ada, grace } from '../support/requests.ts';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { confirm, page, renew, sourceOf } from './page-reading.ts';

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
    assert.deepEqual([again.status, again.heading], [410, 'This link does not work any more']);
    assert.match(again.words, /203\.0\.113\.9 was confirmed on this page a moment ago\./);
    assert.equal((await page(fetch(url))).heading, 'This link does not work any more');
    assert.equal(sourceOf(await world.stored(draft.id)), '203.0.113.9');
  });

  it('says nothing of the address any more on a used link that is old', async () => {
    const { url } = await fresh();
    await confirm(url, '203.0.113.9');
    world.pass(901);
    const { heading, words } = await page(fetch(url));
    assert.equal(heading, 'This link does not work any more');
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
    assert.equal((await page(fetch(url))).heading, 'This link does not work any more');
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
});
