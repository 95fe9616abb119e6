// docs/deploy.md is held to what it tells of: parameters, outputs, files and scripts. Its back-up commands are run by
// test/debian/restore.test.ts.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { parseBicep } from '../support/bicep/parse.ts';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const guide = read('docs/deploy.md');
const declarations = parseBicep(read('infra/main.bicep'));
const namesOf = (keyword: string): readonly string[] =>
  declarations.filter((each) => each.keyword === keyword).map(({ name }) => name);
const quotedIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code);

describe('docs/deploy.md', () => {
  it('names parameters that infra/main.bicep has, and their defaults', () => {
    const [, table = ''] = guide.split('| parameter | default | |\n');
    const rows = (table.split('\n\n')[0] ?? '').split('\n').slice(1);
    const named = rows.flatMap((row) => quotedIn(row.split('|')[1] ?? ''));
    assert.ok(named.length > 6);
    assert.deepEqual(
      named.filter((name) => !namesOf('param').includes(name)),
      [],
    );
  });

  it('names each output of infra/main.bicep', () =>
    assert.deepEqual(
      namesOf('output').filter((name) => !guide.includes(`\`${name}\``)),
      [],
    ));

  it('has people set what has no default', () => {
    const needed = declarations
      .filter(({ keyword, value }) => keyword === 'param' && value === undefined)
      .map(({ name }) => name);
    const given = new Set(parseBicep(read('infra/main.bicepparam')).map(({ name }) => name));
    assert.deepEqual(
      needed.filter((name) => !given.has(name)),
      [],
    );
  });

  it('shows the smallest settings of a bot with an identity', () => {
    const [, block = ''] = /`bot\.env` has at least:\n\n```text\n(.*?)```/s.exec(guide) ?? [];
    const shown = block
      .trim()
      .split('\n')
      .map((line): [string, string] => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]);
    assert.equal(readConfig(Object.fromEntries(shown)).identity?.appType, 'SingleTenant');
    const withoutOne = shown.map(([name]) => Object.fromEntries(shown.filter(([other]) => other !== name)));
    // The other three are @azure/identity's own.
    for (const settings of withoutOne.slice(0, 3))
      assert.throws(() => readConfig(settings), { name: 'ConfigError' });
  });

  it('names scripts and tests that there are', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const run = [...guide.matchAll(/npm run ([a-z:]+)/g)].map(([, name = '']) => name);
    const files = [...guide.matchAll(/\b(?:test|infra|src)\/[\w./-]+\.(?:ts|bicep|sh|yaml)\b/g)].map(
      ([file]) => file,
    );
    assert.ok(run.length > 0 && files.length > 5);
    assert.deepEqual(
      [run.filter((name) => !scripts.includes(name)), files.filter((file) => !existsSync(join(root, file)))],
      [[], []],
    );
  });
});
