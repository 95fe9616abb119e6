// What a card must be for people who cannot see it, or not its colours. What it looks like is for a browser to measure.
import { type Node, nodesOf, ofType, textsOf } from './card-reading.ts';

/** Elements that show text of a card. */
const texts = ['TextBlock', 'TextRun'];
/** Grounds on which a host puts no colour of a state. */
const plainStyles = ['default', 'emphasis'];

/** @returns what is wrong, in words; nothing where all is well */
export const faultsOf = (card: Node): readonly string[] => [
  ...inputFaults(card),
  ...imageFaults(card),
  ...actionFaults(card),
  ...colourFaults(card),
  ...orderFaults(card),
  ...textFaults(card),
  ...spokenFaults(card),
];

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
const named = (node: Node): string => String(node.id ?? node.title ?? node.text ?? node.type);

/** A label is what a screen reader says of a field; a placeholder goes when somebody types. */
const inputFaults = (card: Node): readonly string[] =>
  nodesOf(card)
    .filter(({ type }) => String(type).startsWith('Input.'))
    .flatMap((input) => [
      ...(isText(input.label) ? [] : [`the input ${named(input)} has no label`]),
      ...(input.isRequired === true && !isText(input.errorMessage)
        ? [`the input ${named(input)} is required and does not say what is missing`]
        : []),
    ]);

/** An empty text is that of a picture that says nothing. */
const imageFaults = (card: Node): readonly string[] =>
  [...ofType(card, 'Image'), ...ofType(card, 'Icon')]
    .filter(({ altText }) => typeof altText !== 'string')
    .map((image) => `the picture ${String(image.url ?? image.name)} has no alternative text`);

function actionFaults(card: Node): readonly string[] {
  // What clients fetch by themselves is no button.
  const { refresh: _, ...seen } = card;
  const actions = nodesOf(seen).filter(({ type }) => String(type).startsWith('Action.'));
  const times = Map.groupBy(actions, ({ title }) => title);
  return actions.flatMap((action) => [
    ...(isText(action.title) || isText(action.tooltip) ? [] : [`a button (${action.type}) has no title`]),
    ...((times.get(action.title)?.length ?? 0) > 1 && !isText(action.tooltip)
      ? [`several buttons are called “${action.title}”, and this one does not say what it is for`]
      : []),
  ]);
}

/** Teams' colours of text are too pale to be read (see docs/accessibility.md), and in its theme of high contrast all are the same. */
function colourFaults(card: Node): readonly string[] {
  const coloured = nodesOf(card)
    .filter(({ type, color }) => texts.includes(String(type)) && (color ?? 'default') !== 'default')
    .filter(({ text }) => /\p{L}|\p{N}/u.test(String(text)));
  const grounds = nodesOf(card).filter(
    ({ type, style }) =>
      ['Container', 'Column', 'ColumnSet'].includes(String(type)) &&
      typeof style === 'string' &&
      !plainStyles.includes(style),
  );
  return [
    ...coloured.map((text) => `“${named(text)}” is coloured text`),
    ...grounds
      .filter((ground) => !hasWords(ground) && !isExplained(card, ground))
      .map(({ style }) => `a ${style} ground has no words: its colour alone says something`),
  ];
}

const hasWords = (node: Node): boolean =>
  nodesOf(node).some(({ type, text }) => texts.includes(String(type)) && /[\p{L}\p{N}]/u.test(String(text)));

/** A bar without words stands beside a text with its numbers. */
function isExplained(card: Node, ground: Node): boolean {
  const bars: readonly unknown[] = ['ColumnSet', 'Chart.HorizontalBar.Stacked'];
  const rows = nodesOf(card)
    .flatMap(({ body, items }) => [body, items])
    .filter(Array.isArray);
  return rows.some((row: readonly Node[]) =>
    row.some(
      (node, at) =>
        bars.includes(node.type) &&
        nodesOf(node).some((part) => JSON.stringify(part) === JSON.stringify(ground)) &&
        textsOf([row[at - 1], row[at + 1]]).some((text) => /\d/.test(text)),
    ),
  );
}

/** One heading, by which screen readers jump to a card; before it nothing but the state. */
function orderFaults(card: Node): readonly string[] {
  const body: readonly Node[] = Array.isArray(card.body) ? card.body : [];
  const at = body.findIndex((node) => nodesOf(node).some(({ style }) => style === 'heading'));
  const headings = nodesOf(card).filter(({ style }) => style === 'heading');
  const before = body.slice(0, Math.max(at, 0));
  const state = before.every(({ type, bleed }) => type === 'Container' && bleed === true);
  return [
    ...(headings.length === 1 ? [] : [`it has ${headings.length} headings`]),
    ...(before.length > 1 || !state ? ['something besides its state comes before the heading'] : []),
    ...(Object.keys(card).indexOf('actions') < Object.keys(card).indexOf('body') && 'actions' in card
      ? ['its buttons come before its texts']
      : []),
  ];
}

/** Text that does not wrap is cut. A number does not need to. */
const textFaults = (card: Node): readonly string[] =>
  ofType(card, 'TextBlock').flatMap((block) => [
    ...(block.wrap === true || String(block.text).length <= 4 ? [] : [`“${named(block)}” does not wrap`]),
    ...(block.maxLines === undefined ? [] : [`“${named(block)}” may be cut`]),
  ]);

/** `speak` would take the place of everything that stands on the card. */
const spokenFaults = (card: Node): readonly string[] => [
  ...('speak' in card ? ['it has `speak`'] : []),
  ...(isText(card.fallbackText) ? [] : ['clients that do not show cards have nothing to read']),
  ...(isText(card.lang) ? [] : ['it does not say its language']),
];
