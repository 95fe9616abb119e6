// What the image starts, and how: what is measured is what is run.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** Node's arguments, as the container image has them. `dist` has to be there: `npm run build`. @throws Error when the recipe names none */
export function asShipped(): readonly string[] {
  const recipe = readFileSync(fileURLToPath(new URL('../infra/Dockerfile', import.meta.url)), 'utf8');
  const [, words = ''] = /^CMD (.*)$/m.exec(recipe) ?? [];
  const [node, ...rest] = z.array(z.string()).parse(JSON.parse(words));
  if (node !== 'node') throw new Error(`infra/Dockerfile starts ${words}`);
  return rest;
}
