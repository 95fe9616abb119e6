// Markdown as Teams shows it to a safe subset of HTML. Everything is escaped first; only tags made here come out.

// Backslash escapes hide in Unicode's private use area while the marks around them are read.
const HIDDEN = 0xe000;
const hide = (text) =>
  text
    .replace(/[\ue000-\uf8ff]/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, (_, mark) => String.fromCharCode(HIDDEN + mark.charCodeAt(0)));
const show = (text) =>
  text.replace(/[\ue000-\ue07f]/g, (mark) => escaped(String.fromCharCode(mark.charCodeAt(0) - HIDDEN)));
/** Inside code a backslash is a backslash. */
const showRaw = (text) =>
  text.replace(
    /[\ue000-\ue07f]/g,
    (mark) => `\\${escaped(String.fromCharCode(mark.charCodeAt(0) - HIDDEN))}`,
  );

export const escaped = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

/** What stands inside a tag of ours is no Markdown: a mark after it must not find its other half there. */
const inTag = (text) => text.replace(/[*_~]/g, (mark) => String.fromCharCode(HIDDEN + mark.charCodeAt(0)));

const link = (_, words, address) =>
  `<a href="${inTag(address)}" target="${inTag('_blank')}" rel="noopener noreferrer">${words}</a>`;

const marks = (text) =>
  text
    .replace(/\[([^\]\n]+)\]\((https?:\/\/[^\s)]+)\)/g, link)
    .replace(/\*\*(?=\S)([^\n]*?\S)\*\*/g, '<strong>$1</strong>')
    .replace(/(^|[^\w*])\*(?=\S)([^*\n]*?[^\s*])\*(?![\w*])/g, '$1<em>$2</em>')
    .replace(/(^|\W)_(?=\S)([^_\n]*?[^\s_])_(?!\w)/g, '$1<em>$2</em>')
    .replace(/~~(?=\S)([^\n]*?\S)~~/g, '<s>$1</s>');

/** Marks of one line; with `code`, backticks too, whose content is left alone. */
const inline = (line, code) =>
  code
    ? line
        .split(/(`[^`\n]+`)/)
        .map((part, index) => (index % 2 === 1 ? `<code>${showRaw(part.slice(1, -1))}</code>` : marks(part)))
        .join('')
    : marks(line);

const ITEM = /^\s{0,3}(?:([-*+])|\d{1,3}[.)])\s+(.*)$/;

/** Lines to paragraphs and lists. */
const blocks = (text, code) => {
  const out = [];
  let list;
  for (const line of text.split('\n')) {
    const item = ITEM.exec(line);
    if (item) {
      const tag = item[1] ? 'ul' : 'ol';
      if (list?.tag !== tag) {
        list = { tag, items: [] };
        out.push(list);
      }
      list.items.push(`<li>${inline(item[2], code)}</li>`);
      continue;
    }
    list = undefined;
    out.push(inline(line, code));
  }
  return out
    .map((block) =>
      typeof block === 'string' ? block : `<${block.tag}>${block.items.join('')}</${block.tag}>`,
    )
    .join('<br>')
    .replace(/(<\/[uo]l>)<br>/g, '$1')
    .replace(/<br>(<[uo]l>)/g, '$1');
};

/** Turns true mentions (spelled as in `mentions`, such as `<at>Ada</at>`) into marked names. The text is escaped already. */
const withMentions = (html, mentions) =>
  mentions.reduce((text, mention) => {
    const name = mention.replace(/<\/?at>/g, '');
    return text.replaceAll(escaped(mention), `<span class="mention">${escaped(name)}</span>`);
  }, html);

/** A person's plain text: nothing in it is Markdown. */
export const plainToHtml = (text, mentions = []) =>
  withMentions(escaped(text), mentions).replaceAll('\n', '<br>');

/** Text in a card: bold, italics, lists and links, no code (as documented for Adaptive Cards). */
export const cardTextToHtml = (text, mentions = []) =>
  show(withMentions(blocks(escaped(hide(text)), false), mentions));

/** A bot's message: what cards know, and code. */
export const markdownToHtml = (text, mentions = []) => {
  const parts = escaped(hide(text.trim())).split(/^```[^\n]*\n([\s\S]*?)\n?```[ \t]*$/m);
  const html = parts.map((part, index) =>
    index % 2 === 1 ? `<pre><code>${showRaw(part)}</code></pre>` : blocks(part.replace(/^\n|\n$/g, ''), true),
  );
  return show(withMentions(html.join(''), mentions));
};
