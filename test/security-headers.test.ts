// What every answer of the bot carries, over real HTTP: pages, errors, and what is no HTTP at all.
import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { createServer } from '../src/server.ts';
import { createAdapter } from '../src/teams/adapter.ts';
import { keptLog } from './support/kept-log.ts';
import { startWebWorld, type WebWorld } from './support/web-world.ts';

/** The status and headers of the one answer to bytes as they are. */
function raw(url: string, bytes: string): Promise<{ status: number; headers: Headers }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const [line = '', ...lines] = (text.split('\r\n\r\n')[0] ?? '').split('\r\n');
      const headers = new Headers(
        lines.map((each): [string, string] => [each.split(': ')[0] ?? '', each.split(': ')[1] ?? '']),
      );
      resolve({ status: Number(line.split(' ')[1]), headers });
    });
  });
}

const expected = [
  ['cache-control', 'no-store'],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-resource-policy', 'same-origin'],
] as const;

describe('every answer', () => {
  let world: WebWorld;
  let link: string;
  before(async () => {
    world = await startWebWorld({ inMemory: true });
    link = world.pathOf(await world.draft());
  });
  after(() => world?.stop());

  const json = { 'content-type': 'application/json' };
  const table: readonly (readonly [what: string, path: () => string, RequestInit, status: number])[] = [
    ['a page', () => link, {}, 200],
    ['a page that is not there', () => '/address/nothing', {}, 404],
    ['a page that takes no such method', () => link, { method: 'DELETE' }, 405],
    ['a form that is none', () => link, { method: 'POST', body: 'x' }, 415],
    [
      'a form too large',
      () => link,
      { method: 'POST', body: new URLSearchParams({ address: 'x'.repeat(3000) }) },
      413,
    ],
    ['a file that is not there', () => '/rdp/nothing', {}, 404],
    ['a CSV that is not there', () => '/findings/nothing', {}, 404],
    ['health', () => '/healthz', {}, 200],
    ['readiness', () => '/readyz', {}, 200],
    ['no such path', () => '/', {}, 404],
    ['a path that cannot be decoded', () => '/%zz', {}, 404],
    ['a wrong method', () => '/api/messages', {}, 405],
    ['no JSON', () => '/api/messages', { method: 'POST', body: 'x', headers: json }, 400],
    ['no activity', () => '/api/messages', { method: 'POST', body: '{}', headers: json }, 400],
    ['another type', () => '/api/messages', { method: 'POST', body: 'x' }, 415],
    [
      'a body too large',
      () => '/api/messages',
      { method: 'POST', body: `"${'x'.repeat(2000)}"`, headers: json },
      413,
    ],
  ];
  for (const [what, path, init, status] of table)
    it(`may not be framed, sniffed, kept or told to others: ${what}`, async () => {
      const response = await fetch(`${world.direct}${path()}`, init);
      assert.equal(response.status, status);
      assert.deepEqual(
        expected.map(([name]) => [name, response.headers.get(name)]),
        expected,
      );
      const policy = response.headers.get('content-security-policy') ?? '';
      assert.match(policy, /^default-src 'none'; (.*; )?frame-ancestors 'none'$/);
      assert.deepEqual([response.headers.get('server'), response.headers.get('x-powered-by')], [null, null]);
    });

  const broken = [
    ['what is no HTTP', 'HELLO\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'two lengths of one body',
      'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
  ] as const;
  for (const [what, bytes, status] of broken)
    it(`may not be framed either: to ${what}`, async () => {
      const answer = await raw(world.direct, bytes);
      assert.equal(answer.status, status);
      assert.deepEqual(
        expected.map(([name]) => [name, answer.headers.get(name)]),
        expected,
      );
      assert.equal(
        answer.headers.get('content-security-policy'),
        "default-src 'none'; frame-ancestors 'none'",
      );
    });

  for (const https of [true, false])
    it(`${https ? 'keeps' : 'does not keep'} browsers to TLS where people ${https ? '' : 'do not '}come over TLS`, async () => {
      const server = createServer({
        adapter: createAdapter({ localMode: true, cloud: 'public' }),
        onTurn: async () => {},
        ready: async () => ({ ok: true, details: [] }),
        https,
        log: keptLog(),
        host: '127.0.0.1',
        port: 0,
        bodyLimitBytes: 1000,
      });
      const port = await server.listen();
      try {
        for (const path of ['/healthz', '/nothing']) {
          const { headers } = await fetch(`http://127.0.0.1:${port}${path}`);
          assert.equal(headers.get('strict-transport-security'), https ? 'max-age=31536000' : null);
        }
      } finally {
        await server.close(0);
      }
    });
});
