// Where one click would take protection from many machines, their number is typed first.
import type { Target } from './setup-change.ts';

/** So many one can look at before pressing a button. */
const mostUntyped = 3;

/** How many machines these are, where that has to be typed; `undefined`: pressing the button is enough. */
export function countToType(targets: readonly Pick<Target, 'machine'>[]): number | undefined {
  const count = new Set(targets.map(({ machine }) => machine.id)).size;
  return count > mostUntyped ? count : undefined;
}
