// Holds the catalogues to what the code says: the same messages, with the same things inserted, and nothing else.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { wordsIn } from '../../cards/template-words.ts';
import { wordsInCode } from '../support/words-in-code.ts';

type Entry = string | Readonly<Record<string, string>>;

const files = globSync('{cards,dialogs,src/bot,src/web}/**/*.ts');
const code = files.map(wordsInCode);
const templates = globSync('cards/templates/*.json').flatMap((file) =>
  wordsIn(JSON.parse(readFileSync(file, 'utf8'))),
);
const messages = new Set([...code.flatMap((each) => each.messages), ...templates]);
const counted = new Set(code.flatMap((each) => each.counted));

/** `{0}`, `${name}`, and how often something is made bold: what a translation has to have as well. */
const insertedIn = (text: string): readonly string[] =>
  [...text.matchAll(/\$?\{\w+\}|\*\*/g)].map(([found]) => found).sort();

for (const language of ['de', 'ja']) {
  const catalogue: Readonly<Record<string, Entry>> = JSON.parse(
    readFileSync(`cards/languages/${language}.json`, 'utf8'),
  );
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories;

  describe(`the catalogue of ${language}`, () => {
    it('has every message that the code says, and no other', () => {
      assert.deepEqual(Object.keys(catalogue).sort(), [...messages].sort());
    });

    it('inserts what the English message inserts', () => {
      for (const [key, entry] of Object.entries(catalogue))
        for (const text of typeof entry === 'string' ? [entry] : Object.values(entry))
          assert.deepEqual(insertedIn(text), insertedIn(key), key);
    });

    it('has each form of what is counted, and forms of nothing else', () => {
      for (const [key, entry] of Object.entries(catalogue))
        assert.deepEqual(
          typeof entry === 'string' ? undefined : Object.keys(entry).sort(),
          counted.has(key) ? [...categories].sort() : undefined,
          key,
        );
    });
  });
}

/** Every form of every translation, without the commands in it. */
const translationsOf = (language: string): readonly string[] =>
  Object.values<Entry>(JSON.parse(readFileSync(`cards/languages/${language}.json`, 'utf8')))
    .flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)))
    .map((text) => text.replace(/`[^`]*`/g, '``'));

describe('the German words', () => {
  it('call one thing by one word', () => {
    const others =
      /anforder|angeforder|abgebrochen:|verweigerungsregel|zulassungsregel|bitte [^.;]*schreiben/i;
    assert.deepEqual(
      translationsOf('de').filter((text) => others.test(text)),
      [],
    );
  });
});

describe('the Japanese words', () => {
  it('are written with wide brackets, and with no blank beside them or after a full stop', () => {
    assert.deepEqual(
      translationsOf('ja').filter((text) => /[()]|[。、）」] |[^:] [（「]/.test(text)),
      [],
    );
  });
});

describe('the words of the code', () => {
  it('are said when somebody is spoken to, and not while files are loaded', () => {
    assert.deepEqual(
      files.filter((_, at) => code[at]?.tooEarly.length !== 0),
      [],
    );
  });

  it('are found: in templates, in tables and in sentences', () => {
    for (const each of ['Ready', '{0} on {1}', '{0} machines', 'Use my address'])
      assert.ok(messages.has(each), each);
  });
});
