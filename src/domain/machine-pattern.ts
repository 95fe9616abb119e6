// Which machines a name or a pattern means, as somebody typed it: web-01, web-*, rg-web/web-01, Production/rg-web/web-*.
import { isGuid } from './guid.ts';
import type { Machine } from './machine.ts';
import { sameName } from './policy/fold.ts';
import { glob } from './policy/glob.ts';

type Placed = Pick<Machine, 'name' | 'resourceGroup' | 'subscription'>;

/** A typed name in its parts; what stands before the name narrows where it is. */
interface Parts {
  readonly name: string;
  readonly group?: string;
  readonly subscription?: string;
}

/** Names of subscriptions may hold slashes; those of groups and machines cannot. */
function partsOf(typed: string): Parts {
  const parts = typed.replace(/\p{Cf}/gu, '').split('/');
  const [name = '', group] = parts.toReversed();
  return {
    name,
    ...(group !== undefined && { group }),
    ...(parts.length > 2 && { subscription: parts.slice(0, -2).join('/') }),
  };
}

/** The machine's own name in what was typed: without group and subscription. */
export const nameIn = (typed: string): string => partsOf(typed).name;

/** Whether it could mean several machines of different names: it holds `*` or `?` in the place of a name. */
export const isPattern = (typed: string): boolean => /[*?]/.test(nameIn(typed));

/** Of machines of the right name, those in the group and subscription that were typed before it; without, all. */
export function inPlace<Each extends Placed>(typed: string, machines: readonly Each[]): readonly Each[] {
  const { group, subscription } = partsOf(typed);
  const inGroup = group === undefined ? () => true : once(glob(group));
  const inSubscription =
    subscription === undefined
      ? () => true
      : once((own: Machine['subscription']) => isSubscription(subscription, own));
  return machines.filter((machine) => inGroup(machine.resourceGroup) && inSubscription(machine.subscription));
}

/**
 * The machines that a name or a pattern means, in the order given: `*` is any run of characters and `?` any one, in the
 * names of machine and group; without regard to case. Names may be written with their `group/`, or `subscription/group/`
 * (its name or id), in front.
 */
export function machinesMatching<Each extends Placed>(
  pattern: string,
  machines: readonly Each[],
): readonly Each[] {
  const isNamed = glob(nameIn(pattern));
  return inPlace(pattern, machines).filter(({ name }) => isNamed(name));
}

/** Many machines are in few groups and subscriptions: each of these is judged once. */
function once<Key>(judge: (key: Key) => boolean): (key: Key) => boolean {
  const judged = new Map<Key, boolean>();
  return (key) => {
    const known = judged.get(key) ?? judge(key);
    judged.set(key, known);
    return known;
  };
}

/** A whole id means the id only: whoever may rename a subscription chooses its name. */
const isSubscription = (typed: string, { id, name }: Machine['subscription']): boolean =>
  isGuid(typed) ? typed.toLowerCase() === id.toLowerCase() : sameName(typed, name);
