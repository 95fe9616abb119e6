// The form that the address page sends: what is taken, and from whom.
import assert from 'node:assert/strict';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { formType, page, postAs } from './page-reading.ts';

describe('the form of the address page', () => {
  let world: WebWorld;
  before(async () => {
    world = await startWebWorld({ inMemory: true });
  });
  after(() => world?.stop());
  beforeEach(() => world.near.comesFrom('203.0.113.9'));

  /** A fresh form with nothing typed, and its link in front of a proxy. */
  async function fresh(change?: Parameters<WebWorld['draft']>[0]) {
    const draft = await world.draft(change);
    const path = draft.state === 'draft' ? world.pathOf(draft) : '';
    return { draft, path, url: `${world.near.url}${path}` };
  }

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
});
