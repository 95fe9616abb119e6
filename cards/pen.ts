// How words are written down: as Markdown for chat, or plainly for a terminal.
import { keyOf, message } from './catalogue.ts';
import { escapeMarkdown, filledIn, plainText, type Said } from './escape.ts';

export interface Pen {
  /** What people typed, made harmless; at most `limit` characters of it (120 where nothing is said). */
  text(typed: string, limit?: number): string;
  /** Words of ours, or text already made harmless, that are to stand out. */
  strong(harmless: string): string;
}

export const markdownPen: Pen = { text: escapeMarkdown, strong: (harmless) => `**${harmless}**` };

/** For terminals: control characters and escape sequences do not get through. */
export const plainPen: Pen = { text: plainText, strong: (harmless) => harmless };

/** A sentence of ours, in the language that is spoken: inserted texts go through the pen unless marked with `asIs`. Numbers go in as they are. */
export const sayWith =
  (pen: Pen) =>
  (words: TemplateStringsArray, ...values: readonly Said[]): string =>
    filledIn(message(keyOf(words)), values, pen.text);
