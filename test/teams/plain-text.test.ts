// Table of texts as Teams sends them, and what was typed.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Mention, plainText } from '../../src/teams/plain-text.ts';

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
