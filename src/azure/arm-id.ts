// Reading ARM resource ids, whose spelling differs in case from call to call.
import { Fault } from '../access/fault.ts';

/** A resource's name by its type segment: `part('resourceGroups')`. @throws Fault when the id has no such segment */
export type ArmId = (segment: string) => string;

/** Splits `/subscriptions/…/resourceGroups/…/providers/…/{type}/{name}…`. Segments are found without case. */
export function armIdOf(id: string): ArmId {
  const segments = id.split('/').filter((segment) => segment !== '');
  return (wanted) => {
    const at = segments.findIndex((segment, index) => index % 2 === 0 && same(segment, wanted));
    const name = at < 0 ? undefined : segments[at + 1];
    if (name === undefined)
      throw new Fault('unavailable', 'Azure named a resource in a way the bot does not understand.', {
        cause: id,
      });
    return name;
  };
}

/** ARM ids and names are compared without case. */
export const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();
