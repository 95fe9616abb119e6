// Walks from a machine to the NSG rules in front of each of its addresses, by reads that everybody who looks shares.
import { isDeepStrictEqual } from 'node:util';
import type { Freshness } from '../access/azure-ports.ts';
import { Fault } from '../access/fault.ts';
import type { Machine as KnownMachine } from '../domain/machine.ts';
import type { AddressFilters, NsgRule } from '../domain/nsg/rule.ts';
import type { Instant, Seconds } from '../domain/time.ts';
import type { Arm } from './arm.ts';
import { armIdOf, same } from './arm-id.ts';
import { createFreshReads, type FreshReads, steadyMilliseconds } from './fresh-reads.ts';
import { guardedAddressesOf, oncePerId } from './guarded-addresses.ts';
import { createInterfaceReads } from './interface-reads.ts';
import { addressesOf, type NetworkInterface } from './network-interface.ts';
import { createNsgReads, rulesIn } from './nsg-reads.ts';

/** How long a way may be gone by without walking it anew. What an NSG says of itself shows most changes sooner. */
const knownWaySeconds: Seconds = 300;

/** Bounds of memory: interfaces of twice the grants that are promised; rules of about 50 MB. */
const most = { interfaces: 20_000, subnets: 5000, rules: 50_000 };

interface ReadNsg {
  readonly rules: readonly NsgRule[];
  /** ARM ids in lower case of what it stands before. */
  readonly interfaces: ReadonlySet<string>;
  readonly subnets: ReadonlySet<string>;
}

type Machine = Pick<KnownMachine, 'azureId' | 'addresses'>;

/** How new interfaces and subnets must be, and whether the NSGs are held against them. */
interface Way {
  readonly since: Instant;
  readonly checked: boolean;
}

const knownWay = (now: Instant): Way => ({ since: now - knownWaySeconds * 1000, checked: true });

/** No address: the machine has no interface any more. @throws Fault */
export type SharedWalk = (machine: Machine, freshness: Freshness) => Promise<readonly AddressFilters[]>;

/**
 * A known way is checked against the NSGs at its end: each lists the interfaces and subnets it stands before. Where one does
 * not list them any more, or where the way leads nowhere, it is walked anew at once. What no NSG can tell (an NSG put where
 * none was, an interface moved to another subnet) is found when the way is too old.
 * @param elapsed as of `createFreshReads`
 */
export function createSharedWalk(
  arm: Arm,
  now: () => Instant,
  elapsed: () => number = steadyMilliseconds,
): SharedWalk {
  const alone = createNsgReads(arm);
  const interfaces: FreshReads<NetworkInterface | undefined> = createFreshReads({
    read: createInterfaceReads(arm, () => interfaces.renewal()),
    now,
    elapsed,
    most: most.interfaces,
  });
  const subnets = createFreshReads({
    // In an object: no NSG is an answer, too, and worth remembering.
    read: async (id) => ({ nsg: await alone.nsgOfSubnet(id) }),
    now,
    elapsed,
    most: most.subnets,
  });
  const nsgs = createFreshReads<ReadNsg>({
    read: readNsg,
    now,
    elapsed,
    most: most.rules,
    weigh: ({ rules }) => rules.length,
    same: isDeepStrictEqual,
  });

  async function readNsg(id: string): Promise<ReadNsg> {
    const written = await alone.nsg(id);
    const rules = rulesIn(written, armIdOf(id)('networkSecurityGroups')).map(({ rule }) => rule);
    return { rules, interfaces: idsIn(written.networkInterfaces), subnets: idsIn(written.subnets) };
  }

  /** A subnet has one NSG at most: while that lists it, which is checked, no other can have come. Where none was, one may. */
  async function knownSubnet(id: string, waySince: Instant) {
    const known = await subnets.get(id, 0);
    return known.nsg === undefined ? subnets.get(id, waySince) : known;
  }

  async function walk({ azureId, addresses }: Machine, since: Instant, way: Way) {
    const waySince = way.since;
    const ids = [
      ...new Map(addresses.map(({ interfaceId }) => [interfaceId.toLowerCase(), interfaceId])).values(),
    ];
    const nsgOf = oncePerId((id) => nsgs.get(id, since));
    const subnetOf = oncePerId((id) => (way.checked ? knownSubnet(id, waySince) : subnets.get(id, waySince)));
    let holds = true;

    async function filtersOfInterface(id: string): Promise<readonly AddressFilters[]> {
      const nic = await interfaces.get(id, waySince);
      // Given to another machine meanwhile: its addresses say nothing of this one any more.
      if (nic === undefined || (nic.virtualMachine?.id && !same(nic.virtualMachine.id, azureId))) return [];
      const filters = await guardedAddressesOf(nic, ids.length === 1, {
        rulesOf: async (nsgId) => (await nsgOf(nsgId)).rules,
        nsgOfSubnet: async (subnetId) => (await subnetOf(subnetId)).nsg,
      });
      if (!(await stillLeads(nic))) holds = false;
      return filters;
    }

    /** Asks nothing anew: all of it was read for the filters. */
    async function stillLeads(nic: NetworkInterface): Promise<boolean> {
      const own = nic.networkSecurityGroup?.id;
      if (own && !(await nsgOf(own)).interfaces.has(nic.id.toLowerCase())) return false;
      for (const { subnetId } of addressesOf(nic, false)) {
        const nsg = subnetId && (await subnetOf(subnetId)).nsg;
        if (nsg && !(await nsgOf(nsg)).subnets.has(subnetId.toLowerCase())) return false;
      }
      return true;
    }

    const filters = (await Promise.all(ids.map(filtersOfInterface))).flat();
    return { filters, holds: holds && filters.length > 0 };
  }

  return async (machine, { since, way }) => {
    if (way === 'known') {
      const known = await walk(machine, since, knownWay(now())).catch(goneIsTorn);
      if (known?.holds) return known.filters;
    }
    const anew = { since: way === 'known' ? now() : since, checked: false };
    return (await walk(machine, since, anew)).filters;
  };
}

const idsIn = (references: readonly { readonly id?: string | null | undefined }[] | null | undefined) =>
  new Set((references ?? []).flatMap(({ id }) => (id ? [id.toLowerCase()] : [])));

/** Something on a known way is not there any more: another way leads to the machine now. */
function goneIsTorn(error: unknown): undefined {
  const cause = error instanceof Fault ? error.cause : undefined;
  if (!(cause instanceof Fault && cause.code === 'missing')) throw error;
}
