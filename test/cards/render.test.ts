// The template renderer.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are meant.
import { deepEqual, throws } from 'node:assert/strict';
import { asIs } from '../../cards/escape.ts';
import { speaking } from '../../cards/language.ts';
import { render } from '../../cards/render.ts';

describe('render', () => {
  it('gives the value itself for a lone placeholder, and text for one among words', () => {
    deepEqual(
      render({ a: '${n}', b: 'n is ${n}', c: '${yes}', d: [1, null, 'plain'] }, { n: 5, yes: true }),
      {
        a: 5,
        b: 'n is 5',
        c: true,
        d: [1, null, 'plain'],
      },
    );
  });

  it('escapes every value that is not marked, also inside text', () => {
    deepEqual(render({ a: '${t}', b: '<${t}>', c: '${raw}' }, { t: '*x*', raw: asIs('*x*') }), {
      a: '∗x∗',
      b: '<∗x∗>',
      c: '*x*',
    });
  });

  it('never looks for placeholders in a value', () => {
    deepEqual(render({ a: '${t}' }, { t: asIs('${secret}'), secret: 'no' }), { a: '${secret}' });
  });

  for (const [value, kept] of [
    [true, true],
    ['x', true],
    [[{}], true],
    [asIs('x'), true],
    [false, false],
    ['', false],
    [[], false],
    [asIs(''), false],
    [0, false],
  ] as const)
    it(`${kept ? 'keeps' : 'leaves out'} an item whose $when is ${JSON.stringify(value)}`, () => {
      deepEqual(render({ body: [{ $when: '${it}', type: 'T' }] }, { it: value }), {
        body: kept ? [{ type: 'T' }] : [],
      });
    });

  it('repeats an item for each of a list, whose values come before those around it', () => {
    const template = { body: [{ $each: '${rows}', text: '${name} of ${all}' }, { text: '${name}' }] };
    const scope = { name: 'outer', all: 2, rows: [{ name: 'one' }, { name: 'two' }] };
    deepEqual(render(template, scope), {
      body: [{ text: 'one of 2' }, { text: 'two of 2' }, { text: 'outer' }],
    });
  });

  it('says of a whole card in which language it is, and of a part nothing', () => {
    const german = (template: object) => speaking('de-AT', () => render(template, {}));
    deepEqual(german({ type: 'AdaptiveCard' }), { type: 'AdaptiveCard', lang: 'de' });
    deepEqual(german({ actions: [] }), { actions: [] });
  });

  for (const [what, template] of [
    ['a placeholder without a value', { a: 'x ${missing}' }],
    ['a placeholder named like a method of objects', { a: '${constructor}' }],
    ['a list in text', { a: '${list}' }],
    ['$each over text', { a: [{ $each: '${text}' }] }],
    ['$when that is no placeholder', { a: [{ $when: 'text' }] }],
  ] as const)
    it(`refuses ${what}`, () => {
      throws(() => render(template, { list: [{}], text: 'x' }), Error);
    });
});
