// A network interface: whose it is, and the addresses it gives.
import { z } from 'zod';
import { flag, reference, text } from './checked.ts';

/** The fields of Microsoft.Network/networkInterfaces that are used. */
export const interfaceShape = z.object({
  id: z.string(),
  location: text,
  primary: flag,
  virtualMachine: reference,
  networkSecurityGroup: reference,
  ipConfigurations: z.array(
    z.object({
      privateIPAddress: text,
      privateIPAddressVersion: text,
      primary: flag,
      subnet: reference,
      publicIPAddress: reference,
    }),
  ),
});

export type NetworkInterface = z.infer<typeof interfaceShape>;

export interface InterfaceAddress {
  readonly privateAddress: string;
  /** The machine's main address: the primary configuration of its primary interface. */
  readonly primary: boolean;
  readonly subnetId: string | undefined;
  readonly publicAddressId: string | undefined;
}

/**
 * The private IPv4 addresses of an interface: JIT knows no IPv6. A configuration without an address reaches nothing.
 * @param only the machine's single interface is its primary one, whether or not Azure says so
 */
export function addressesOf(nic: NetworkInterface, only: boolean): readonly InterfaceAddress[] {
  const configurations = nic.ipConfigurations.filter(
    ({ privateIPAddressVersion, privateIPAddress }) =>
      privateIPAddressVersion?.toLowerCase() !== 'ipv6' && !privateIPAddress?.includes(':'),
  );
  return configurations.flatMap(({ privateIPAddress, primary, subnet, publicIPAddress }) =>
    privateIPAddress
      ? {
          privateAddress: privateIPAddress,
          primary: (only || nic.primary === true) && (configurations.length === 1 || primary === true),
          subnetId: subnet?.id ?? undefined,
          publicAddressId: publicIPAddress?.id ?? undefined,
        }
      : [],
  );
}
