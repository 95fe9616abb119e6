// Why `jit status` cannot be answered with a card. All escaped Markdown.
import type { Machine } from '../../src/domain/machine.ts';
import { asIs, escapeMarkdown, say } from '../escape.ts';
import { anyOfMany } from '../port-words.ts';

type Subscription = Machine['subscription'];

const mostShown = 12;

/** @param near the closest names */
export function noSubscriptionAnswer(typed: string, near: readonly Subscription[]): string {
  const names = near.map(({ name }) => escapeMarkdown(name, 60));
  const meant = names.length === 0 ? '' : ` (is it ${anyOfMany(names, 3)}?)`;
  return say`I see no subscription called “${typed}”${asIs(meant)}. \`jit status\` shows all that Azure shows to me.`;
}

/** Several subscriptions have the name; the id means one. */
export function severalSubscriptionsAnswer(typed: string, choices: readonly Subscription[]): string {
  const lines = choices.slice(0, mostShown).map(({ id }) => say`- \`jit status ${id}\``);
  const more = choices.length - lines.length;
  return [
    say`${choices.length} subscriptions are called “${typed}”. Write which one you mean:`,
    [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
  ].join('\n\n');
}

export const noSubscriptionsAnswer = (): string =>
  'Azure does not show any subscription to me. Whoever runs the bot gives it a role there.';
