// The NSG rules in front of each address of an interface, wherever those are read from.
import { Fault } from '../access/fault.ts';
import { addressesOf, type NetworkInterface } from './network-interface.ts';

/** What stands in front of one private address; `undefined`: no NSG there. */
export interface Guarded<Rule> {
  readonly privateAddress: string;
  readonly primary: boolean;
  readonly onInterface: readonly Rule[] | undefined;
  readonly onSubnet: readonly Rule[] | undefined;
}

/** Ids are in any spelling. */
export interface GuardReads<Rule> {
  readonly rulesOf: (nsgId: string) => Promise<readonly Rule[]>;
  /** `undefined`: it has none. */
  readonly nsgOfSubnet: (subnetId: string) => Promise<string | undefined>;
}

/**
 * @param only as in `addressesOf`
 * @throws Fault when Azure did not say in which subnet an address is, or when a read fails
 */
export function guardedAddressesOf<Rule>(
  nic: NetworkInterface,
  only: boolean,
  { rulesOf, nsgOfSubnet }: GuardReads<Rule>,
): Promise<readonly Guarded<Rule>[]> {
  async function onSubnet(subnetId: string | undefined): Promise<readonly Rule[] | undefined> {
    if (subnetId === undefined)
      throw new Fault('unavailable', 'Azure did not say in which subnet the machine is.');
    const nsg = await nsgOfSubnet(subnetId);
    return nsg === undefined ? undefined : rulesOf(nsg);
  }

  const nsg = nic.networkSecurityGroup?.id;
  return Promise.all(
    addressesOf(nic, only).map(async ({ privateAddress, primary, subnetId }) => {
      const [interfaceRules, subnetRules] = await Promise.all([
        nsg ? rulesOf(nsg) : undefined,
        onSubnet(subnetId),
      ]);
      return { privateAddress, primary, onInterface: interfaceRules, onSubnet: subnetRules };
    }),
  );
}

/** Asks once for each id, whatever its spelling, and gives everybody that answer. */
export function oncePerId<Result>(read: (id: string) => Promise<Result>): (id: string) => Promise<Result> {
  const answers = new Map<string, Promise<Result>>();
  return (id) => {
    const answer = answers.get(id.toLowerCase()) ?? read(id);
    answers.set(id.toLowerCase(), answer);
    return answer;
  };
}
