// HTML that is written by us; whatever is put into it is text, unless it was made the same way.

export interface Html {
  readonly html: string;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

/** What is inserted is escaped, for elements and for quoted attributes alike. Lists are put one after the other. */
export const html = (
  words: TemplateStringsArray,
  ...values: readonly (string | Html | readonly Html[])[]
): Html => ({ html: words.reduce((whole, word, index) => whole + inserted(values[index - 1] ?? '') + word) });

function inserted(value: string | Html | readonly Html[]): string {
  if (typeof value === 'string') return escapeHtml(value);
  return 'html' in value ? value.html : value.map((each) => each.html).join('');
}
