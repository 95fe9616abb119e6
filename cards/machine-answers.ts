// That no machine has the name somebody typed, with the nearest names. Escaped Markdown.
import type { MachineChoice } from '../src/domain/machine.ts';
import { asIs, escapeMarkdown, plainText, say } from './escape.ts';
import { anyOfMany, sentenceOf } from './list-words.ts';

const mostNear = 3;

/** Without an end, so that what to do next can follow. @param near the closest spellings */
export const noMachineText = (typed: string, near: readonly MachineChoice[] = []): string =>
  say`I see no machine called “${typed}”${asIs(nearText(near))}`;

/** The same as a whole answer. */
export const noMachineAnswer = (typed: string, near: readonly MachineChoice[]): string =>
  sentenceOf(noMachineText(typed, near));

function nearText(near: readonly MachineChoice[]): string {
  const names = near.map(({ name }) => escapeMarkdown(plainText(name), 60));
  return names.length === 0 ? '' : say` (is it ${asIs(anyOfMany(names, mostNear))}?)`;
}
