// The NSGs of a subscription: those that are listed, and those that something of its machines names besides.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import { fewAtOnce } from '../access/few-at-once.ts';
import type { SeenNsg } from '../domain/estate.ts';
import type { NsgRule } from '../domain/nsg/rule.ts';
import type { Arm } from './arm.ts';
import { armIdOf } from './arm-id.ts';
import { checked } from './checked.ts';
import type { GuardReads } from './guarded-addresses.ts';
import { addressesOf, type NetworkInterface } from './network-interface.ts';
import { createNsgReads, nsgShape, rulesIn, type WrittenNsg } from './nsg-reads.ts';

const listedShape = nsgShape.extend({ id: z.string() });

/** Subnets or NSGs asked for by themselves at the same time. */
const atOnce = 8;

export interface SeenNsgs {
  readonly nsgs: readonly SeenNsg[];
  /** Answers from memory, of everything that the interfaces name. */
  readonly reads: GuardReads<NsgRule>;
}

/**
 * @param listed the list as it came
 * @param nics the interfaces of machines
 * @throws Fault when one of these is not understood, or cannot be read: what is not known is never "no NSG"
 */
export async function readSeenNsgs(
  arm: Arm,
  listed: readonly unknown[],
  nics: readonly NetworkInterface[],
): Promise<SeenNsgs> {
  const alone = createNsgReads(arm);
  const written = new Map<string, SeenNsg>();
  const subnetNsgs = new Map<string, string>();
  for (const entry of listed) {
    const nsg = checked(listedShape, entry, 'a network security group');
    written.set(nsg.id.toLowerCase(), seenNsg(nsg.id, nsg));
    for (const { id } of nsg.subnets ?? []) if (id) subnetNsgs.set(id.toLowerCase(), nsg.id);
  }

  const subnets = distinct(nics.flatMap((nic) => addressesOf(nic, false).map(({ subnetId }) => subnetId)));
  const unnamed = subnets.filter((id) => !subnetNsgs.has(id.toLowerCase()));
  await fewAtOnce(unnamed, atOnce, async (id) => {
    const nsg = await alone.nsgOfSubnet(id);
    if (nsg !== undefined) subnetNsgs.set(id.toLowerCase(), nsg);
  });

  const named = distinct([...nics.map((nic) => nic.networkSecurityGroup?.id), ...subnetNsgs.values()]);
  const unlisted = named.filter((id) => !written.has(id.toLowerCase()));
  await fewAtOnce(unlisted, atOnce, async (id) => {
    written.set(id.toLowerCase(), seenNsg(id, await alone.nsg(id)));
  });

  return {
    nsgs: [...written.values()],
    reads: {
      rulesOf: async (id) => {
        const nsg = written.get(id.toLowerCase());
        if (nsg === undefined)
          throw new Fault('unavailable', 'The network was changed while the bot looked.', { cause: id });
        return nsg.rules;
      },
      nsgOfSubnet: async (id) => subnetNsgs.get(id.toLowerCase()),
    },
  };
}

function seenNsg(id: string, nsg: WrittenNsg): SeenNsg {
  const part = armIdOf(id);
  const name = part('networkSecurityGroups');
  return {
    id: id.toLowerCase(),
    name,
    resourceGroup: part('resourceGroups'),
    region: nsg.location ?? '',
    rules: rulesIn(nsg, name).map(({ rule }) => rule),
    attached: (nsg.networkInterfaces ?? []).length > 0 || (nsg.subnets ?? []).length > 0,
  };
}

/** Each id once, in its first spelling. */
function distinct(ids: readonly (string | null | undefined)[]): readonly string[] {
  const given = ids.flatMap((id) => (id ? [id] : []));
  return [...new Map(given.toReversed().map((id) => [id.toLowerCase(), id])).values()].toReversed();
}
