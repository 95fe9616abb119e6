// User text in Markdown: harmless, readable, bounded.
import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { asIs, escapeMarkdown, plainText, say } from '../../cards/escape.ts';
import { active, hostile, visible } from './harmless.ts';

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
