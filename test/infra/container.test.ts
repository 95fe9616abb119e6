// The recipe of the container image, held to the code that goes into it. That it builds and runs is shown by infra/build-here.sh.
import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { z } from 'zod';

const root = join(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const { scripts, dependencies, devDependencies } = z
  .object({
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')));

/** Instructions, continued lines joined, comments left out; a stage each. */
const stages = read('infra/Dockerfile')
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\s*\\\n\s*/g, ' ')
  .split(/^(?=FROM )/m)
  .slice(1)
  .map((stage) => stage.split('\n').filter((line) => line !== ''));
const image = stages.at(-1) ?? [];
/** What a stage copies from the checkout, as it is named there. */
const copiedBy = (stage: readonly string[]): string[] =>
  stage
    .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
    .flatMap((line) => line.split(' ').slice(1, -1));
const copied = stages.flatMap(copiedBy);

describe('infra/Dockerfile', () => {
  it('takes the version of Node that the tests run on, by its exact tag', () =>
    assert.match(
      read('infra/Dockerfile'),
      new RegExp(`^ARG NODE_IMAGE=\\S+/node:${devDependencies.node}-`, 'm'),
    ));

  it('copies only what is there, and .dockerignore lets in that and nothing else', () => {
    assert.deepEqual(
      copied.filter((path) => !existsSync(join(root, path))),
      [],
    );
    const let_in = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    assert.equal(let_in[0], '*');
    const names = new Set(copied.map((path) => `!${path.replace('./', '')}`));
    assert.deepEqual(let_in.slice(1).sort(), [...names].sort());
  });

  it('copies every folder of the product, and no other, for the bundle as for the image', () => {
    const foldersOf = (stage: readonly string[]): readonly string[] =>
      copiedBy(stage)
        .filter((path) => !path.includes('.') && path !== 'LICENSE')
        .sort();
    const ofEachStage = stages.map(foldersOf).filter((folders) => folders.length > 0);
    const all = ['cards', 'dialogs', 'src'];
    assert.deepEqual(ofEachStage, [all, all]);
  });

  it('ends as somebody who is not root, with the bot as its process, as `npm start` has it', () => {
    assert.ok(image.includes('USER 1000:1000'));
    const start = (image.at(-1) ?? '').match(/^CMD (\[.*\])$/)?.[1] ?? '[]';
    assert.deepEqual(JSON.parse(start), scripts.start?.split(' '));
    assert.equal(JSON.parse(start).at(-1), 'dist/main.js');
    // Whatever runs in a stage runs as root before USER: the image itself is only put together.
    assert.deepEqual(
      image.filter((line) => line.startsWith('RUN ')),
      [],
    );
  });

  it('asks whether the bot lives, not whether it is ready', () => {
    const [check = ''] = image.filter((line) => line.startsWith('HEALTHCHECK '));
    assert.match(check, /\/healthz/);
    assert.doesNotMatch(check, /readyz/);
  });

  it('holds all packages that the product needs: it loads none of those for development', () => {
    const files = globSync('{src,dialogs,cards}/**/*.ts', { cwd: root });
    const loaded = new Set(
      files.flatMap((file) =>
        [
          ...read(file).matchAll(/(?:^(?:import|export)(?! type)[^;]*? from |\bimport\()'([^'.][^']*)'/gm),
        ].map(([, name = '']) =>
          name
            .split('/')
            .slice(0, name.startsWith('@') ? 2 : 1)
            .join('/'),
        ),
      ),
    );
    const missing = [...loaded].filter(
      (name) => !name.startsWith('node:') && !builtinModules.includes(name) && !(name in dependencies),
    );
    assert.ok(loaded.size > 10, `${loaded.size} packages`);
    assert.deepEqual(missing, []);
  });
});
