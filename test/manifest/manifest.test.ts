// The Teams app package as it lies in manifest/: valid, with real icons, and promising only what the bot understands.
import { deepEqual, doesNotMatch, equal } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AppManifestUtils } from '@microsoft/app-manifest';
import sinon from 'sinon';
import { z } from 'zod';
import { parseCommand } from '../../src/domain/command/parse-command.ts';
import { readPng } from '../support/png.ts';

const pathOf = (name: string): string => fileURLToPath(new URL(`../../manifest/${name}`, import.meta.url));

const zeroGuid = '00000000-0000-0000-0000-000000000000';
const commandList = z.object({
  scopes: z.array(z.string()),
  commands: z.array(z.object({ title: z.string() })),
});
const manifest = z
  .object({
    id: z.string(),
    name: z.object({ short: z.string(), full: z.string() }),
    manifestVersion: z.string(),
    accentColor: z.string(),
    supportsChannelFeatures: z.string(),
    icons: z.object({ color: z.string(), outline: z.string() }),
    bots: z.tuple([
      z.object({ botId: z.string(), scopes: z.array(z.string()), commandLists: z.array(commandList) }),
    ]),
  })
  .parse(JSON.parse(readFileSync(pathOf('manifest.json'), 'utf8')));
const [bot] = manifest.bots;

describe('the manifest', () => {
  afterEach(() => sinon.restore());

  it('is valid by the schema that comes with the validator', async () => {
    const fetch = sinon.stub(globalThis, 'fetch').rejects(new Error('no network in tests'));
    const [, mistakes] = await AppManifestUtils.readAndValidateTeamsManifest(pathOf('manifest.json'));
    deepEqual({ mistakes, fetched: fetch.callCount }, { mistakes: [], fetched: 0 });
  });

  it('is of the newest schema that comes with it', () => {
    const schemas = new URL('json-schemas/teams/', import.meta.resolve('@microsoft/app-manifest'));
    const minors = readdirSync(schemas).flatMap((name) => /^v1\.(\d+)$/.exec(name)?.[1] ?? []);
    equal(manifest.manifestVersion, `1.${Math.max(...minors.map(Number))}`);
  });

  // Teams wants it of every app for teams from 1.25 on, though no schema does: without it the upload is refused.
  it('says that it can be in channels of every kind', () => {
    equal(manifest.supportsChannelFeatures, 'tier1');
  });

  it('carries nobody’s id: each installation puts in its own', () => {
    deepEqual([manifest.id, bot.botId], [zeroGuid, zeroGuid]);
  });

  it('names the app without the words Microsoft reserves', () => {
    doesNotMatch(`${manifest.name.short}\n${manifest.name.full}`, /azure|teams|microsoft/i);
  });

  it('has a command list for each place the bot can be in', () => {
    deepEqual(bot.scopes, ['personal', 'team', 'groupChat']);
    deepEqual(
      bot.commandLists.map(({ scopes }) => scopes),
      bot.scopes.map((scope) => [scope]),
    );
  });
});

describe('the commands that Teams suggests', () => {
  const kinds: Readonly<Record<string, string>> = {
    help: 'help',
    'my access': 'my-access',
    cancel: 'cancel',
    'extend web-01 by 30m': 'extend',
    'done with web-01': 'done',
    'status web-01': 'status',
    'who has access to web-01': 'who',
    'why rdp web-01 for 1h': 'why',
    'allow bob rdp web-01 today': 'allow',
    'use this channel for approvals': 'use-channel',
    'stop using this channel for approvals': 'unset-channel',
    'use this channel for on-call': 'use-channel',
    'stop using this channel for on-call': 'unset-channel',
    'jit status': 'jit-status',
    'enable jit on web-01': 'enable-jit',
    'audit ports': 'audit-ports',
  };

  for (const { scopes, commands } of bot.commandLists)
    for (const { title } of commands)
      it(`are understood to the last word (${scopes}): ${title}`, () => {
        const command = parseCommand(title);
        equal(command.kind, kinds[title] ?? 'request');
        deepEqual('unknown' in command ? command.unknown : [], []);
      });

  it('offer the choice of a channel only where there are channels', () => {
    const offering = bot.commandLists.filter(({ commands }) =>
      commands.some(({ title }) => parseCommand(title).kind.endsWith('-channel')),
    );
    deepEqual(
      offering.map(({ scopes }) => scopes),
      [['team']],
    );
  });
});

describe('the icons', () => {
  const { color, outline } = manifest.icons;
  const [colour, lines] = [color, outline].map((name) => readPng(readFileSync(pathOf(name))));

  it('have the sizes Teams asks for', () => {
    const sizes = [colour, lines].map((picture) => [picture?.width, picture?.height]);
    deepEqual(sizes, [
      [192, 192],
      [32, 32],
    ]);
  });

  // https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
  it('keep what is drawn in colour where no crop takes it, on one opaque colour', () => {
    const { pixels = [] } = colour ?? {};
    const inPadding = pixels.filter((_, at) => {
      const [x, y] = [at % 192, Math.floor(at / 192)];
      return Math.min(x, y) < 48 || Math.max(x, y) >= 144;
    });
    deepEqual([...new Set(inPadding.map(String))], ['21,57,107,255']);
    equal(new Set(pixels.map(String)).size > 4, true, 'something is drawn');
    equal(manifest.accentColor, '#15396B', 'the same colour, 21, 57, 107');
  });

  it('are white on transparent where an outline is asked for, without padding', () => {
    const { pixels = [] } = lines ?? {};
    const drawn = pixels.flatMap(([red, green, blue, alpha], at) =>
      alpha === 0 ? [] : [{ colour: [red, green, blue].join(), x: at % 32, y: Math.floor(at / 32) }],
    );
    const spread = (of: 'x' | 'y') =>
      Math.max(...drawn.map((one) => one[of])) - Math.min(...drawn.map((one) => one[of])) + 1;
    deepEqual(
      {
        colours: [...new Set(drawn.map((one) => one.colour))],
        mostlyClear: drawn.length < pixels.length / 2,
      },
      { colours: ['255,255,255'], mostlyClear: true },
    );
    equal(Math.min(spread('x'), spread('y')) >= 26, true, `${spread('x')} wide, ${spread('y')} high`);
  });
});
