// The tables of named steps in docs/reliability.md are those that the kill harness walks.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { stepTables } from '../torture/step-table.ts';

describe('docs/reliability.md', () => {
  it('lists the named steps as the harness walks them', () => {
    const guide = readFileSync(new URL('../../docs/reliability.md', import.meta.url), 'utf8');
    for (const table of stepTables()) assert.ok(guide.includes(table), `it should say\n${table}`);
  });
});
