// A network security group's inbound rules in one shape, whatever form Azure sent them in.

/** One NSG rule. Singular and plural fields of Azure's body are merged into the lists. */
export interface NsgRule {
  readonly name: string;
  /** Name of the NSG that holds it. */
  readonly nsg: string;
  readonly priority: number;
  readonly direction: 'Inbound' | 'Outbound';
  readonly access: 'Allow' | 'Deny';
  /** As Azure spells it: `*`, `Tcp`, `Udp`, `Icmp`, `Esp`, `Ah`. Compare without case. */
  readonly protocol: string;
  /** Address prefixes or service tags. */
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** `*`, `3389`, `5985-5986`. */
  readonly destinationPorts: readonly string[];
  readonly sourcePorts: readonly string[];
  /** True where source or destination is an application security group: who is in it is not known here. */
  readonly usesApplicationGroups: boolean;
}

/** The rules that stand between a source and one private address of a machine. Traffic must pass both. */
export interface AddressFilters {
  readonly privateAddress: string;
  readonly primary: boolean;
  /** Rules (custom and default) of the NSG on the interface; `undefined`: no NSG there. */
  readonly onInterface: readonly NsgRule[] | undefined;
  /** Rules of the NSG on the subnet; `undefined`: no NSG there. */
  readonly onSubnet: readonly NsgRule[] | undefined;
}
