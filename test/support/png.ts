// Reads the pixels of a PNG, for tests that look at icons.
import { deepEqual, equal } from 'node:assert/strict';
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Line after line: red, green, blue, alpha, each 0 to 255. */
  readonly pixels: readonly (readonly number[])[];
}

/** @throws AssertionError for all but eight bits a channel, RGB or RGBA, not interlaced: what Chromium writes. */
export function readPng(png: Buffer): Picture {
  equal(png.toString('latin1', 0, 16), '\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'a PNG');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  // Bit depth, colour type, compression, filter, interlace: https://www.w3.org/TR/png-3/#11IHDR
  const [depth, colourType, ...rest] = png.subarray(24, 29);
  deepEqual([depth, ...rest], [8, 0, 0, 0], 'eight bits a channel, not interlaced');
  equal(colourType === 2 || colourType === 6, true, 'RGB or RGBA');
  const channels = colourType === 2 ? 3 : 4;
  const bytes = unfiltered(inflateSync(packedIn(png)), width * channels, height, channels);
  const pixels = Array.from({ length: width * height }, (_, pixel) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = bytes.subarray(
      pixel * channels,
      (pixel + 1) * channels,
    );
    return [red, green, blue, alpha];
  });
  return { width, height, pixels };
}

function packedIn(png: Buffer): Buffer {
  const packed: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const length = png.readUInt32BE(at);
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') packed.push(png.subarray(at + 8, at + 8 + length));
  }
  return Buffer.concat(packed);
}

function unfiltered(filtered: Buffer, lineLength: number, height: number, channels: number): Uint8Array {
  const bytes = new Uint8Array(lineLength * height);
  for (let at = 0; at < bytes.length; at += 1) {
    const line = Math.floor(at / lineLength);
    const hasLeft = at % lineLength >= channels;
    const left = hasLeft ? (bytes[at - channels] ?? 0) : 0;
    const up = bytes[at - lineLength] ?? 0;
    const upLeft = hasLeft ? (bytes[at - lineLength - channels] ?? 0) : 0;
    const guess = predicted(filtered[line * (lineLength + 1)], left, up, upLeft);
    bytes[at] = (filtered[at + line + 1] ?? 0) + guess;
  }
  return bytes;
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
