// A virtual machine as Azure describes it, and what its JIT policies allow on it.
import type { Seconds } from './time.ts';

/** Protocol of a JIT port or an NSG rule. `*` is any. */
export type Protocol = '*' | 'TCP' | 'UDP';

/** One port of one JIT policy on one machine (`Microsoft.Security/locations/jitNetworkAccessPolicies`, 2020-01-01). */
export interface JitPort {
  /** ARM id of the policy that lists this port, in Azure's own spelling. */
  readonly policyId: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** `maxRequestAccessDuration` in seconds. */
  readonly maximumSeconds: Seconds;
  /** Source prefixes the policy allows: `*`, IPv4 addresses, CIDRs. Never empty. */
  readonly allowedSources: readonly string[];
}

/** One network interface address of a machine. */
export interface MachineAddress {
  /** ARM id of the network interface, in Azure's own spelling. */
  readonly interfaceId: string;
  readonly privateAddress: string;
  readonly primary: boolean;
}

/** A machine the bot can see. */
export interface Machine {
  /** ARM id, lower case: Azure spells ids differently from call to call. */
  readonly id: string;
  /** The ARM id in Azure's spelling, to send back to Azure. */
  readonly azureId: string;
  readonly name: string;
  readonly subscription: { readonly id: string; readonly name: string };
  readonly resourceGroup: string;
  /** Azure region, such as `westeurope`. */
  readonly region: string;
  readonly addresses: readonly MachineAddress[];
  /** Public IPv4 address of the primary interface, where it has one. */
  readonly publicAddress?: string;
  /** Azure's tags, names and values as Azure spells them. Left out: they could not be read, which is not "none". */
  readonly tags?: Readonly<Record<string, string>>;
  /** What it runs, as its disk says. Left out: not known. */
  readonly system?: 'Windows' | 'Linux';
  /** Ports under just-in-time protection. Empty: the machine has no JIT policy. */
  readonly jitPorts: readonly JitPort[];
}

/** Lower case, of an ARM id in any case; empty where it is none. */
export const subscriptionIdIn = (machineId: string): string =>
  /^\/subscriptions\/([^/]+)\//i.exec(machineId)?.[1]?.toLowerCase() ?? '';

/** Enough of a machine to choose it from a list. */
export type MachineChoice = Pick<Machine, 'id' | 'name' | 'subscription' | 'resourceGroup' | 'region'>;

/** The part of a machine that a choice shows, and that is recorded of it. */
export const choiceOf = ({
  id,
  name,
  subscription,
  resourceGroup,
  region,
}: MachineChoice): MachineChoice => ({
  id,
  name,
  subscription,
  resourceGroup,
  region,
});
