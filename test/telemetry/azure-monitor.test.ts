// Azure Monitor's ingestion, played over real HTTPS: spans and metrics arrive with the key of the connection string.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';

const key = '11111111-2222-4333-8444-555555555555';
const envelopes = z.array(
  z.looseObject({
    name: z.string(),
    iKey: z.string().optional(),
    instrumentationKey: z.string().optional(),
    data: z.unknown(),
  }),
);

describe('Azure Monitor', function () {
  this.timeout(120_000);
  let folder: string;
  let server: Server;
  let url: string;
  const paths = new Set<string>();
  const bodies: string[] = [];

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'jit-access-monitor-'));
    const names = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'certificate.pem')];
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
    try {
      execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...names, ...subject], {
        stdio: 'ignore',
      });
    } catch {
      return this.skip();
    }
    const [cert, privateKey] = await Promise.all(
      ['certificate.pem', 'key.pem'].map((name) => readFile(join(folder, name))),
    );
    server = createServer({ cert, key: privateKey }, async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts);
      paths.add(request.url ?? '');
      bodies.push((request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString());
      response
        .writeHead(200, { 'Content-Type': 'application/json' })
        .end('{"itemsReceived":1,"itemsAccepted":1,"errors":[]}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
  });
  after(async () => {
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('gets what happened and each step, by the request’s id', async () => {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('./to-azure-monitor.ts', import.meta.url))],
      {
        env: {
          PATH: process.env.PATH ?? '',
          NODE_EXTRA_CA_CERTS: join(folder, 'certificate.pem'),
          APPLICATIONINSIGHTS_STATSBEAT_DISABLED: 'true',
          CONNECTION: `InstrumentationKey=${key};IngestionEndpoint=${url}`,
        },
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let said = '';
    child.stdout.on('data', (part: Buffer) => {
      said += part.toString();
    });
    const [code] = await once(child, 'close');
    assert.deepEqual([code, said.trim()], [0, '[]']);
    assert.ok(
      [...paths].every((path) => path.startsWith('/v2')),
      [...paths].join(),
    );
    const all = bodies.flatMap((body) => envelopes.parse(JSON.parse(body)));
    const text = JSON.stringify(all);
    for (const expected of [key, 'jit_access_requests_ended', '"settle"', 'req-1'])
      assert.ok(text.includes(expected), expected);
  });
});
