// What a first start leaves behind, to begin worlds from: an embedded database, and the bot's compiled code.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDoomedWorld } from './world.ts';

export interface Template {
  /** A folder with an embedded database. */
  readonly dataDir: string;
  /** For NODE_COMPILE_CACHE: what is killed never writes it. */
  readonly codeCache: string;
  remove(): Promise<void>;
}

/** Starts the bot once and stops it in an orderly way. */
export async function makeTemplate(): Promise<Template> {
  const folder = await mkdtemp(join(tmpdir(), 'jit-access-template-'));
  const codeCache = join(folder, 'code');
  const dataDir = join(folder, 'data');
  const world = await startDoomedWorld({ seed: 1, keep: { dataDir, codeCache } });
  await world.close();
  return { dataDir, codeCache, remove: () => rm(folder, { recursive: true, force: true }) };
}
