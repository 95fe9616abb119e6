// What is answered where a typed subscription is none, or several. All escaped Markdown.
import type { Machine } from '../../src/domain/machine.ts';
import { asIs, escapeMarkdown, say } from '../escape.ts';
import { anyOfMany } from '../list-words.ts';

type Subscription = Machine['subscription'];

/** @param near the closest names, the best first */
export function noSubscriptionAnswer(
  typed: string,
  near: readonly Pick<Subscription, 'name'>[] = [],
): string {
  const names = near.map(({ name }) => escapeMarkdown(name, 64));
  const guess = names.length === 0 ? '' : say` Is it ${asIs(anyOfMany(names, 3))}?`;
  return say`I see no subscription called “${typed}”.${asIs(guess)} I see only those I was given; \`jit status\` lists them.`;
}

/** @param ids of the subscriptions that have this name */
export const severalSubscriptionsAnswer = (typed: string, ids: readonly string[]): string =>
  say`${ids.length} subscriptions are called “${typed}”. Write the id instead of the name: ${asIs(
    anyOfMany(
      ids.map((id) => escapeMarkdown(id)),
      5,
    ),
  )}.`;

/** For `jit status` of everything. */
export const noSubscriptionsAnswer = (): string =>
  say`Azure does not show any subscription to me. Whoever runs the bot gives it a role there.`;
