// Recognises the NSG rules that just-in-time access makes.
import { oncePerObject } from '../once-per-object.ts';
import { oneSpelling, parsePrefix } from '../source-prefix.ts';
import { destinationPattern } from './address-pattern.ts';
import { byAddress } from './by-address.ts';
import { matchOf, type Pattern } from './pattern.ts';
import { portPattern } from './port-pattern.ts';
import type { NsgRule } from './rule.ts';

// Both name families are in the field: SecurityCenter is the old one. The integer is signed.
const ALLOW_NAME = /^(SecurityCenter|MicrosoftDefenderForCloud)-JITRule-(-?\d+)-[0-9a-f]{32}$/i;
const DENY_NAME = /^(SecurityCenter|MicrosoftDefenderForCloud)-JITRule_(-?\d+)_[0-9a-f]{32}$/i;

/** Which of JIT's two kinds of rule this is by name and access. A name can be borrowed: never act on this alone. */
export const jitRuleKind = (rule: NsgRule): 'allow' | 'deny' | undefined => {
  if (rule.access === 'Allow' && ALLOW_NAME.test(rule.name)) return 'allow';
  if (rule.access === 'Deny' && DENY_NAME.test(rule.name)) return 'deny';
  return undefined;
};

/** Whether an Allow rule is called as JIT calls its own. A name can be borrowed: for words only. */
export const isJitAllowName = (name: string): boolean => ALLOW_NAME.test(name);

/** What an opening should have put into the NSG. */
export interface ExpectedAllow {
  readonly source: string;
  readonly port: number;
  /** The machine's private IPv4 addresses; one of them has to be the rule's destination. */
  readonly privateAddresses: readonly string[];
}

/**
 * Whether JIT made this rule for this opening: by its name, and by being an inbound Allow from exactly the asked
 * source (JIT copies it; `/32` or not is the same) to the port and to a private address of the machine.
 */
export function isJitAllow(rule: NsgRule, expected: ExpectedAllow): boolean {
  const read = readAllow(rule);
  return read !== undefined && isFor(read, askedFor(expected));
}

/** The first of an NSG's rules that is. @param rules the list as it was read: it is gone through once for all who ask */
export function findJitAllow(rules: readonly NsgRule[], expected: ExpectedAllow): NsgRule | undefined {
  const asked = askedFor(expected);
  return allowsAmong(rules)(asked.addresses).find(({ read }) => isFor(read, asked))?.rule;
}

interface Asked {
  readonly source: string;
  readonly port: number;
  readonly addresses: readonly number[];
}

const askedFor = ({ source, port, privateAddresses }: ExpectedAllow): Asked => ({
  source: oneSpelling(source),
  port,
  addresses: privateAddresses.flatMap((text) => parsePrefix(text)?.first ?? []),
});

const isFor = (allow: ReadAllow, { source, port, addresses }: Asked): boolean =>
  addresses.some((address) => matchOf(allow.destinations, address) === 'yes') &&
  matchOf(allow.ports, port) === 'yes' &&
  allow.sources.includes(source);

/** What JIT's own Allow rule says; `undefined`: it is none. */
interface ReadAllow {
  readonly sources: readonly string[];
  readonly ports: Pattern;
  readonly destinations: Pattern;
}

function readAllow(rule: NsgRule): ReadAllow | undefined {
  const isAllow =
    jitRuleKind(rule) === 'allow' && rule.direction === 'Inbound' && !rule.usesApplicationGroups;
  if (!isAllow) return undefined;
  return {
    sources: rule.sources.map(oneSpelling),
    ports: portPattern(rule.destinationPorts),
    destinations: destinationPattern(rule.destinations),
  };
}

// Hundreds of grants behind one NSG look for theirs among all of its rules: they are read once, for as long as the list is there.
const allowsAmong = oncePerObject((rules: readonly NsgRule[]) => {
  const allows = rules.flatMap((rule) => {
    const read = readAllow(rule);
    return read === undefined ? [] : [{ rule, read }];
  });
  return byAddress(allows, ({ read }) => read.destinations);
});

/** Whether JIT made this rule for this opening, and the rule lets in nothing else: what it does ends with the opening. */
export const isJitAllowOnlyFor = (rule: NsgRule, expected: ExpectedAllow): boolean => {
  const addresses = expected.privateAddresses.map(oneSpelling);
  return (
    isJitAllow(rule, expected) &&
    rule.sources.every((text) => oneSpelling(text) === oneSpelling(expected.source)) &&
    portPattern(rule.destinationPorts).sure.every(
      ({ first, last }) => first === expected.port && last === expected.port,
    ) &&
    portPattern(rule.destinationPorts).doubtful.length === 0 &&
    rule.destinations.every((text) => addresses.includes(oneSpelling(text)))
  );
};
