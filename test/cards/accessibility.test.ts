// Every card that the product posts, as a screen reader takes it: labels, names of buttons, order, nothing by colour alone.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { languages } from '../../cards/language.ts';
import { faultsOf } from './accessible-card.ts';
import { type Node, nodesOf } from './card-reading.ts';
import { gallery, galleryIn } from './gallery.ts';

/** Functions of cards/ that draw a card, and that others than cards/ call. */
function postedCards(): readonly string[] {
  const own = globSync('cards/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  const drawing = own.flatMap((text) =>
    [...text.matchAll(/^export (?:const|function) (\w+)(?:(?!^export|^const|^function).)*?: Drawn\b/gms)].map(
      ([, name = '']) => name,
    ),
  );
  const calling = globSync('{src,dialogs}/**/*.ts').map((file) => readFileSync(file, 'utf8'));
  return drawing.filter((name) => calling.some((text) => new RegExp(`\\b${name}\\(`).test(text)));
}

describe('the gallery of cards', () => {
  const cards = galleryIn('en-GB');

  it('has every card that the product draws', () => {
    assert.deepEqual([...new Set(cards.map(({ by }) => by))].sort(), [...postedCards()].sort());
    assert.deepEqual(Object.keys(gallery).sort(), [...postedCards()].sort());
  });

  const shown = cards.flatMap(({ drawn }) => nodesOf(drawn.card));
  for (const file of globSync('cards/templates/*.json').sort())
    it(`shows each part of ${file}`, () => {
      const parts = nodesOf(JSON.parse(readFileSync(file, 'utf8'))).filter(
        ({ type }) => typeof type === 'string',
      );
      assert.deepEqual(
        parts.filter((part) => !shown.some((node) => isDrawnFrom(part, node))),
        [],
      );
    });
});

/** Whether what stands in a template as it is stands in `node`, too. */
const isDrawnFrom = (part: Node, node: Node): boolean =>
  Object.entries(part).every(
    ([key, value]) =>
      key.startsWith('$') ||
      typeof value === 'object' ||
      (key in node && (typeof value !== 'string' || value.includes('${') || node[key] === value)),
  );

for (const language of languages)
  describe(`cards in ${language}`, () => {
    const cards = galleryIn(language);
    for (const by of Object.keys(gallery))
      it(`can be read without seeing them: ${by}`, () => {
        const faults = cards
          .filter((card) => card.by === by)
          .flatMap(({ name, drawn }) => faultsOf(drawn.card).map((fault) => `${name}: ${fault}`));
        assert.deepEqual(faults, []);
      });

    it('say their language', () => {
      assert.deepEqual([...new Set(cards.map(({ drawn }) => drawn.card.lang))], [language]);
    });
  });
