// Table of texts as Teams sends them, and what was typed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Mention, markedText, plainText } from '../../src/teams/plain-text.ts';

const bot: Mention = { id: '28:bot', text: '<at>JIT Access</at>' };
const ada: Mention = { id: '29:ada', text: '<at>Ada</at>' };

const table: readonly (readonly [string, readonly Mention[], string])[] = [
  ['rdp to web-01 for 1h', [], 'rdp to web-01 for 1h'],
  ['<at>JIT Access</at> rdp to web-01', [bot], 'rdp to web-01'],
  ['<at>JIT Access</at>&nbsp;rdp to web-01\n', [bot], 'rdp to web-01'],
  ['rdp to <at>JIT Access</at> web-01', [bot], 'rdp to web-01'],
  ['<at>JIT Access</at> <at>JIT Access</at> help', [bot, bot], 'help'],
  [
    '<at>JIT</at> <at>Access</at> help',
    [
      { id: '28:bot', text: '<at>JIT</at>' },
      { id: '28:bot', text: '<at>Access</at>' },
    ],
    'help',
  ],
  ['<at>JIT Access</at> rdp for <at>Ada</at>', [bot, ada], 'rdp for Ada'],
  ['<at id="0">Ada</at> asked', [], 'Ada asked'],
  ['<at>JIT Access</at>', [bot], ''],
  ['ssh db-2 because A &amp; B &lt;urgent&gt;', [], 'ssh db-2 because A & B <urgent>'],
  ['&quot;x&quot; &#39;y&#39; &#x41;', [], '"x" \'y\' A'],
  ['&amp;lt;at&amp;gt;', [], '&lt;at&gt;'],
  ['&lt;at&gt;JIT Access&lt;/at&gt;', [bot], '<at>JIT Access</at>'],
  ['&unknown; &#0; &#x110000; &#xD800; & alone', [], '&unknown; &#0; &#x110000; &#xD800; & alone'],
  ['  spaced\u00a0 out\ttext ', [], 'spaced out text'],
  ['two\nlines', [], 'two\nlines'],
  ['', [], ''],
];

describe('the text of a message', () => {
  for (const [text, mentions, typed] of table) {
    it(`"${text}" was typed as "${typed}"`, () => {
      assert.equal(plainText(text, mentions, '28:bot'), typed);
    });
  }

  it('survives whatever is sent', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, mention) => {
        assert.equal(typeof plainText(text, [{ id: '28:bot', text: mention }], '28:bot'), 'string');
      }),
    );
  });
});

const otherAda: Mention = { id: '29:ada-2', text: '<at>Ada</at>' };
const bob: Mention = { id: '29:bob', text: '<at>Bob</at>' };
const namesake: Mention = { id: '29:jit', text: '<at>JIT Access</at>' };

const marks: readonly (readonly [string, readonly Mention[], string, readonly string[]])[] = [
  ['allow <at>Ada</at> rdp web-01', [ada], 'allow @1 rdp web-01', ['29:ada']],
  ['<at>JIT Access</at> allow <at>Ada</at> today', [bot, ada], 'allow @1 today', ['29:ada']],
  ['<at>Bob</at> and <at>Ada</at>', [ada, bob], '@1 and @2', ['29:bob', '29:ada']],
  ['<at>Ada</at> and <at>Ada</at>', [ada, otherAda], '@1 and @2', ['29:ada', '29:ada-2']],
  ['<at>Ada</at> and <at>Ada</at>', [ada], '@1 and Ada', ['29:ada']],
  ['<at>Ada</at>, <at>Ada</at>', [ada, ada], '@1 , @2', ['29:ada', '29:ada']],
  ['<at>JIT Access</at> allow <at>JIT Access</at>', [bot, namesake], 'allow @1', ['29:jit']],
  [
    'allow <at>Ada</at>&nbsp;<at>Engineer</at> ssh',
    [ada, { id: '29:ada', text: '<at>Engineer</at>' }],
    'allow @1 ssh',
    ['29:ada'],
  ],
  ['for<at>Ada</at>now', [ada], 'for @1 now', ['29:ada']],
  ['allow @1 rdp', [], 'allow @\u200b1 rdp', []],
  ['allow @1 or <at>Ada</at>', [ada], 'allow @\u200b1 or @1', ['29:ada']],
  ['allow &#64;1', [], 'allow @\u200b1', []],
  ['allow @<at>1</at>', [], 'allow @\u200b1', []],
  ['allow @<at>JIT Access</at>1', [bot], 'allow @ 1', []],
  ['mail a@b.example', [], 'mail a@b.example', []],
  ['not there', [ada], 'not there', []],
  ['<at>Ada</at>', [{ id: '', text: '<at>Ada</at>' }], 'Ada', []],
];

describe('the marked text of a message', () => {
  for (const [text, mentions, marked, ids] of marks) {
    it(`"${text}" is "${marked}"`, () => {
      const found = markedText(text, mentions, '28:bot');
      assert.deepEqual([found.marked, found.mentioned.map(({ id }) => id)], [marked, ids]);
    });
  }

  it('has the tokens 1, 2 … of true mentions and no other, whatever is typed around them', () => {
    const typed = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[@&#;<>at/0-9 \u200b]{0,12}$/),
      fc.constantFrom('@1', '@', '&#64;', '<at>', '</at>', '<at>2</at>', '<at>JIT Access</at>'),
    );
    const piece = fc.oneof(typed, fc.constantFrom(ada, bob));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.map((one) => (typeof one === 'string' ? one : one.text)).join('');
        const people = pieces.filter((one) => typeof one !== 'string');
        const { marked, mentioned } = markedText(text, [...people, bot], '28:bot');
        assert.deepEqual(
          marked.match(/@\d+/g) ?? [],
          mentioned.map((_, index) => `@${index + 1}`),
        );
      }),
    );
  });

  it('is the plain text where nobody else is mentioned and nothing looks like a token', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/@\d/.test(plainText(text, [bot], '28:bot')));
        assert.equal(markedText(text, [bot], '28:bot').marked, plainText(text, [bot], '28:bot'));
      }),
    );
  });
});
