// Walks from a machine to the NSG rules in front of each of its addresses, as they are at this moment.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';
import type { Machine } from '../domain/machine.ts';
import type { NsgRule } from '../domain/nsg/rule.ts';
import type { Arm } from './arm.ts';
import { armIdOf, same } from './arm-id.ts';
import { checked, reference } from './checked.ts';
import { reading } from './fault-of.ts';
import { mustExist, unlessGone } from './missing.ts';
import { addressesOf, interfaceShape, type NetworkInterface } from './network-interface.ts';
import { nsgRuleOf, ruleShape } from './nsg-rule.ts';

/** The id proves that the body is a subnet: an empty one must not read as a subnet without an NSG. */
const subnetShape = z.object({ id: z.string(), networkSecurityGroup: reference });
const nsgShape = z.object({
  securityRules: z.array(ruleShape),
  defaultSecurityRules: z.array(ruleShape).nullish(),
});

/** A rule with what it takes to change it: where it is, and which version of it was read. */
export interface WrittenRule {
  readonly rule: NsgRule;
  readonly id: string | undefined;
  readonly etag: string | undefined;
}

/** The rules in front of one private address; `undefined`: no NSG there. */
export interface GuardedAddress {
  readonly privateAddress: string;
  readonly primary: boolean;
  readonly onInterface: readonly WrittenRule[] | undefined;
  readonly onSubnet: readonly WrittenRule[] | undefined;
}

/** Reads interfaces, subnets and NSGs afresh. No address: the machine has no interface any more. @throws Fault */
export type NsgWalk = (machine: Pick<Machine, 'azureId' | 'addresses'>) => Promise<readonly GuardedAddress[]>;

/** Interfaces are read together; an NSG or subnet they share is read once per walk. */
export function createNsgWalk(arm: Arm): NsgWalk {
  async function readInterface(id: string): Promise<NetworkInterface | undefined> {
    const part = armIdOf(id);
    const client = arm.network(part('subscriptions')).networkInterfaces;
    const nic = await unlessGone(
      reading(() => client.get(part('resourceGroups'), part('networkInterfaces'))),
    );
    return nic && checked(interfaceShape, nic, 'a network interface');
  }

  async function readRules(id: string): Promise<readonly WrittenRule[]> {
    const part = armIdOf(id);
    const name = part('networkSecurityGroups');
    const client = arm.network(part('subscriptions')).networkSecurityGroups;
    const nsg = await mustExist(reading(() => client.get(part('resourceGroups'), name)));
    const { securityRules, defaultSecurityRules } = checked(nsgShape, nsg, 'a network security group');
    return [...securityRules, ...(defaultSecurityRules ?? [])].map((rule) => ({
      rule: nsgRuleOf(rule, name),
      id: rule.id ?? undefined,
      etag: rule.etag ?? undefined,
    }));
  }

  async function readSubnetNsg(id: string): Promise<string | undefined> {
    const part = armIdOf(id);
    const client = arm.network(part('subscriptions')).subnets;
    const subnet = await mustExist(
      reading(() => client.get(part('resourceGroups'), part('virtualNetworks'), part('subnets'))),
    );
    return checked(subnetShape, subnet, 'a subnet').networkSecurityGroup?.id ?? undefined;
  }

  return async ({ azureId, addresses }) => {
    const rulesOf = oncePerId(readRules);
    const nsgOfSubnet = oncePerId(readSubnetNsg);
    const ids = [
      ...new Map(addresses.map(({ interfaceId }) => [interfaceId.toLowerCase(), interfaceId])).values(),
    ];

    async function onSubnet(subnetId: string | undefined): Promise<GuardedAddress['onSubnet']> {
      if (subnetId === undefined)
        throw new Fault('unavailable', 'Azure did not say in which subnet the machine is.');
      const nsg = await nsgOfSubnet(subnetId);
      return nsg === undefined ? undefined : rulesOf(nsg);
    }

    async function filtersOfInterface(id: string): Promise<readonly GuardedAddress[]> {
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
  };
}

function oncePerId<Result>(read: (id: string) => Promise<Result>): (id: string) => Promise<Result> {
  const answers = new Map<string, Promise<Result>>();
  return (id) => {
    const answer = answers.get(id.toLowerCase()) ?? read(id);
    answers.set(id.toLowerCase(), answer);
    return answer;
  };
}
