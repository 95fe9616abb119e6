// The Teams app package: a zip of the manifest and both icons, without a folder around them.
import { readFile } from 'node:fs/promises';
import { strToU8, zipSync } from 'fflate';

/**
 * A zip writes the local time of its maker. Made of local parts, this is the same in every zone:
 * the first moment that a zip can hold.
 */
const noTime = new Date(1980, 0, 1);

/**
 * @param manifest the text of its manifest.json
 * @param folder where the icons lie
 * @returns the zip; equal manifests and icons give equal bytes, wherever and whenever it is made
 */
export async function appPackage(manifest: string, folder: URL): Promise<Uint8Array> {
  const icon = (name: string) => readFile(new URL(name, folder));
  const [color, outline] = await Promise.all([icon('color.png'), icon('outline.png')]);
  return zipSync(
    { 'manifest.json': strToU8(manifest), 'color.png': color, 'outline.png': outline },
    { level: 9, mtime: noTime },
  );
}
