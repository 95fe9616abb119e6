// A subscription as it is at a moment: machines, what stands in front of them, and what JIT has for them.
import type { JitPort, Machine } from './machine.ts';
import type { AddressFilters, NsgRule } from './nsg/rule.ts';
import type { Instant } from './time.ts';

export interface SeenMachine
  extends Pick<
    Machine,
    'id' | 'azureId' | 'name' | 'subscription' | 'resourceGroup' | 'region' | 'publicAddress' | 'system'
  > {
  /** In front of each private address. Empty: it has no interface. */
  readonly filters: readonly AddressFilters[];
  readonly jitPorts: readonly JitPort[];
  /** Policies say more of it than was understood: not all of its ports are among `jitPorts`. */
  readonly unclearPorts?: true;
}

export interface SeenNsg {
  /** ARM id, lower case. */
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly region: string;
  /** Custom and default rules. */
  readonly rules: readonly NsgRule[];
  /** Whether an interface or subnet has it. */
  readonly attached: boolean;
}

/** An opening as a policy lists it, of one machine and port. */
export interface SeenOpening {
  /** ARM id, lower case. */
  readonly machineId: string;
  readonly port: number;
  readonly sources: readonly string[];
  readonly startedAt: Instant;
  readonly endsAt: Instant;
  /** An open string. */
  readonly status: string;
}

export interface SeenPolicy {
  /** ARM id in Azure's spelling. */
  readonly id: string;
  /** ARM ids of the machines it lists, lower case; also of those that are gone. */
  readonly machineIds: readonly string[];
  readonly openings: readonly SeenOpening[];
}

/** Read together, in a few lists; so the parts may be some seconds apart. */
export interface SeenSubscription {
  readonly subscription: Machine['subscription'];
  readonly machines: readonly SeenMachine[];
  readonly nsgs: readonly SeenNsg[];
  readonly policies: readonly SeenPolicy[];
  readonly readAt: Instant;
}
