// The page's Markdown: what becomes a tag, and that nothing else ever does.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { z } from 'zod';

type Render = (text: string, mentions?: readonly string[]) => string;
const render = z.custom<Render>((value) => typeof value === 'function');
// A browser module without types, checked here instead.
const page: string = new URL('../../../sandbox/chat/page/markdown.js', import.meta.url).href;
const { markdownToHtml, cardTextToHtml, plainToHtml } = z
  .object({ markdownToHtml: render, cardTextToHtml: render, plainToHtml: render })
  .parse({ ...(await import(page)) });

describe('the page’s Markdown', () => {
  const table = [
    ['**bold** and _slanted_', '<strong>bold</strong> and <em>slanted</em>'],
    ['snake_case_name', 'snake_case_name'],
    ['\\*\\*not bold\\*\\*', '**not bold**'],
    ['\\[not\\](https://a.example)', '[not](https://a.example)'],
    ['a\\\\b', 'a\\b'],
    ['`mstsc /v:10.0.0.4` **x**', '<code>mstsc /v:10.0.0.4</code> <strong>x</strong>'],
    ['`**raw** \\*`', '<code>**raw** \\*</code>'],
    ['```\nssh a@b\n```', '<pre><code>ssh a@b</code></pre>'],
    ['- one\n- two', '<ul><li>one</li><li>two</li></ul>'],
    [
      '[docs](https://a.example/?x=1&y=2)',
      '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">docs</a>',
    ],
    ['[bad](javascript:alert(1))', '[bad](javascript:alert(1))'],
    ['<img src=x onerror=alert(1)>', '&lt;img src=x onerror=alert(1)&gt;'],
    ['one\ntwo', 'one<br>two'],
  ] as const;
  for (const [text, html] of table) {
    it(`shows ${JSON.stringify(text)} as ${html}`, () => {
      assert.equal(markdownToHtml(text), html);
    });
  }

  it('marks a mention the message vouches for, and no other', () => {
    assert.equal(
      plainToHtml('<at>Ada</at> <at>Eve</at>', ['<at>Ada</at>']),
      '<span class="mention">Ada</span> &lt;at&gt;Eve&lt;/at&gt;',
    );
  });

  it('leaves a person’s own words unmarked', () => {
    assert.equal(plainToHtml('**a** <b>'), '**a** &lt;b&gt;');
  });

  const OURS =
    /<\/?(?:strong|em|s|code|pre|ul|ol|li)>|<br>|<\/a>|<a href="https?:\/\/[^"<>]*" target="_blank" rel="noopener noreferrer">/g;
  for (const [name, toHtml] of [
    ['messages', markdownToHtml],
    ['cards', cardTextToHtml],
    ['people’s words', plainToHtml],
  ] as const) {
    it(`keeps its own tags whole beside marks in ${name}`, () => {
      for (const text of ['[a](https://x)_', '[a](https://x/_b_*c*~~d~~) _e_', '*[a](https://x*)*'])
        assert.doesNotMatch(toHtml(text).replace(OURS, ''), /[<>]/);
    });

    it(`never lets a tag of the text through in ${name}`, () => {
      const piece = fc.constantFrom(
        '<',
        '>',
        '"',
        "'",
        '&',
        '\\',
        '*',
        '_',
        '`',
        '[a](',
        'https://x',
        ')',
        '\n',
        '- ',
        'b',
        '\ue03c',
      );
      fc.assert(
        fc.property(fc.array(piece), (pieces) => {
          assert.doesNotMatch(toHtml(pieces.join('')).replace(OURS, ''), /[<>]/);
        }),
      );
    });
  }
});
