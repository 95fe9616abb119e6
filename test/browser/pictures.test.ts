// The stories behind the guides' pictures, lived as `npm run pictures` lives them; what is taken goes to test-output.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stories, take } from '../pictures/album.ts';

const folder = join(import.meta.dirname, '../../test-output/pictures');

describe('the pictures of the guides', function () {
  // Grants of a minute, one of which does not shut, on a slow machine.
  this.timeout(300_000);
  before(() => mkdir(folder, { recursive: true }));

  for (const [what, story] of Object.entries(stories))
    it(`can be taken of ${what}`, () => take(story, folder));
});
