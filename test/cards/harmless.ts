// What must never come through a card, and texts that would like to.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders are meant.
import fc from 'fast-check';

const joiner = '\u200d';
/** As a reader sees it: without what only breaks patterns. */
export const visible = (text: string): string => text.replaceAll(joiner, '');

/** Everything that any Markdown dialect, Teams' linking or Adaptive Cards could act on. */
export const active: Readonly<Record<string, RegExp>> = {
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

/** Texts with some of each kind in them, and anything else. */
export const hostile = fc
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
