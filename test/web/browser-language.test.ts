import assert from 'node:assert/strict';
import { browserLanguage } from '../../src/web/browser-language.ts';

describe('the language of a page', () => {
  const cases: readonly (readonly [header: string | undefined, locale: string])[] = [
    ['de-AT,de;q=0.9,en;q=0.5', 'de-AT'],
    ['en;q=0.5, ja', 'ja'],
    ['fr-FR,fr;q=0.9,de;q=0.3', 'de'],
    ['en-US,de;q=0.9', 'en-US'],
    ['de;q=0,en', 'en'],
    ['de;q=zero', 'en-GB'],
    ['fr', 'en-GB'],
    ['*', 'en-GB'],
    ['', 'en-GB'],
    [undefined, 'en-GB'],
    [`${'x,'.repeat(30)}de`, 'en-GB'],
  ];
  for (const [header, locale] of cases)
    it(`is ${locale} for ${header === undefined ? 'no header' : `“${header.slice(0, 40)}”`}`, () => {
      assert.equal(browserLanguage(header), locale);
    });
});
