// The gallery of cards in a browser, drawn by Microsoft's own renderer in the looks of Teams.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Language } from '../../cards/language.ts';
import type { CardJson } from '../../cards/render.ts';
import { galleryIn } from '../cards/gallery.ts';
import type { Browser } from './browser.ts';
import { hostConfigOf, type Theme } from './teams-look.ts';

/** A card in a state of its own: with one of its inner cards opened, or as if its button was pressed too early. */
interface Posed {
  readonly name: string;
  readonly by: string;
  readonly card: CardJson;
  readonly opened?: string;
  readonly checked?: true;
}

/** In pixels: beside the list of chats, and on a phone. */
export const widths = { usual: 460, narrow: 300 } as const;

/** Cards that are looked at together: as many as people can look at in one picture. */
export interface Sheet {
  readonly name: string;
  readonly language: Language;
  readonly cards: readonly Posed[];
}

export interface CardGallery {
  readonly page: Page;
  /** All cards of a language, each look once. */
  sheets(language: Language): Promise<readonly Sheet[]>;
  /** Draws those cards, and nothing else. */
  draw(sheet: Sheet, theme: Theme, width?: number): Promise<void>;
  /** What is drawn wider than its place. */
  cut(): Promise<readonly string[]>;
}

const mostOnSheet = 16;

/** Nothing listens there: the browser is given files. */
const origin = 'http://127.0.0.1:9';
const folder = join(import.meta.dirname, 'gallery-page');
const files: Readonly<Record<string, string>> = {
  '/': join(folder, 'index.html'),
  '/gallery.css': join(folder, 'gallery.css'),
  '/gallery.js': join(folder, 'gallery.js'),
  '/markdown.js': join(import.meta.dirname, '../../sandbox/chat/page/markdown.js'),
  '/adaptivecards.min.js': createRequire(import.meta.url).resolve('adaptivecards/dist/adaptivecards.min.js'),
};

export async function openCardGallery(browser: Browser): Promise<CardGallery> {
  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 1960, height: 800 });
  await page.route(`${origin}/**`, (route) => {
    const path = files[new URL(route.request().url()).pathname];
    return path === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ path });
  });
  await page.goto(`${origin}/`);
  await page.waitForFunction('globalThis.isReady');
  /** Cards that look the same are looked at once. */
  async function poses(language: Language): Promise<readonly Posed[]> {
    const different = new Map(
      galleryIn(language).map(({ by, name, drawn: { card } }) => [JSON.stringify(card), { by, name, card }]),
    );
    const all: Posed[] = [];
    const openedBefore = new Set<string>();
    for (const one of different.values()) {
      all.push(...inBothStates(one, JSON.stringify(one.card.body)));
      const titles: readonly string[] = await page.evaluate(
        `openersOf(${JSON.stringify(one.card)}, ${JSON.stringify(hostConfigOf('light'))})`,
      );
      for (const opened of titles.filter((title) => !openedBefore.has(`${one.by} ${title}`))) {
        openedBefore.add(`${one.by} ${opened}`);
        const posed = { ...one, name: `${one.name}, ${opened} opened`, opened };
        all.push(...inBothStates(posed, JSON.stringify(one.card.actions)));
      }
    }
    return all;
  }

  /** Where something is required, also as it looks when it is missing. @param json where its fields are */
  const inBothStates = (one: Posed, json: string): readonly Posed[] =>
    json.includes('"isRequired":true')
      ? [one, { ...one, name: `${one.name}, sent too early`, checked: true }]
      : [one];

  const sheets = async (language: Language): Promise<readonly Sheet[]> => {
    const byDrawing = Map.groupBy(await poses(language), ({ by }) => by);
    return [...byDrawing].flatMap(([by, cards]) =>
      Array.from({ length: Math.ceil(cards.length / mostOnSheet) }, (_, at) => ({
        name: `${by}-${at + 1}`,
        language,
        cards: cards.slice(at * mostOnSheet, (at + 1) * mostOnSheet),
      })),
    );
  };

  return {
    page,
    sheets,
    async draw({ name, language, cards }, theme, width = widths.usual) {
      const look = {
        title: `${name}: ${theme}, ${language}`,
        theme,
        language,
        width,
        hostConfig: hostConfigOf(theme),
      };
      await page.evaluate(`drawCards(${JSON.stringify(cards)}, ${JSON.stringify(look)})`);
    },
    cut: () => page.evaluate('cutTexts()'),
  };
}
