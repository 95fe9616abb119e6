// What somebody may do in Azure, by the permissions that were given to them: Azure's own rules, without Azure.

/** One role as it was given to somebody: what it allows, and what it leaves out of that again. Actions may hold `*`. */
export interface Permission {
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

/**
 * Whether one of the permissions allows an action, such as `Microsoft.Compute/virtualMachines/read`.
 * `notActions` take away from their own permission only: they forbid nothing that another permission allows.
 */
export const allows = (permissions: readonly Permission[], action: string): boolean =>
  permissions.some(
    ({ actions, notActions }) => matchesAny(actions, action) && !matchesAny(notActions, action),
  );

const matchesAny = (patterns: readonly string[], action: string): boolean =>
  patterns.some((pattern) => matches(pattern, action));

/** `*` stands for any characters, `/` among them, also for none. Letter case does not matter. */
export function matches(pattern: string, action: string): boolean {
  const [first = '', ...others] = pattern.toLowerCase().split('*');
  const text = action.toLowerCase();
  const last = others.pop();
  if (last === undefined) return first === text;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  // What is between two stars is looked for from the left: the earliest place leaves the most for what follows.
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return from <= text.length - last.length;
}
