// Every card as Microsoft's renderer draws it, in both themes of Teams and in each language: looked at by axe, and kept as pictures.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { languages } from '../../cards/language.ts';
import { axeFaults, type Excluded } from './axe.ts';
import { type Browser, openBrowser, wholePicture } from './browser.ts';
import { type CardGallery, openCardGallery, widths } from './card-gallery.ts';
import { themes } from './teams-look.ts';

/** What the host draws, and no card can change. docs/accessibility.md lists the same. */
const hosts: readonly (Excluded & { readonly why: string })[] = [
  {
    rule: 'color-contrast',
    elements: '.ac-input-container ~ .ac-textBlock',
    why: 'The line below a field that was left empty is in the colour that the host gives to errors.',
  },
];

describe('cards in Teams’ looks', function () {
  // Some hundred cards, six times, on a slow machine.
  this.timeout(300_000);
  let browser: Browser;
  let cards: CardGallery;

  before(async () => {
    browser = await openBrowser();
    cards = await openCardGallery(browser);
  });
  after(() => browser?.close());

  it('are looked at by something that sees what is wrong', async () => {
    const card = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [
        { type: 'TextBlock', text: 'Ready', color: 'good' },
        { type: 'Input.Text', id: 'x' },
      ],
    };
    const name = 'a bad card';
    await cards.draw({ name, language: 'en', cards: [{ name, by: name, card }] }, 'light');
    const rules = (await axeFaults(cards.page, 'html', hosts)).map((fault) => fault.split(': ')[1]);
    assert.deepEqual(rules, ['color-contrast', 'label']);
  });

  for (const language of languages)
    for (const theme of themes)
      it(`can be used by everybody: ${theme}, ${language}`, async () => {
        const faults: string[] = [];
        for (const sheet of await cards.sheets(language)) {
          await cards.draw(sheet, theme);
          faults.push(
            ...(await axeFaults(cards.page, 'html', hosts)).map((fault) => `${sheet.name}: ${fault}`),
          );
          await wholePicture(cards.page, `cards-${language}-${theme}-${sheet.name}`);
        }
        assert.deepEqual(faults, []);
      });

  for (const language of languages)
    for (const [place, width] of Object.entries(widths))
      it(`cut no text in a ${place} place, ${language}`, async () => {
        const cut: string[] = [];
        for (const sheet of await cards.sheets(language)) {
          await cards.draw(sheet, 'light', width);
          cut.push(...(await cards.cut()));
        }
        assert.deepEqual(cut, []);
      });

  it('leave to their host what docs/accessibility.md says', () => {
    const guide = readFileSync(new URL('../../docs/accessibility.md', import.meta.url), 'utf8');
    for (const { why } of hosts) assert.ok(guide.includes(why), why);
  });

  it('ask no other machine for anything', () => {
    assert.deepEqual(browser.outside(), []);
  });
});
