// docs/audit.md names every kind of entry the code writes, and no other.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How the code writes an entry: its kind beside its facts, by a helper called `entry`, or one of a few words. */
const writings = [
  /kind: '([\w-]+)',\s*(?:rule: [^\n]*,\s*)?facts\b/g,
  /\bentry\((?:person, )?'([\w-]+)'/g,
  /\b(?:accepted|absent|unknown): '(initiate-[\w-]+)'/g,
  /\bentryOf\(\w+, '([\w-]+)'/g,
  /^ +return '(setup-[\w-]+)';/gm,
  /const kind = [^\n]* \? '([\w-]+)' :/g,
  /const kind = [^\n]* : '([\w-]+)';/g,
];

describe('the guide to the audit trail', () => {
  const source = globSync('src/**/*.ts', { cwd: root })
    .map((file) => readFileSync(`${root}/${file}`, 'utf8'))
    .join('\n');
  const written = new Set(
    writings.flatMap((writing) => [...source.matchAll(writing)].map(([, kind = '']) => kind)),
  );
  // Named after the news (src/access/policy-port.ts).
  for (const news of ['loaded', 'unreadable', 'missing']) written.add(`policy-${news}`);

  // Named after what was refused (src/bot/admin-check.ts).
  for (const what of ['history', 'who', 'setup', 'jit-status', 'drift', 'channel'])
    written.add(`${what}-refused`);

  const guide = readFileSync(`${root}/docs/audit.md`, 'utf8');
  const tables = guide.slice(guide.indexOf('## The kinds'), guide.indexOf('## Looking'));
  const explained = [...tables.matchAll(/^\| (`[^|]*) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([\w-]+)`/g)].map(([, kind = '']) => kind),
  );

  it('explains every kind that the code writes, and no other', () => {
    assert.deepEqual([...written].sort(), explained.sort());
  });
});
