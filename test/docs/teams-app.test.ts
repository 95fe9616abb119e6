// docs/teams-app.md is held to the command it tells of.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readPackageArguments } from '../../src/cli/package-arguments.ts';
import { packageEnvironment, readAppSettings } from '../../src/cli/package-settings.ts';

const text = readFileSync(new URL('../../docs/teams-app.md', import.meta.url), 'utf8');

describe('docs/teams-app.md', () => {
  it('lists every setting of the package once, and no other', () => {
    const listed = [...text.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(listed, Object.keys(packageEnvironment.shape));
  });

  it('gives an example that is enough', () => {
    const set = Object.fromEntries(
      [...text.matchAll(/(?<=^export .*)\b(\w+)=(?:'([^']*)'|(\S+))/gm)].map(([, name, quoted, plain]) => [
        name,
        quoted ?? plain,
      ]),
    );
    assert.equal(readAppSettings(set).developer.name, 'Contoso IT');
  });

  it('names the file that the command writes', () => {
    const order = readPackageArguments([]);
    assert.ok(order.kind === 'write' && text.includes(`\`${order.file}\` is there`));
  });

  it('has a check after each step', () => {
    const steps = text.split(/^## /m).filter((part) => /^\d\./.test(part));
    assert.deepEqual(
      steps.map((step) => step.match(/^\*Check:\*/gm)?.length),
      [1, 1, 1, 1, 1],
    );
  });
});
