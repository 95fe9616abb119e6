// The Teams app package as it lies in manifest/: valid, with real icons, and promising only what the bot understands.
import { deepEqual, doesNotMatch, equal } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateSync } from 'node:zlib';
import { AppManifestUtils } from '@microsoft/app-manifest';
import sinon from 'sinon';
import { z } from 'zod';
import { parseCommand } from '../../src/domain/command/parse-command.ts';

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
  it('have the sizes Teams asks for', () => {
    const sizes = [manifest.icons.color, manifest.icons.outline].map((name) => {
      const { width, height } = headerOf(readFileSync(pathOf(name)));
      return [width, height];
    });
    deepEqual(sizes, [
      [192, 192],
      [32, 32],
    ]);
  });

  it('are white on transparent where an outline is asked for', () => {
    const pixels = rgbaPixels(readFileSync(pathOf(manifest.icons.outline)));
    const drawn = pixels.filter(([, , , alpha]) => alpha !== 0);
    const colours = new Set(drawn.map((rgba) => rgba.slice(0, 3).join()));
    deepEqual(
      { colours: [...colours], mostlyClear: drawn.length < pixels.length / 2 },
      { colours: ['255,255,255'], mostlyClear: true },
    );
  });
});

/** From a PNG's first chunk. `kind`: bit depth, colour type, compression, filter, interlace (https://www.w3.org/TR/png-3/#11IHDR). */
function headerOf(png: Buffer) {
  equal(png.toString('latin1', 0, 16), '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'a PNG');
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), kind: [...png.subarray(24, 29)] };
}

/** Every pixel as red, green, blue, alpha. Only for PNGs with eight bits of each, which is what Chromium writes. */
function rgbaPixels(png: Buffer): readonly (readonly number[])[] {
  const { width, height, kind } = headerOf(png);
  deepEqual(kind, [8, 6, 0, 0, 0], 'eight bits each of red, green, blue and alpha, not interlaced');
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(png.subarray(at + 8, at + 8 + length));
  }
  const filtered = inflateSync(Buffer.concat(packed));
  const lineLength = width * 4;
  const bytes = new Uint8Array(lineLength * height);
  for (let at = 0; at < bytes.length; at += 1) {
    const line = Math.floor(at / lineLength);
    const hasLeft = at % lineLength >= 4;
    const left = hasLeft ? (bytes[at - 4] ?? 0) : 0;
    const up = bytes[at - lineLength] ?? 0;
    const upLeft = hasLeft ? (bytes[at - lineLength - 4] ?? 0) : 0;
    const guess = predicted(filtered[line * (lineLength + 1)], left, up, upLeft);
    bytes[at] = (filtered[at + line + 1] ?? 0) + guess;
  }
  return Array.from({ length: width * height }, (_, pixel) => [...bytes.subarray(pixel * 4, pixel * 4 + 4)]);
}

/** What a line's filter took off each byte: https://www.w3.org/TR/png-3/#9Filters */
function predicted(filter: number | undefined, left: number, up: number, upLeft: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return Math.floor((left + up) / 2);
  if (filter !== 4) return 0;
  const byLeft = Math.abs(up - upLeft);
  const byUp = Math.abs(left - upLeft);
  if (byLeft <= byUp && byLeft <= Math.abs(left + up - 2 * upLeft)) return left;
  return byUp <= Math.abs(left + up - 2 * upLeft) ? up : upLeft;
}
