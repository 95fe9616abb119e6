// Every page of the bot's own, in each language and both colour schemes: looked at by axe, and used by keyboard alone.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { languages } from '../../cards/language.ts';
import { axeFaults } from './axe.ts';
import { type Browser, openBrowser, wholePicture } from './browser.ts';
import { type WebPage, webPagesIn } from './web-pages.ts';

/** Nothing listens there: the browser is given answers. */
const url = 'http://127.0.0.1:9/address/t';

describe('the bot’s pages', function () {
  this.timeout(120_000);
  let browser: Browser;
  let page: Page;
  let shown: WebPage | undefined;
  /** What was sent by the button of a page. */
  let sent: string[];

  before(async () => {
    browser = await openBrowser();
    page = await browser.context.newPage();
    await page.route(url, async (route) => {
      const request = route.request();
      if (request.method() === 'POST') sent.push(request.postData() ?? '');
      const { status, headers, body } = shown?.answer ?? { status: 404, headers: {}, body: '' };
      await route.fulfill({ status, headers, body });
    });
  });
  after(() => browser?.close());
  beforeEach(() => {
    sent = [];
  });

  async function show(one: WebPage): Promise<void> {
    shown = one;
    await page.goto(url);
  }
  const focused = (what: string): Promise<string> =>
    page.evaluate(`(({ ${what} }) => String(${what}))(document.activeElement)`);
  const outline = (): Promise<number> =>
    page.evaluate('parseFloat(getComputedStyle(document.activeElement).outlineWidth)');

  it('are all made where this test finds them', () => {
    const makers = globSync('src/web/*.ts').filter((file) =>
      /^ +heading: (?!string)/m.test(readFileSync(file, 'utf8')),
    );
    assert.deepEqual(makers.map((file) => basename(file)).sort(), [
      'address-pages.ts',
      'file-pages.ts',
      'general-pages.ts',
    ]);
  });

  for (const language of languages)
    for (const scheme of ['light', 'dark'] as const)
      it(`can be used by everybody: ${scheme}, ${language}`, async () => {
        await page.emulateMedia({ colorScheme: scheme });
        const faults: string[] = [];
        for (const one of webPagesIn(language)) {
          await show(one);
          faults.push(...(await axeFaults(page)).map((fault) => `${one.name}: ${fault}`));
          if (one.name === 'askPage-2') await wholePicture(page, `page-${language}-${scheme}`);
        }
        assert.deepEqual(faults, []);
      });

  for (const language of languages)
    it(`say their language, and what they are about, ${language}`, async () => {
      for (const one of webPagesIn(language)) {
        await show(one);
        assert.deepEqual(
          [
            await page.evaluate('new Intl.Locale(document.documentElement.lang).language'),
            await page.title(),
            await page.getByRole('heading').allTextContents(),
          ],
          [language, `${one.heading} – JIT Access`, [one.heading]],
        );
      }
    });

  it('do not have to be scrolled sideways on a narrow screen', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    for (const language of languages)
      for (const one of webPagesIn(language)) {
        await show(one);
        assert.equal(
          await page.evaluate('document.documentElement.scrollWidth <= innerWidth'),
          true,
          `${one.name}, ${language}`,
        );
      }
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('can be used where the reader decides about all colours', async () => {
    await page.emulateMedia({ forcedColors: 'active' });
    for (const one of webPagesIn('en-GB')) {
      await show(one);
      // Of a button axe takes the colour that it would have otherwise; what is drawn is the browser's, and has a frame.
      assert.deepEqual(await axeFaults(page, 'html', [{ rule: 'color-contrast', elements: 'button' }]), []);
      const [text, ground, frame] = await page.evaluate<readonly string[]>(
        `(({ color, backgroundColor, borderColor }) => [color, backgroundColor, borderColor])(
          getComputedStyle(document.querySelector('button') ?? document.body))`,
      );
      assert.ok(text !== ground && text === frame, one.name);
    }
    await page.emulateMedia({ forcedColors: null });
  });

  for (const key of ['Enter', 'Space'])
    it(`have buttons that are reached with Tab, seen to be reached, and pressed with ${key}`, async () => {
      let pressed = 0;
      for (const one of webPagesIn('en-GB')) {
        await show(one);
        const buttons = await page.getByRole('button').count();
        await page.keyboard.press('Tab');
        assert.equal(await focused('tagName'), buttons === 0 ? 'BODY' : 'BUTTON', one.name);
        if (buttons === 0) continue;
        assert.ok((await outline()) >= 3, one.name);
        const answered = page.waitForEvent('load');
        await page.keyboard.press(key);
        await answered;
        pressed += 1;
      }
      assert.deepEqual([pressed, sent.length], [3, 3]);
      assert.ok(sent.every((form) => /^(address|renew)=/.test(form)));
    });
});
