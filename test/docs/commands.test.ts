// Every command of the guides works as far as can be shown here: test/docs/commands.ts says how, and a command it does not know fails.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { guides, root, textOf } from './all-guides.ts';
import { faultsInAz } from './az-commands.ts';
import { type CommandWorld, startCommandWorld } from './command-world.ts';
import { type Way, ways } from './commands.ts';
import { commandsIn, languagesIn, type ShellCommand, shellBlocksIn } from './commands-in.ts';

const scripts = z
  .looseObject({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(textOf('package.json'))).scripts;
const commands = guides.flatMap((guide) =>
  commandsIn(textOf(guide)).map((command) => ({ guide, ...command })),
);
const wayOf = ({ text }: ShellCommand): Way | undefined => ways.find(([pattern]) => pattern.test(text))?.[1];

describe('the commands of the guides', function () {
  // A bot is started, and npm some dozen times.
  this.timeout(120_000);
  let world: CommandWorld;
  before(async () => {
    world = await startCommandWorld();
  });
  after(() => world?.stop());

  it('are found', () => assert.ok(commands.length > 100, `${commands.length}`));

  it('are not those that nobody has proven', () => {
    const guide =
      'Run `npm run no-such`, `policy` and:\n\n```sh\nnpm ci && \\\n  npm run policy -- chek FILE\n```\n';
    const found = commandsIn(guide);
    assert.deepEqual(
      found.map(({ text, line }) => [line, text]),
      [
        [4, 'npm ci'],
        [4, 'npm run policy -- chek FILE'],
        [1, 'npm run no-such'],
      ],
    );
    assert.deepEqual(
      found.map((command) => wayOf(command)?.kind),
      ['elsewhere', undefined, undefined],
    );
    for (const wrong of ['az group crate', 'x=$(az identity show --name other)', 'az acr build --fil x'])
      assert.equal(faultsInAz(wrong).length, 1, wrong);
  });

  it('stand in blocks that say what they are', () => {
    const strange = guides.flatMap((guide) =>
      languagesIn(textOf(guide))
        .filter((language) => !['sh', 'text', 'yaml', 'json', 'sql', 'mermaid'].includes(language.trim()))
        .map((language) => `${guide}: ${language}`),
    );
    assert.deepEqual(strange, []);
  });

  it('name scripts that there are', () => {
    const named = guides.flatMap((guide) =>
      [...textOf(guide).matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name),
    );
    assert.deepEqual(
      named.filter((name) => !(name in scripts)),
      [],
    );
  });

  it('are all that the table is about', () => {
    const used = new Set(commands.map(wayOf));
    assert.deepEqual(
      ways.filter(([, way]) => !used.has(way)).map(([pattern]) => String(pattern)),
      [],
    );
  });

  for (const guide of guides)
    for (const { line, text } of shellBlocksIn(textOf(guide)))
      it(`are what a shell can read: ${guide}, line ${line}`, () => {
        const { status, stderr } = spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' });
        assert.equal(status, 0, stderr);
      });

  for (const command of commands)
    it(`work: ${command.text} (${command.guide}, line ${command.line})`, () => proven(command));

  /** What is typed several times is run once. */
  const ran = new Map<string, Promise<void>>();

  async function proven(command: ShellCommand & { readonly guide: string }): Promise<void> {
    const way = wayOf(command);
    assert.ok(way, 'test/docs/commands.ts does not know it');
    switch (way.kind) {
      case 'run': {
        const typed = way.wholeBlock ? command.block : command.text;
        const running = ran.get(typed) ?? way.run(world, command);
        ran.set(typed, running);
        return running;
      }
      case 'elsewhere':
        assert.ok(existsSync(join(root, way.file)), `there is no ${way.file}`);
        assert.ok(textOf(way.file).includes(way.says), `${way.file} does not say ${way.says}`);
        return;
      case 'not-run':
        assert.match(textOf(command.guide), way.says, 'the guide does not say that it was not run');
        assert.deepEqual(way.faults?.(command.text) ?? [], []);
        return;
      case 'name':
        assert.ok(command.text.replace('npm run ', '') in scripts);
        return;
    }
  }
});
