// docs/roles.md is held to the roles it tells of.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { allRoles } from '../../src/azure/roles.ts';

describe('docs/roles.md', () => {
  const rows = [
    ...readFileSync(new URL('../../docs/roles.md', import.meta.url), 'utf8').matchAll(
      /^\| \*\*(.+?)\*\* \| `(.+?)`/gm,
    ),
  ].map(([, name, file]) => `${name}: ${file}`);

  it('lists each role once, with its file', () =>
    assert.deepEqual(rows.sort(), allRoles.map(({ name, key }) => `${name}: ${key}.json`).sort()));
});
