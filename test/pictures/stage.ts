// Where the guides' pictures are taken: a local world in a browser, and a folder that they go to.
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { LocalInBrowser } from '../browser/local-in-browser.ts';
import { until } from '../support/until.ts';

export interface Stage {
  readonly local: LocalInBrowser;
  /** The whole window. @param card is to be seen wholly: the window is made high enough for it */
  window(name: string, page: Page, card?: Locator): Promise<void>;
  /** A part of a window alone, such as a card, with a little of what is around it. */
  part(name: string, part: Locator): Promise<void>;
}

/** What happens in one world, and the pictures that are taken of it, each once. */
export interface Story {
  readonly pictures: readonly string[];
  live(stage: Stage): Promise<void>;
}

/** The window that everybody has, and the height that a chat needs around a card. */
const usual = { width: 1280, height: 800 };
const aroundCard = 180;
const margin = 4;
/** What is moving is shown where it comes to rest. */
const calm = { animations: 'disabled', caret: 'hide' } as const;

/** @param folder is there */
export function stageIn(local: LocalInBrowser, folder: string): Stage & { taken(): readonly string[] } {
  const taken: string[] = [];
  const fileOf = (name: string): string => {
    taken.push(name);
    return join(folder, `${name}.png`);
  };
  return {
    local,
    taken: () => taken,
    async window(name, page, card) {
      // What the pointer is over looks chosen.
      await page.mouse.move(0, 0);
      if (card !== undefined) await makeRoomFor(card);
      await page.screenshot({ ...calm, path: fileOf(name) });
      await page.setViewportSize(usual);
    },
    async part(name, part) {
      await makeRoomFor(part);
      const box = await part.boundingBox();
      if (box === null) throw new Error(`${name} cannot be seen`);
      await part.page().screenshot({
        ...calm,
        path: fileOf(name),
        clip: {
          x: Math.max(0, box.x - margin),
          y: Math.max(0, box.y - margin),
          width: box.width + 2 * margin,
          height: box.height + 2 * margin,
        },
      });
      await part.page().setViewportSize(usual);
    },
  };
}

/** Makes the window high enough for it, and scrolls until all of it is seen: a chat goes to its end by itself when news come. */
async function makeRoomFor(part: Locator): Promise<void> {
  const page = part.page();
  const { height = 0 } = (await part.boundingBox()) ?? {};
  await page.setViewportSize({ ...usual, height: Math.max(usual.height, Math.ceil(height) + aroundCard) });
  await page.mouse.move(0, 0);
  await until(
    () =>
      part.evaluate(
        // Runs in the page.
        (element) => {
          element.scrollIntoView({ block: 'center' });
          const { left, top, right, bottom } = element.getBoundingClientRect();
          const isOurs = (x: number, y: number): boolean =>
            element.contains(element.ownerDocument.elementFromPoint(x, y));
          return isOurs(left + 4, top + 4) && isOurs(right - 4, bottom - 4);
        },
      ),
    10,
  );
}
