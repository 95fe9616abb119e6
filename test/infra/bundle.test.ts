// The bot as the image starts it: bundled, in a folder that has nothing of its packages but the one that is left out.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { bundle } from '../../infra/bundle.ts';
import { ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { atOnce } from '../support/at-once.ts';
import { freePort } from '../support/free-port.ts';
import { type LocalWorld, request, startLocalWorld } from '../support/local-world.ts';
import { type Collector, startCollector } from '../support/otlp-collector.ts';
import { type RealPostgres, startPostgres } from '../support/real-postgres.ts';
import { scrape } from '../support/scrape.ts';
import { until } from '../support/until.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../..');
const packages = join(root, 'node_modules');

describe('the bundle', function () {
  this.timeout(240_000);
  let folder: string;
  let sources: readonly string[];
  let collector: Collector;
  let postgres: RealPostgres;
  const dist = (file: string): string => join(folder, 'dist', file);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'jit-access-bundle-'));
    sources = await bundle(join(folder, 'dist'));
    await mkdir(join(folder, 'node_modules/@electric-sql'), { recursive: true });
    await symlink(
      join(packages, '@electric-sql/pglite'),
      join(folder, 'node_modules/@electric-sql/pglite'),
      'dir',
    );
    [collector, postgres] = await Promise.all([startCollector(), startPostgres()]);
  });
  after(async () => {
    await collector?.close();
    await postgres?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A grant from its words to the notice of its end, and what is loaded only where somebody wants to know. */
  async function life(database: () => Promise<Readonly<Record<string, string>>>): Promise<void> {
    const metrics = await freePort();
    const world: LocalWorld = await startLocalWorld({
      main: dist('main.js'),
      variables: {
        METRICS_PORT: String(metrics),
        OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
        ...(await database()),
      },
    });
    try {
      await request(world, 'rdp to web-01 for 1m from 203.0.113.7');
      await until(() => world.status() === 'Ready', 60);
      await world.kill();
      await world.restart();
      await until(() => world.status() === 'Closed', 150);
      await until(
        () => world.said(ON_CALL_CHANNEL_ID).some((text) => /Closed/.test(text) && text.includes('web-01')),
        60,
      );
      assert.equal(world.azure.requests().length, 1);
      assert.equal((await scrape(metrics)).get('jit_access_database_up'), 1);
      await until(() => collector.spans.length > 0, 60);
    } finally {
      await world.stop();
    }
  }

  atOnce({
    'leads a grant to its end on the embedded database, through a kill': () => life(async () => ({})),
    'leads a grant to its end on a server, through a kill': () =>
      life(async () => ({ DATABASE_URL: await postgres.freshDatabase() })),
  });

  it('has nothing that cannot be loaded, early or late', async () => {
    const entries = ['main.js', 'pglite-thread.js'];
    const files = (await readdir(join(folder, 'dist'))).filter((name) => name.endsWith('.js'));
    for (const entry of entries) assert.ok(files.includes(entry), entry);
    const late = files.filter((name) => !entries.includes(name));
    assert.ok(late.length > 10, `${late.length} files`);
    const script = late.map((name) => `await import(${JSON.stringify(pathToFileURL(dist(name)).href)});`);
    await run(process.execPath, ['--input-type=module', '--eval', script.join('\n')]);
  });

  it('is of sources that load no package late but modules: of others it would not have the names', () => {
    const late = new Set(
      globSync('{src,dialogs,cards}/**/*.ts', { cwd: root }).flatMap((file) =>
        [...readFileSync(join(root, file), 'utf8').matchAll(/\bimport\(\s*'([^'.][^']*)'/g)].map(
          ([, name = '']) => name,
        ),
      ),
    );
    assert.ok(late.has('@azure/identity'), [...late].join());
    const others = [...late].filter((name) => {
      const itself: { type?: string } = JSON.parse(
        readFileSync(join(packages, name, 'package.json'), 'utf8'),
      );
      return itself.type !== 'module';
    });
    assert.deepEqual(others, []);
  });

  it('has neither the local world nor the command line in it', () => {
    const own = sources.filter((path) => !path.startsWith('node_modules/'));
    assert.ok(own.includes('src/app.ts') && own.includes('cards/draft-card.ts'), own.slice(0, 20).join());
    assert.deepEqual(
      own.filter(
        (path) => !/^(src|cards|dialogs)\/|^package\.json$/.test(path) || path.startsWith('src/cli/'),
      ),
      [],
    );
  });
});
