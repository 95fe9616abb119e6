// What is true of a machine's ports at a moment, put together from the NSGs, the books and Azure's own list.
import type { AccessRequest, Approved, Closing, Open, Opening } from './access-request.ts';
import { isJustifiedBy } from './justification.ts';
import { choiceOf, type Machine, type MachineChoice, type Protocol } from './machine.ts';
import { type Exposure, exposureOf } from './nsg/exposure.ts';
import { protocolsOf } from './nsg/flow.ts';
import { jitRuleKind } from './nsg/jit-rule.ts';
import { judgePort, type PortVerdict } from './nsg/judge-port.ts';
import type { NamedRule } from './nsg/named-rule.ts';
import type { AddressFilters } from './nsg/rule.ts';
import { oneSpelling, parsePrefix } from './source-prefix.ts';
import type { Instant } from './time.ts';

/** A request that has a port open, is about to, or is to shut it. */
export type Grant = Approved | Opening | Open | Closing;

/** An opening as Azure lists it, whoever asked for it. */
export interface ListedGrant {
  readonly port: number;
  readonly sources: readonly string[];
  readonly endsAt: Instant;
  readonly status: string;
  readonly justification: string;
}

/** Somebody who has access, or seems to. */
export type Access =
  | { readonly kind: 'ours'; readonly grant: Grant }
  /** Azure lists it, and no grant of ours is behind it. `works`: the NSGs do let that source in. */
  | { readonly kind: 'listed'; readonly opening: ListedGrant; readonly works: boolean }
  /** A rule that JIT made by its name, and nobody is known who has access by it. */
  | { readonly kind: 'unexplained'; readonly rule: NamedRule; readonly sources: readonly string[] };

/** The address that the reader's own answer is for, and how it is known. */
export interface ReaderSource {
  readonly source: string;
  readonly how: 'said' | 'grant' | 'confirmed';
}

export interface PortStatus {
  readonly port: number;
  readonly protocol: Protocol;
  /** Whether a JIT policy lists it. */
  readonly underJit: boolean;
  readonly exposure: Exposure;
  /** Left out: the reader's address is not known. */
  readonly reader?: ReaderSource & { readonly verdict: PortVerdict };
  readonly access: readonly Access[];
}

export interface MachineStatus {
  readonly machine: MachineChoice;
  /** Whether it has a public address of its own. */
  readonly public: boolean;
  /** JIT's ports by number, then management ports that are open beside them. */
  readonly ports: readonly PortStatus[];
  /** Azure's own list could not be read, or not all of it: `access` may lack what was opened elsewhere. A sentence. */
  readonly listUnread?: string;
}

export interface Known {
  /** Of this machine. */
  readonly grants: readonly AccessRequest[];
  /** Of this machine; what could be read of Azure's list. */
  readonly listed: readonly ListedGrant[];
  readonly listUnread?: string;
  /** The reader. */
  readonly personId: string;
  /** A checked IPv4 address or CIDR that the reader asks about. */
  readonly saidSource?: string;
  /** The address that the reader confirmed last. */
  readonly confirmedSource?: string;
}

/** Ports by which machines are managed: worth a look although JIT does not list them. */
export const managementPorts: readonly number[] = [22, 3389, 5985, 5986];

/** @param filters of the machine, just read; not empty */
export function machineStatus(
  machine: Machine,
  filters: readonly AddressFilters[],
  known: Known,
  now: Instant,
): MachineStatus {
  const { publicAddress, jitPorts } = machine;
  const protectedPorts = portsUnderJit(jitPorts);
  const ports = protectedPorts.map((asked) => portStatus(filters, { ...asked, underJit: true }, known, now));
  const beside = managementPorts
    .filter((port) => protectedPorts.every((each) => each.port !== port))
    .map((port) => portStatus(filters, { port, protocol: 'TCP', underJit: false }, known, now))
    .filter(({ exposure }) => exposure.world.lets !== 'none');
  return {
    machine: choiceOf(machine),
    public: publicAddress !== undefined,
    ports: [...ports, ...beside],
    ...(known.listUnread === undefined ? {} : { listUnread: known.listUnread }),
  };
}

/** Each port once, by number; of several protocols for one port, any counts. */
export function portsUnderJit(
  jitPorts: Machine['jitPorts'],
): readonly { readonly port: number; readonly protocol: Protocol }[] {
  const byNumber = Map.groupBy(jitPorts, ({ port }) => port);
  return [...byNumber]
    .map(([port, listed]) => {
      const [protocol = '*', ...others] = new Set(listed.map((each) => each.protocol));
      return { port, protocol: others.length === 0 ? protocol : ('*' as const) };
    })
    .sort((one, other) => one.port - other.port);
}

