// The example estate: sixteen machines in three subscriptions, each there for one way a real estate surprises a bot.
import { buildEstate } from './estate-builder.ts';
import { machines } from './estate-machines.ts';
import { networks, nsgs } from './estate-networks.ts';
import { development, production, sandbox } from './estate-places.ts';
import { exampleGroups, examplePeople } from './groups.ts';
import type { Estate } from './world.ts';

export { development, production, sandbox };

/** The example estate, made anew at every call: a simulator changes its copy. */
export const exampleEstate = (): Estate =>
  structuredClone(
    buildEstate({
      subscriptions: [
        { id: production, name: 'Production' },
        { id: development, name: 'Development' },
        { id: sandbox, name: 'Sandbox' },
      ],
      plans: { [sandbox]: { pricingTier: 'Free' } },
      nsgs,
      networks,
      machines,
      people: examplePeople,
      groups: exampleGroups,
    }),
  );
