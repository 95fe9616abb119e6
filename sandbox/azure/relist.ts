// What a PUT of a policy says of its requests: those it leaves out are not listed any more.
import { z } from 'zod';
import { sameId } from './ids.ts';
import type { Initiation, Policy, World } from './world.ts';

const entrySchema = z.looseObject({
  startTimeUtc: z.string().refine((text) => Number.isFinite(Date.parse(text))),
  justification: z.string().optional(),
  virtualMachines: z.array(z.looseObject({ id: z.string() })),
});
type Entry = z.infer<typeof entrySchema>;

/** A client that reads times into a Date writes back three digits of seven: still the same request, with another text. */
const isOf = (initiation: Initiation, { startTimeUtc, virtualMachines }: Entry): boolean =>
  Math.floor(Date.parse(startTimeUtc)) === initiation.startedAt &&
  virtualMachines.length === initiation.machines.length &&
  initiation.machines.every(({ id }, index) => sameId(virtualMachines[index]?.id ?? '', id));

/**
 * Lists what the body lists, as the body says it, and nothing else. Entries that no initiate made are not believed, and
 * what becomes of the ports is not asked of the body. (All of it a guess: nothing recorded shows a PUT that leaves them out.)
 */
export const relist = (world: World, policy: Policy, requests: readonly unknown[]): void => {
  const entries = requests.flatMap((entry) => entrySchema.safeParse(entry).data ?? []);
  for (const initiation of world.initiations.filter(({ policyId }) => sameId(policyId, policy.id))) {
    const at = entries.findIndex((entry) => isOf(initiation, entry));
    const [entry] = at < 0 ? [] : entries.splice(at, 1);
    if (entry === undefined) {
      initiation.unlisted = true;
      continue;
    }
    const { startTimeUtc, justification, virtualMachines: _, requestor: _1, ...more } = entry;
    delete initiation.unlisted;
    delete initiation.justification;
    Object.assign(initiation, { startTimeUtc, more }, justification === undefined ? {} : { justification });
  }
};
