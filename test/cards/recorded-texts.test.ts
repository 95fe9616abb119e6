// Holds the lists of recorded texts to the code: what the seams say of their own can be said again, in every language.
import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { speaking } from '../../cards/language.ts';
import { sayRecorded } from '../../cards/recorded.ts';
import { recordedPatterns } from '../../cards/recorded-patterns.ts';
import { recordedTexts } from '../../cards/recorded-texts.ts';
import { anyValue, saidAtSeams } from '../support/recorded-in-code.ts';

/** Words of earlier versions that may still be in the books, and are kept in the lists for that. */
const former: readonly string[] = [];
const ours = [...recordedTexts, ...recordedPatterns.map(([english]) => english)];

/** Faults before anybody is spoken to: the start, and `npm run audit`. They are said on the terminal. */
const atTheStart = new Set(
  ['audit-reader', 'directory-lock', 'migrate', 'pglite'].map((name) => `src/ledger/${name}.ts`),
);
/** Faults whose text was made elsewhere: by whom it is, their sentences are found there. */
const passedOn = ['src/azure/fault-of.ts'];

/** Where sentences are written that go into the books, or are shown as these are. */
const places = globSync([
  'src/{access,azure}/**/*.ts',
  'src/domain/{sight,special-ranges}.ts',
  'src/domain/nsg/*.ts',
  'src/domain/drift/openings-beside.ts',
]);
/** What else is in sentences there, and where it is said; faults are not meant. */
const elsewhere: Readonly<Record<string, string>> = {
  'src/access/life.ts': 'nobody: an id',
  'src/access/rights-watch.ts': '/readyz',
  'src/access/standing-problems.ts': '/readyz',
  'src/azure/actions.ts': 'npm run roles',
  'src/azure/arm-budget.ts': '/readyz',
  'src/azure/azure-clock.ts': '/readyz',
  'src/azure/front-policy.ts': 'nobody: the name of an error says it',
  'src/azure/graph-directory.ts': '/readyz',
  'src/azure/graph.ts': '/readyz',
  'src/azure/inventory.ts': '/readyz',
  'src/azure/machines-of.ts': 'the log',
  'src/azure/raw-call.ts': 'the log',
  'src/azure/read-subscriptions.ts': 'the log',
  'src/azure/roles.ts': 'npm run roles',
};
/** Neither sentences nor shown: a marker, and what is logged. */
const noWords = ['no matching rule', 'a debt could not be paid'];

/** As `english` of the whole story in the browser, and what faults are made of besides. */
const english =
  /\b(the|is|are|you|your|of|and|not|no|did|could|cannot|which|with|without|this|still|time|port is|rule|policy)\b/i;
/** What stays as it is in every language: commands, names, settings, and what Azure calls its things. */
const unspoken = /[„「]turn on defender for 7[“」]|`az login`|Azure Policy|SETUP=off|JIT Access/g;

const files = globSync('src/**/*.ts').map((file) => ({ file, ...saidAtSeams(file) }));
const faults = files.flatMap(({ file, faults }) =>
  atTheStart.has(file)
    ? []
    : faults.flatMap(({ line, texts }) => texts.map((text) => ({ where: `${file}:${line}`, file, text }))),
);
const samples = [
  ...new Set([
    ...faults.map(({ text }) => text).filter((text) => text !== anyValue),
    ...ours.map((text) => text.replaceAll(/\{\d+\}/g, anyValue)),
  ]),
];

describe('what the seams say', () => {
  it('is found in the code', () => {
    assert.ok(faults.length > 80, `${faults.length}`);
    for (const each of ['The bot lacks the right 7 in Azure.', 'Azure refused the call (HTTP 7, 7).'])
      assert.ok(
        faults.some(({ text }) => text === each),
        each,
      );
  });

  it('is a fault with a text of its own, or passes on one that is found elsewhere', () => {
    const strangers = faults.filter(({ text }) => text === anyValue).map(({ file }) => file);
    assert.deepEqual(strangers, passedOn);
  });

  for (const locale of ['de', 'ja'])
    it(`is said again in ${locale}, without a word of English`, () => {
      const left = samples.filter((text) => {
        const said = speaking(locale, () => sayRecorded(text));
        return said === sayRecorded(text) || english.test(said.replace(unspoken, ''));
      });
      assert.deepEqual(left, []);
    });

  it('is in the lists also where it is no fault', () => {
    const pieces = ours.flatMap((text) => text.split(/\{\d+\}/));
    const missing = files
      .filter(({ file }) => places.includes(file) && !(file in elsewhere))
      .flatMap(({ file, phrases }) => phrases.map(({ line, text }) => ({ where: `${file}:${line}`, text })))
      .filter(({ text }) => !noWords.includes(text))
      .filter(({ text }) => !pieces.some((piece) => piece.includes(text.trim())))
      .filter(({ text }) => speaking('de', () => sayRecorded(text)) === sayRecorded(text));
    assert.deepEqual(missing, []);
  });

  it('is all that the lists have', () => {
    const said = files.flatMap(({ faults, phrases }) => [
      ...faults.flatMap(({ texts }) => texts),
      ...phrases.map(({ text }) => text.trim()),
    ]);
    const leftOver = ours
      .filter((text) => !former.includes(text))
      .filter((text) => {
        const [longest = ''] = text.split(/\{\d+\}/).sort((one, other) => other.length - one.length);
        return !said.some(
          (each) => each.includes(longest.trim()) || (each.length > 7 && longest.includes(each)),
        );
      });
    assert.deepEqual(leftOver, []);
  });
});