function portStatus(
  filters: readonly AddressFilters[],
  asked: Pick<PortStatus, 'port' | 'protocol' | 'underJit'>,
  known: Known,
  now: Instant,
): PortStatus {
  const exposure = exposureOf(filters, asked);
  const grants = known.grants.filter(isGrant).filter(({ terms }) => terms.port === asked.port);
  const reader = readerSource(asked.port, known);
  const listed = known.listed
    .filter(({ port, endsAt, status }) => port === asked.port && endsAt > now && status !== 'Revoked')
    .filter((opening) => !grants.some((grant) => isBehind(grant, opening)))
    .map((opening) => ({ kind: 'listed', opening, works: works(filters, asked, opening) }) as const);
  return {
    ...asked,
    exposure,
    ...(reader && { reader: { ...reader, verdict: bestVerdict(filters, asked, reader.source) } }),
    access: [
      ...grants.map((grant) => ({ kind: 'ours', grant }) as const),
      ...listed,
      ...(known.listUnread === undefined ? unexplained(exposure, grants, listed) : []),
    ],
  };
}

/** What they asked about, else where their own grant is from (best one for this port), else what they confirmed. */
function readerSource(
  port: number,
  { grants, personId, saidSource, confirmedSource }: Known,
): ReaderSource | undefined {
  if (saidSource !== undefined) return { source: saidSource, how: 'said' };
  const own = grants.filter(
    (grant): grant is Open => grant.state === 'open' && grant.requester.id === personId,
  );
  const grant = own.find(({ terms }) => terms.port === port) ?? own[0];
  if (grant !== undefined) return { source: grant.terms.source, how: 'grant' };
  return confirmedSource === undefined ? undefined : { source: confirmedSource, how: 'confirmed' };
}

/** Whether it has a port open, is about to, or is to shut it. */
export const isGrant = (request: AccessRequest): request is Grant =>
  ['approved', 'opening', 'open', 'closing'].includes(request.state);

/** The justification carries the request's id; one that took over from another explains that one's entry, too. */
const isBehind = ({ id, extends: extending }: Grant, { justification }: ListedGrant): boolean =>
  [id, ...(extending?.chain ?? [])].some((each) => isJustifiedBy(justification, each));

/** By the protocol that fares best, TCP first among equals: who can use either is in. */
function bestVerdict(
  filters: readonly AddressFilters[],
  { port, protocol }: Pick<PortStatus, 'port' | 'protocol'>,
  source: string,
): PortVerdict {
  const [first, second] = protocolsOf(protocol).map((one) =>
    judgePort(filters, { port, protocol: one, source }),
  );
  if (first === undefined) throw new Error('unreachable: a port has a protocol');
  return second !== undefined && bestFirst.indexOf(second.lets) < bestFirst.indexOf(first.lets)
    ? second
    : first;
}

const bestFirst: readonly PortVerdict['lets'][] = ['all', 'some', 'unknown', 'none'];

function works(
  filters: readonly AddressFilters[],
  asked: Pick<PortStatus, 'port' | 'protocol'>,
  { sources }: ListedGrant,
): boolean {
  return sources.some((source) => {
    const prefix = source === '*' ? '0.0.0.0/0' : source;
    if (parsePrefix(prefix) === undefined) return false;
    const { lets } = bestVerdict(filters, asked, prefix);
    return lets === 'all' || lets === 'some';
  });
}

function unexplained(
  { gate }: Exposure,
  grants: readonly Grant[],
  listed: readonly { readonly opening: ListedGrant }[],
): readonly Access[] {
  const known = new Set(
    [...grants.map(({ terms }) => terms.source), ...listed.flatMap(({ opening }) => opening.sources)].map(
      oneSpelling,
    ),
  );
  const rules = (gate?.levels ?? []).flatMap(({ rules: seen }) => (seen ?? []).map(({ rule }) => rule));
  return rules
    .filter(
      (rule) =>
        jitRuleKind(rule) === 'allow' && !rule.sources.some((source) => known.has(oneSpelling(source))),
    )
    .map(({ nsg, name, priority, sources }) => ({
      kind: 'unexplained',
      rule: { nsg, name, priority },
      sources,
    }));
}
