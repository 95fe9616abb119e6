// Reads the NSG rules in front of a machine, as they are at this moment.
import { z } from 'zod';
import type { PortWatch } from '../access/azure-ports.ts';
import { Fault } from '../access/fault.ts';
import type { AddressFilters, NsgRule } from '../domain/nsg/rule.ts';
import type { Arm } from './arm.ts';
import { armIdOf, same } from './arm-id.ts';
import { checked, reference } from './checked.ts';
import { reading } from './fault-of.ts';
import { addressesOf, interfaceShape, type NetworkInterface } from './network-interface.ts';
import { nsgRuleOf, ruleShape } from './nsg-rule.ts';

/** The id proves that the body is a subnet: an empty one must not read as a subnet without an NSG. */
const subnetShape = z.object({ id: z.string(), networkSecurityGroup: reference });
const nsgShape = z.object({
  securityRules: z.array(ruleShape),
  defaultSecurityRules: z.array(ruleShape).nullish(),
});

type Rules = readonly NsgRule[] | undefined;

/** The port on the real service. Interfaces are read together; an NSG or subnet they share is read once per look. */
export function createPortWatch(arm: Arm): PortWatch {
  async function readInterface(id: string): Promise<NetworkInterface | undefined> {
    const part = armIdOf(id);
    const client = arm.network(part('subscriptions')).networkInterfaces;
    const nic = await unlessGone(
      reading(() => client.get(part('resourceGroups'), part('networkInterfaces'))),
    );
    return nic && checked(interfaceShape, nic, 'a network interface');
  }

  async function readRules(id: string): Promise<readonly NsgRule[]> {
    const part = armIdOf(id);
    const name = part('networkSecurityGroups');
    const client = arm.network(part('subscriptions')).networkSecurityGroups;
    const nsg = await mustExist(reading(() => client.get(part('resourceGroups'), name)));
    const { securityRules, defaultSecurityRules } = checked(nsgShape, nsg, 'a network security group');
    return [...securityRules, ...(defaultSecurityRules ?? [])].map((rule) => nsgRuleOf(rule, name));
  }

  async function readSubnetNsg(id: string): Promise<string | undefined> {
    const part = armIdOf(id);
    const client = arm.network(part('subscriptions')).subnets;
    const subnet = await mustExist(
      reading(() => client.get(part('resourceGroups'), part('virtualNetworks'), part('subnets'))),
    );
    return checked(subnetShape, subnet, 'a subnet').networkSecurityGroup?.id ?? undefined;
  }

  return {
    async filtersOf({ azureId, addresses }) {
      const rulesOf = oncePerId(readRules);
      const nsgOfSubnet = oncePerId(readSubnetNsg);
      const ids = [
        ...new Map(addresses.map(({ interfaceId }) => [interfaceId.toLowerCase(), interfaceId])).values(),
      ];

      async function onSubnet(subnetId: string | undefined): Promise<Rules> {
        if (subnetId === undefined)
          throw new Fault('unavailable', 'Azure did not say in which subnet the machine is.');
        const nsg = await nsgOfSubnet(subnetId);
        return nsg === undefined ? undefined : rulesOf(nsg);
      }

      async function filtersOfInterface(id: string): Promise<readonly AddressFilters[]> {
        const nic = await readInterface(id);
        // Given to another machine meanwhile: its addresses say nothing of this one any more.
        if (nic === undefined || (nic.virtualMachine?.id && !same(nic.virtualMachine.id, azureId))) return [];
        const nsg = nic.networkSecurityGroup?.id;
        return Promise.all(
          addressesOf(nic, ids.length === 1).map(async ({ privateAddress, primary, subnetId }) => {
            const [interfaceRules, subnetRules] = await Promise.all([
              nsg ? rulesOf(nsg) : undefined,
              onSubnet(subnetId),
            ]);
            return { privateAddress, primary, onInterface: interfaceRules, onSubnet: subnetRules };
          }),
        );
      }

      return (await Promise.all(ids.map(filtersOfInterface))).flat();
    },
  };
}

const isMissing = (error: unknown): error is Fault => error instanceof Fault && error.code === 'missing';

async function unlessGone<Result>(read: Promise<Result>): Promise<Result | undefined> {
  return read.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

/** Named by an interface a moment ago and gone now: the picture is torn, and says neither open nor shut. */
async function mustExist<Result>(read: Promise<Result>): Promise<Result> {
  return read.catch((error: unknown) => {
    if (isMissing(error))
      throw new Fault('unavailable', 'The network was changed while the bot looked.', { cause: error });
    throw error;
  });
}

function oncePerId<Result>(read: (id: string) => Promise<Result>): (id: string) => Promise<Result> {
  const answers = new Map<string, Promise<Result>>();
  return (id) => {
    const answer = answers.get(id.toLowerCase()) ?? read(id);
    answers.set(id.toLowerCase(), answer);
    return answer;
  };
}
