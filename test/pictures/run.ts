// `npm run pictures`: takes the guides' pictures anew from the local world, into docs/images or the folder that is named.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stories, take } from './album.ts';

const [folder = join(import.meta.dirname, '../../docs/images')] = process.argv.slice(2);
await mkdir(folder, { recursive: true });
for (const [what, story] of Object.entries(stories)) {
  console.log(`${what}: ${story.pictures.map((name) => `${name}.png`).join(', ')}`);
  await take(story, folder);
}
