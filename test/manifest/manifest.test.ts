// The Teams app manifest: valid for Microsoft's own validator, with pictures of the right size and no dead command.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppManifestUtils } from '@microsoft/app-manifest';
import { z } from 'zod';
import { parseCommand } from '../../src/domain/command/parse-command.ts';

const path = (name: string) => fileURLToPath(new URL(`../../manifest/${name}`, import.meta.url));

const commandLists = z.array(
  z.object({ commands: z.array(z.object({ title: z.string(), description: z.string() })) }),
);
const manifest = z
  .object({
    name: z.object({ short: z.string(), full: z.string() }),
    bots: z.tuple([z.object({ scopes: z.array(z.string()), commandLists })]),
  })
  .parse(JSON.parse(readFileSync(path('manifest.json'), 'utf8')));

/** Width and height of a PNG, from its header. */
const sizeOf = (name: string): readonly [number, number] => {
  const png = readFileSync(path(name));
  assert.equal(png.toString('latin1', 1, 4), 'PNG');
  return [png.readUInt32BE(16), png.readUInt32BE(20)];
};

describe('the Teams app manifest', () => {
  it('is valid for Microsoft’s validator', async () => {
    const [, problems] = await AppManifestUtils.readAndValidateTeamsManifest(path('manifest.json'));
    assert.deepEqual(problems, []);
  });

  it('has pictures of the sizes Teams asks for', () => {
    assert.deepEqual(
      [sizeOf('color.png'), sizeOf('outline.png')],
      [
        [192, 192],
        [32, 32],
      ],
    );
  });

  it('does not use a name that is Microsoft’s', () => {
    assert.doesNotMatch(`${manifest.name.short} ${manifest.name.full}`, /azure|teams/i);
  });

  it('lets the bot be used in personal chats, teams and group chats', () => {
    assert.deepEqual(manifest.bots[0].scopes.toSorted(), ['groupChat', 'personal', 'team']);
  });

  const titles = new Set(
    manifest.bots[0].commandLists.flatMap(({ commands }) => commands.map(({ title }) => title)),
  );
  for (const title of titles)
    it(`offers no dead command: ${title}`, () => {
      const command = parseCommand(title);
      assert.notEqual(command.kind, 'not-understood');
      assert.deepEqual(command.kind === 'request' ? command.unknown : [], []);
    });
});
