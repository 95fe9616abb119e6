// Machines and subscriptions by what somebody typed.
import type { Machine } from './machine.ts';
import { globMatches } from './policy/glob.ts';

export const machinesMatching = (typed: string, machines: readonly Machine[]): readonly Machine[] =>
  machines.filter(({ name }) => globMatches(typed, name));

export const subscriptionMeant = (
  typed: string,
  subscriptions: readonly Machine['subscription'][],
): readonly Machine['subscription'][] =>
  subscriptions.filter(({ id, name }) =>
    [id, name].some((each) => each.toLowerCase() === typed.toLowerCase()),
  );
