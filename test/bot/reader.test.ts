// How people read what they are told later, by what their client says.
import assert from 'node:assert/strict';
import { languageOf, speaking } from '../../cards/language.ts';
import { readerOf } from '../../src/bot/reader.ts';

describe('a reader', () => {
  it('has the time zone and the locale that the client names', () =>
    assert.deepEqual(
      speaking('ja', () => readerOf({ timeZone: 'Europe/Berlin', locale: 'de-CH' })),
      { timeZone: 'Europe/Berlin', locale: 'de-CH' },
    ));

  it('keeps a locale whose language is not spoken here, and is told in English', () => {
    const { locale } = speaking('ja', () => readerOf({ locale: 'fr-FR' }));
    assert.deepEqual([locale, languageOf(locale)], ['fr-FR', 'en']);
  });

  it('reads the language of the turn where the client names none, as it is usually written', () => {
    const locales = ['en', 'de', 'ja'].map((usual) => speaking(usual, () => readerOf({}).locale));
    assert.deepEqual(locales, ['en-GB', 'de-DE', 'ja-JP']);
  });

  it('reads times in UTC where nothing is said at all', () =>
    assert.deepEqual(readerOf({}), { timeZone: 'UTC', locale: 'en-GB' }));
});
