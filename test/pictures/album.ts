// All pictures of docs/images: the stories of the local world that they are taken in. `npm run pictures` takes them.
import { startLocalInBrowser } from '../browser/local-in-browser.ts';
import { decisions } from './decisions.ts';
import { firstRequest } from './first-request.ts';
import { settingUp } from './setting-up.ts';
import { type Story, stageIn } from './stage.ts';

/** By what is to be seen. */
export const stories: Readonly<Record<string, Story>> = {
  'a first request': firstRequest,
  'approvals, broken glass and on-call': decisions,
  'setting JIT up': settingUp,
};

/**
 * Lives a story in a world of its own. @param folder is there, and gets a file for each picture.
 * @throws Error when it does not go as told, or when a picture was not taken, or one that is not in its list
 */
export async function take(story: Story, folder: string): Promise<void> {
  const local = await startLocalInBrowser();
  try {
    const stage = stageIn(local, folder);
    await story.live(stage);
    const [taken, listed] = [stage.taken(), story.pictures].map((names) => [...names].sort().join());
    if (taken !== listed) throw new Error(`The pictures taken are ${taken}, and listed are ${listed}.`);
  } finally {
    await local.close();
  }
}
