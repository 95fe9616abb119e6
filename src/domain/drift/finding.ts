// What is open beside JIT, or left of it: what a look at a subscription comes to, one thing each.
import type { MachineChoice } from '../machine.ts';
import type { NamedRule } from '../nsg/named-rule.ts';

/**
 * Who gets in. Public addresses come first: where a rule lets in those and private ones, the public ones are told.
 * - `world`: every public address, or (`all` is false) most of them.
 * - `network`: these public prefixes, the first ones of them; `more` are left out.
 * - `inside`: only networks of one's own: private ranges, peers. No prefixes: all private ranges. `tag`: the service tag
 *   VirtualNetwork says who, which is not known here.
 */
export type Who =
  | { readonly kind: 'world'; readonly all: boolean }
  | { readonly kind: 'network'; readonly prefixes: readonly string[]; readonly more: number }
  | {
      readonly kind: 'inside';
      readonly prefixes: readonly string[];
      readonly more: number;
      readonly tag?: true;
    };

interface OfMachine {
  /** The same for the same thing at every look; another where it lets in others, or on other ports. */
  readonly key: string;
  readonly machine: MachineChoice;
  /** Rising. */
  readonly ports: readonly number[];
}

/** An inbound Allow that JIT did not make lets somebody in. */
export type OpenFinding = OfMachine & {
  readonly kind: 'open';
  /** Whether the machine has a public address of its own. */
  readonly public: boolean;
  readonly who: Who;
  /** Left out: no NSG is in the way. */
  readonly rule?: NamedRule;
  /** Why it cannot be told whether they get in; left out: they do. */
  readonly doubt?: string;
};

/** A rule or an entry that JIT made for a machine that is gone. */
export type LeftoverFinding = {
  readonly kind: 'leftover';
  readonly key: string;
  readonly subscription: MachineChoice['subscription'];
  readonly resourceGroup: string;
  readonly what:
    | {
        readonly kind: 'rule';
        readonly access: 'Allow' | 'Deny';
        readonly rule: NamedRule;
        readonly destinations: readonly string[];
      }
    /** `policyId`: ARM id. `machine`: its name, as far as its id says it. */
    | { readonly kind: 'entry'; readonly policyId: string; readonly machine: string };
};

/** JIT's Allow rule stands, and nothing that is open now explains it. */
export type OutlivedFinding = OfMachine & {
  readonly kind: 'outlived';
  readonly sources: readonly string[];
  readonly rule: NamedRule;
};

/** A JIT policy lists these ports, and JIT's Deny for them is in no NSG of the machine. */
export type UnguardedFinding = OfMachine & {
  readonly kind: 'unguarded';
  /** Whether it has an NSG at all. */
  readonly nsg: boolean;
};

export type Finding = OpenFinding | LeftoverFinding | OutlivedFinding | UnguardedFinding;

/** How bad it is: 0 is worst. Whoever can reach it counts most, then whether that is sure. */
export function rankOf(finding: Finding): number {
  switch (finding.kind) {
    case 'open':
      return openRank(finding);
    case 'unguarded':
      return 5;
    case 'outlived':
      return 6;
    case 'leftover':
      return finding.what.kind === 'rule' && finding.what.access === 'Allow' ? 9 : 10;
  }
}

function openRank({ who, doubt, public: isPublic }: OpenFinding): number {
  switch (who.kind) {
    case 'world':
      if (doubt !== undefined) return 3;
      if (!isPublic) return 2;
      return who.all ? 0 : 1;
    case 'network':
      return doubt === undefined ? 4 : 7;
    case 'inside':
      return 8;
  }
}

/** The subscription it was seen in. */
export const subscriptionOf = (finding: Finding): MachineChoice['subscription'] =>
  finding.kind === 'leftover' ? finding.subscription : finding.machine.subscription;

/** ARM id of the machine, lower case; `undefined`: it is of none. */
export const machineIdOf = (finding: Finding): string | undefined =>
  finding.kind === 'leftover' ? undefined : finding.machine.id;
