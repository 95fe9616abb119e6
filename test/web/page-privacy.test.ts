// What every page of the bot keeps to: nothing is loaded, kept, found or told to others, and its token is never logged.
import assert from 'node:assert/strict';
import { startWebWorld, type WebWorld } from '../support/web-world.ts';
import { confirm, page } from './page-reading.ts';

describe('a page of the bot', () => {
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
