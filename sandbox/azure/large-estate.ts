// An estate of any size, all of its machines alike: for measuring, where the example estate is for surprises.
import { buildEstate, type MachineRow, type NetworkRow, type NsgRow, type Place } from './estate-builder.ts';
import type { Estate } from './world.ts';

export interface LargeEstateSize {
  readonly machines: number;
  readonly subscriptions: number;
  /** In each subscription. Each stands before a subnet of its own, and the machines are dealt out to them evenly. */
  readonly nsgs: number;
}

/** Letters and digits that differ, as names of real estates do: `web-eu-00042`. */
const kinds = ['web', 'sql', 'app', 'dc', 'jump', 'build', 'cache', 'files'];
const places = ['eu', 'us', 'asia', 'lab'];

/** Name of the machine with this number, from 0. The same in every estate. */
export const largeMachineName = (number: number): string =>
  `${kinds[number % kinds.length]}-${places[Math.floor(number / 7) % places.length]}-${String(number).padStart(6, '0')}`;

/** Id of the subscription with this number, from 0. */
export const largeSubscriptionId = (number: number): string =>
  `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** Name of an NSG: unique in the estate. */
export const largeNsgName = (subscription: number, number: number): string => `nsg-${subscription}-${number}`;

/**
 * Machines with one interface each, JIT for port 3389 up to three hours from anywhere, and the NSG on their subnet.
 * A place (subscription, group, region) for each subscription.
 */
export function largeEstate({ machines, subscriptions, nsgs }: LargeEstateSize): Estate {
  const placeOf = (subscription: number): Place => ({
    subscription: largeSubscriptionId(subscription),
    group: `rg-${subscription}`,
    region: 'westeurope',
  });
  const each = Array.from({ length: subscriptions }, (_, subscription) => subscription);
  const numbers = Array.from({ length: nsgs }, (_, number) => number);
  const nsgRows = each.flatMap((subscription): NsgRow[] =>
    numbers.map((number) => ({
      ...placeOf(subscription),
      name: largeNsgName(subscription, number),
      rules: [],
    })),
  );
  const networks = each.map(
    (subscription): NetworkRow => ({
      ...placeOf(subscription),
      name: `vnet-${subscription}`,
      prefix: '10.0.0.0/8',
      subnets: numbers.map((number) => ({
        name: `snet-${subscription}-${number}`,
        prefix: `10.${number}.0.0/16`,
        nsg: largeNsgName(subscription, number),
      })),
    }),
  );
  const rows = Array.from({ length: machines }, (_, number): MachineRow => {
    const subscription = number % subscriptions;
    const within = Math.floor(number / subscriptions);
    const nsg = within % nsgs;
    const host = Math.floor(within / nsgs) + 4;
    return {
      ...placeOf(subscription),
      name: largeMachineName(number),
      system: 'Windows',
      privateAddress: `10.${nsg}.${Math.floor(host / 256)}.${host % 256}`,
      subnet: `snet-${subscription}-${nsg}`,
      jit: {
        policy: 'default',
        ports: [
          {
            number: 3389,
            protocol: '*',
            allowedSourceAddressPrefix: '*',
            maxRequestAccessDuration: 'PT3H',
          },
        ],
      },
    };
  });
  return buildEstate({
    subscriptions: each.map((subscription) => ({
      id: largeSubscriptionId(subscription),
      name: `Subscription ${subscription}`,
    })),
    nsgs: nsgRows,
    networks,
    machines: rows,
  });
}
