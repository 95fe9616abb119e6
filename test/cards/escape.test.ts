// User text in Markdown: harmless, readable, bounded.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are meant.
import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { asIs, escapeMarkdown, plainText, say } from '../../cards/escape.ts';

const joiner = '\u200d';
const visible = (text: string): string => text.replaceAll(joiner, '');

/** Everything that any Markdown dialect, Teams' linking or Adaptive Cards could act on. */
const active: Readonly<Record<string, RegExp>> = {
  'emphasis, code, strike-through, table, tag': /[*`~|<]/,
  'underscore that can open emphasis': /(?<![A-Za-z0-9_])_/,
  'link or image': /\]\(/,
  'link definition': /\]:/,
  'backslash escape': /\\(?:[!-/:-@[-`{-~]|$)/,
  entity: /&[#A-Za-z]/,
  'scheme with something after it': /[A-Za-z]:[^\s\u200d]/,
  'double slash': /\/\//,
  www: /www\./i,
  'e-mail or mention': /[^\u200d]@|@[^\u200d]/,
  'bare host name': /(?<!Microsoft)\.\p{L}/u,
  'card or template function': /[{$]\{/,
  'block at the start': /^\s*(?:[-+#>=]|\d+[.)](?:\s|$))/,
  'line break': /[\r\n\u2028\u2029]/,
  'control or bidi character': /[\p{Cc}\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/u,
  'lone surrogate': /\p{Cs}/u,
};

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '**',
          '_',
          '__',
          '`',
          '~~',
          '|',
          '<at>',
          '</at>',
          '<b>',
          '<',
          '[',
          ']',
          '](',
          '[x](http://e.com)',
          '![',
        ],
        ...[
          '\n',
          '\r',
          '# ',
          '- ',
          '1. ',
          '> ',
          '---',
          '\\',
          '&lt;',
          '&#60;',
          'https://e.com',
          'www.',
          'e.com',
        ],
        ...[
          'a@b.com',
          'mailto:',
          '//',
          '@',
          ':',
          '.',
          '{{DATE(',
          '${',
          '\u202e',
          '\u2065',
          joiner,
          '\u0000',
          '\ud800',
          'é',
          ' ',
        ],
      ),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));

describe('escapeMarkdown', () => {
  it('leaves nothing active in any text', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const escaped = escapeMarkdown(text);
        const found = Object.entries(active).filter(([, pattern]) => pattern.test(escaped));
        deepEqual(
          found.map(([name]) => name),
          [],
        );
      }),
      { numRuns: 5000 },
    );
  });

  it('is the same when applied twice', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        equal(escapeMarkdown(escapeMarkdown(text)), escapeMarkdown(text));
      }),
    );
  });

  for (const text of [
    'web-01',
    'rg_prod_eu (old)',
    '203.0.113.7',
    '203.0.113.0/24',
    'MicrosoftDefenderForCloud-JITRule_-123_ab12',
    'INC-1234: disk full, 95% + rising!',
    'Microsoft.Network/networkSecurityGroups/read',
    'Ärger mit C:\\temp 日本',
  ])
    it(`leaves ${text} as it is`, () => {
      equal(visible(escapeMarkdown(text)), text);
      if (!/[:\\]\S/.test(text)) equal(escapeMarkdown(text), text);
    });

  for (const [text, shown] of [
    ['**bold** and _italic_', '∗∗bold∗∗ and ˍitalic_'],
    ['[click](https://evil.com)', '[click](https://evil.com)'],
    ['<at>Ada</at>', '‹at>Ada‹/at>'],
    ['a | b ~ c `d`', 'a ∣ b ∼ c ˋdˋ'],
    ['one\r\n\ttwo\u2028three', 'one two three'],
    ['ab\u202ecd\u0007\u200b', 'abcd'],
    ['\u{1f600}\ud800', '\u{1f600}'],
    [`z${'\u0301'.repeat(40)}`, `z${'\u0301'.repeat(3)}`],
  ] as const)
    it(`shows ${JSON.stringify(text).slice(0, 40)} readably`, () =>
      equal(visible(escapeMarkdown(text)), shown));

  it('cuts long text at whole characters, with an ellipsis', () => {
    equal(escapeMarkdown('😀'.repeat(50), 10), `${'😀'.repeat(9)}…`);
    equal(escapeMarkdown('x'.repeat(10), 10), 'x'.repeat(10));
  });
});

describe('plainText', () => {
  it('keeps Markdown characters, for buttons and other fields without Markdown', () => {
    equal(plainText(' a*b_[c]\u202e\n<d> '), 'a*b_[c] <d>');
  });
});

describe('say', () => {
  it('escapes what is inserted, and only that', () => {
    equal(say`**${'*x*'}** ${5} ${asIs('_mine_')}`, '**∗x∗** 5 _mine_');
  });
});
