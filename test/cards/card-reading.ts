// Reads drawn cards in tests: every object in them, and what a person would see.

/** An object of a card. */
export type Node = Readonly<Record<string, unknown>>;

/** Every object in `card`, itself first. */
export function nodesOf(card: unknown): readonly Node[] {
  if (Array.isArray(card)) return card.flatMap(nodesOf);
  if (typeof card !== 'object' || card === null) return [];
  return [{ ...card }, ...Object.values(card).flatMap(nodesOf)];
}

/** All objects of one type. */
export const ofType = (card: unknown, type: string): readonly Node[] =>
  nodesOf(card).filter((node) => node.type === type);

/** Texts from top to bottom, facts as `title: value`, commands as they are; joiners left out. */
export function textsOf(card: unknown): readonly string[] {
  return nodesOf(card).flatMap((node) => {
    if (node.type === 'TextBlock' || node.type === 'TextRun') return [visible(node.text)];
    if (typeof node.title === 'string' && typeof node.value === 'string' && node.type === undefined)
      return [`${visible(node.title)}: ${visible(node.value)}`];
    return [];
  });
}

const visible = (text: unknown): string => String(text).replaceAll('\u200d', '');

/** Everything of a card, and its summary, that a client renders as Markdown. */
export const markdownOf = ({ card, summary }: { readonly card: unknown; readonly summary: string }) => [
  summary,
  ...ofType(card, 'TextBlock').map(({ text }) => String(text)),
  ...nodesOf(card).flatMap(({ type, title, value }) =>
    type === undefined && typeof value === 'string' ? [String(title), value] : [],
  ),
];

/** Text that tries whatever a client could act on. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder is meant.
export const evil = '[**x**](https://evil.com)<at>Ada</at>\n# {{DATE(2026-01-01)}} ${reason} `y` \u202e';

/** Whether something of `evil` is left that a client would act on. */
export const isHarmful = (text: string): boolean => /\]\(|\*\*x|<|\/\/|\.com|[{$]\{|`y|\n#|\u202e/.test(text);
