// Holds the table of rooms in ARCHITECTURE.md to the code: who may import whom, and which packages stop where.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Import {
  readonly from: string;
  /** A path from the root for our own files, otherwise a package name. */
  readonly to: string;
  readonly own: boolean;
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = text.matchAll(
    /(?:^(?:import|export)\b[^;]*?\bfrom\s+|^import\s+|\bimport\()'([\w@./:-]+)'/gm,
  );
  return [...found].map(([, to = '']) => {
    const own = to.startsWith('.');
    return { from: file, to: own ? normalize(join(dirname(file), to)) : packageOf(to), own };
  });
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('@') ? specifier.split('/').slice(0, 2).join('/') : (specifier.split('/')[0] ?? '');

const files = globSync('{src,dialogs,cards}/**/*.ts', { cwd: root }).map((file) => relative('.', file));
const imports = files.flatMap(importsOf);

/** Folder → folders its files may import from, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  'src/domain': [],
  'src/access': ['src/domain'],
  'src/azure': ['src/domain', 'src/access'],
  'src/teams': ['src/domain', 'src/access'],
  'src/ledger': ['src/domain', 'src/access'],
  'src/policy': ['src/domain', 'src/access'],
  'src/web': ['src/domain', 'src/access', 'cards'],
  'src/telemetry': ['src/domain', 'src/access'],
  dialogs: ['src/domain'],
  cards: ['src/domain'],
  'src/bot': ['src/domain', 'src/access', 'src/teams', 'dialogs', 'cards'],
};

/** Package → folders (or files) that may import it. */
const packagesStopAt: Readonly<Record<string, readonly string[]>> = {
  '@azure/arm-network': ['src/azure'],
  '@azure/arm-security': ['src/azure'],
  '@azure/arm-resources-subscriptions': ['src/azure'],
  '@azure/identity': ['src/azure'],
  botbuilder: ['src/teams', 'src/bot'],
  restify: ['src/server.ts'],
  pg: ['src/ledger'],
  'pg-boss': ['src/ledger'],
  '@electric-sql/pglite': ['src/ledger'],
  postgrator: ['src/ledger'],
  yaml: ['src/policy'],
  re2js: ['src/policy'],
  'csv-stringify': ['src/cli', 'src/web'],
  fflate: ['src/cli'],
  '@microsoft/app-manifest': ['src/cli'],
  pino: ['src/log.ts'],
  '@opentelemetry/api': ['src/telemetry'],
  '@opentelemetry/resources': ['src/telemetry'],
  '@opentelemetry/sdk-metrics': ['src/telemetry'],
  '@opentelemetry/sdk-trace': ['src/telemetry'],
  '@opentelemetry/exporter-prometheus': ['src/telemetry'],
  '@opentelemetry/exporter-metrics-otlp-http': ['src/telemetry'],
  '@opentelemetry/exporter-trace-otlp-http': ['src/telemetry'],
  '@azure/monitor-opentelemetry-exporter': ['src/telemetry'],
};

const inside = (file: string, places: readonly string[]): boolean =>
  places.some((place) => file === place || file.startsWith(`${place}/`));

describe('the rooms', () => {
  it('are all read: the code is where the table looks', () => {
    assert.ok(files.length > 100 && imports.length > 300, `${files.length} files, ${imports.length} imports`);
  });

  for (const [room, others] of Object.entries(mayImport))
    it(`${room} imports only from ${[room, ...others].join(', ')}`, () => {
      const strays = imports.filter(
        ({ from, to, own }) => own && inside(from, [room]) && !inside(to, [room, ...others]),
      );
      assert.deepEqual(strays, []);
    });

  for (const [name, places] of Object.entries(packagesStopAt))
    it(`${name} stops at ${places.join(', ')}`, () => {
      assert.deepEqual(
        imports.filter(({ from, to }) => to === name && !inside(from, places)),
        [],
      );
    });

  it('the domain, the dialogs and the cards do no I/O and use no package', () => {
    const strays = imports.filter(
      ({ from, own }) => !own && inside(from, ['src/domain', 'dialogs', 'cards']),
    );
    // Which language is spoken goes along with the work that speaks.
    assert.deepEqual(strays, [{ from: 'cards/language.ts', to: 'node:async_hooks', own: false }]);
  });

  it('the product never imports the local world, the benchmarks or the tests', () => {
    const strays = imports.filter(({ to, own }) => own && inside(to, ['sandbox', 'bench', 'test']));
    assert.deepEqual(strays, []);
  });

  it('the domain has no clock and no chance', () => {
    const told = files
      .filter((file) => inside(file, ['src/domain', 'dialogs', 'cards']))
      .filter((file) =>
        /Date\.now|new Date\(\)|Math\.random|randomUUID/.test(readFileSync(join(root, file), 'utf8')),
      );
    assert.deepEqual(told, []);
  });

  it('no file imports itself through others', () => {
    const next = Map.groupBy(
      imports.filter(({ own }) => own),
      ({ from }) => from,
    );
    const cleared = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      assert.ok(!path.includes(file), `circle: ${[...path, file].join(' → ')}`);
      if (cleared.has(file)) return;
      for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
      cleared.add(file);
    };
    for (const file of files) visit(file, []);
  });
});
