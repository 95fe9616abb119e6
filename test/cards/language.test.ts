// The language that is spoken, and what is drawn in it.
import assert from 'node:assert/strict';
import { asIs, say, sayCounted } from '../../cards/escape.ts';
import { languageOf, speaking, spoken } from '../../cards/language.ts';
import {
  allOf,
  anyOf,
  inParts,
  inSentence,
  machinesText,
  sentenceOf,
  sentencesText,
  withRemark,
} from '../../cards/list-words.ts';
import { setupLooks } from '../../cards/setup/setup-look.ts';
import { statusLooks } from '../../cards/status.ts';
import { spanText, when } from '../../cards/when.ts';

const at = Date.UTC(2026, 10, 24, 16, 5);
const berlin = (locale: string) => ({ timeZone: 'Europe/Berlin', locale });

describe('languageOf', () => {
  const cases = [
    ['de-AT', 'de'],
    ['DE', 'de'],
    ['ja-JP', 'ja'],
    ['en-US', 'en'],
    ['fr-FR', 'en'],
    ['', 'en'],
    ['de_DE', 'en'],
    ['de-', 'de'],
  ] as const;
  for (const [locale, language] of cases)
    it(`speaks ${language} to “${locale}”`, () => {
      assert.equal(languageOf(locale), language);
    });
});

describe('speaking', () => {
  it('is English where nobody says otherwise', () => {
    assert.deepEqual(spoken(), { language: 'en', locale: 'en-GB' });
    assert.equal(statusLooks.ready.word, 'Ready');
  });

  it('draws words of the language, and after it those of before', () => {
    assert.equal(
      speaking('de-DE', () => statusLooks.ready.word),
      'Bereit',
    );
    assert.equal(
      speaking('ja', () => statusLooks.ready.word),
      '準備完了',
    );
    assert.equal(statusLooks.ready.word, 'Ready');
  });

  it('lasts while it waits, for its own work alone', async () => {
    const drawn = (locale: string) =>
      speaking(locale, async () => {
        await new Promise(setImmediate);
        return statusLooks.closed.word;
      });
    assert.deepEqual(await Promise.all([drawn('de'), drawn('ja'), drawn('en')]), [
      'Geschlossen',
      '閉鎖済み',
      'Closed',
    ]);
  });

  it('escapes what is inserted in every language', () => {
    for (const locale of ['en', 'de', 'ja'])
      assert.equal(speaking(locale, () => say`${'**x** [a](b)'}, ${asIs('**y**')}`).includes('**x**'), false);
  });
});

describe('what depends on the language', () => {
  const spokenIn = <Drawn>(draw: () => Drawn) =>
    ['en-GB', 'de-DE', 'ja-JP'].map((locale) => speaking(locale, draw));

  it('counts by its plural rules', () => {
    assert.deepEqual(
      spokenIn(() => [machinesText(1), machinesText(2)]),
      [
        ['1 machine', '2 machines'],
        ['1 Maschine', '2 Maschinen'],
        ['1台のマシン', '2台のマシン'],
      ],
    );
  });

  it('counts in English also what no catalogue has', () => {
    const forms = { one: '{0} of {1}', other: '{0} of them, {1}' };
    assert.deepEqual(
      spokenIn(() => sayCounted(1, forms, 'x')),
      ['1 of x', '1 of them, x', '1 of them, x'],
    );
  });

  it('joins lists', () => {
    assert.deepEqual(
      spokenIn(() => [anyOf(['a', 'b', 'c']), allOf(['a', 'b'])]),
      [
        ['a, b or c', 'a and b'],
        ['a, b oder c', 'a und b'],
        ['a、b、またはc', 'a、b'],
      ],
    );
  });

  it('puts sentences one after the other', () => {
    assert.deepEqual(
      spokenIn(() => sentencesText([say`Azure is being asked.`, say`They gave no reason.`])),
      [
        'Azure is being asked. They gave no reason.',
        'Azure wird gerade angefragt. Ein Grund wurde nicht angegeben.',
        'Azure に要求しています。理由は示されていません。',
      ],
    );
  });

  it('ends a sentence, adds a remark and joins parts', () => {
    assert.deepEqual(
      spokenIn(() => [sentenceOf(withRemark('web-01', 'rg')), inParts(['a', 'b']), inParts([])]),
      [
        ['web-01 (rg).', 'a; b', ''],
        ['web-01 (rg).', 'a; b', ''],
        ['web-01（rg）。', 'a；b', ''],
      ],
    );
  });

  it('leaves no blank beside the marks of Japanese that a value ends or begins with', () => {
    const until = (end: string) => say`${'web-01'} is open until ${asIs(end)}.`;
    assert.deepEqual(
      ['12:30', '12:30（UTC）'].map((end) => speaking('ja', () => until(end))),
      ['web-01 は 12:30 まで開いています。', 'web-01 は 12:30（UTC）まで開いています。'],
    );
    assert.deepEqual(
      ['閉じています。', 'It is shut.'].map((first) =>
        speaking('ja', () => sentencesText([first, '終了です。'])),
      ),
      ['閉じています。終了です。', 'It is shut. 終了です。'],
    );
    assert.equal(
      speaking('de', () => until('12:30 （UTC）')),
      'web-01 ist offen bis 12:30 （UTC）.',
    );
  });

  it('writes a look small in the middle of a sentence, but for names and nouns', () => {
    const inTheMiddle = () =>
      [...Object.values(statusLooks), ...Object.values(setupLooks)].map(({ word }) => inSentence(word));
    const [english = [], german = []] = spokenIn(inTheMiddle);
    const capital = (words: readonly string[]) => words.filter((word) => /^\p{Lu}/u.test(word));
    assert.deepEqual(capital(english), [
      'JIT is on',
      'Defender for Servers Plan 2 is on',
      'JIT is off',
      'JIT is off; what is open cannot be told',
      'JIT is off, and ports are open',
    ]);
    assert.deepEqual(capital(german), [
      'Notzugriff',
      'Notzugriff, quittiert',
      'JIT ist eingeschaltet',
      'Einstellungen geändert',
      'Defender for Servers Plan 2 ist eingeschaltet',
      'JIT ist aus',
      'JIT ist ausgeschaltet; was offen ist, ist nicht feststellbar',
      'JIT ist ausgeschaltet, und Ports sind offen',
      'Maschine nicht mehr da',
    ]);
  });

  it('writes days, times and spans', () => {
    assert.deepEqual(
      ['en-GB', 'en-US', 'de-DE', 'de-CH', 'ja-JP'].map((locale) =>
        speaking(locale, () => [when(at, berlin(locale)).time, spanText(5400)]),
      ),
      [
        ['17:05 on Tue 24 Nov', '1 h 30 min'],
        ['5:05 pm on Tue 24 Nov', '1 h 30 min'],
        ['Di., 24. Nov., 17:05', '1 h 30 min'],
        ['Di., 24. Nov., 17:05', '1 h 30 min'],
        ['11月24日（火）17:05', '1時間30分'],
      ],
    );
  });
});
