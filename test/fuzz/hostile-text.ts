// Texts that nobody should have to read: controls, bidi, lone surrogates, Markdown, templates, code, prototype names, endless runs.
import fc from 'fast-check';

const nasty = [
  ...[
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
    'prototype',
    'NaN',
    'null',
    'undefined',
    '-0',
  ],
  ...[
    '[Approved](https://evil.example)',
    '**Approved**',
    '<at>Grace</at>',
    '<b>x</b>',
    '`code`',
    '{{DATE(x)}}',
  ],
  ...[
    `$${'{request}'}`,
    '\u202egnp.exe',
    '\u0000',
    '\ud800',
    '\udfff\ud800',
    '\u200b\u200d\ufeff',
    '\r\n\r\n',
    '\t',
  ],
  ...[
    '../../etc/passwd',
    "'; drop table jit.requests;--",
    '%00',
    '%s%s%n',
    '\\',
    '"',
    "'",
    '$&',
    '😀'.repeat(9),
  ],
  ...[
    '0.0.0.0/0',
    '*',
    'Internet',
    '::/0',
    '1e309',
    '0x7f000001',
    '٣٣٨٩',
    '３３８９',
    '99999999999999999999',
  ],
  ...[
    '2026-13-45',
    'P1Y',
    'PT0S',
    'until 25:99',
    'a'.repeat(5000),
    '('.repeat(500),
    ' '.repeat(3000),
    '*'.repeat(400),
  ],
];

/** Short and long, of any characters. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...nasty) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...nasty), fc.integer({ min: 1, max: 40 }))
      .map(([text, times]) => text.slice(0, 200).repeat(times)),
  },
);
