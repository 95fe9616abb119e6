// What is open on one machine beside JIT: its ports, by which rule, and to whom.
import { digest } from '../digest.ts';
import { choiceOf, type Machine } from '../machine.ts';
import type { Span } from '../nsg/pattern.ts';
import type { AddressFilters, NsgRule } from '../nsg/rule.ts';
import { unionOf } from '../nsg/span-sets.ts';
import type { OpenFinding } from './finding.ts';
import { type BesideJit, besideJit } from './openings-beside.ts';
import { portsLookedAt } from './ports-looked-at.ts';
import { whoOf } from './who.ts';

/** A machine as a finding tells of it. */
export type LookedAt = Pick<
  Machine,
  'id' | 'name' | 'subscription' | 'resourceGroup' | 'region' | 'publicAddress' | 'jitPorts'
>;

/**
 * One finding for each rule that lets somebody in, or each group of ports on which it lets in the same.
 * @throws RangeError when a private address is neither IPv4 nor IPv6
 */
export function openIn(looked: LookedAt, filters: readonly AddressFilters[]): readonly OpenFinding[] {
  const parts = portsLookedAt(looked.jitPorts).flatMap((asked) =>
    filters.flatMap((address) => besideJit(address, asked)),
  );
  const byRuleAndPort = [...Map.groupBy(parts, (part) => `${sortOf(part)} ${part.port}`).values()].map(
    merged,
  );
  const groups = [
    ...Map.groupBy(byRuleAndPort, (part) => `${sortOf(part)} ${spansText(part.spans)}`).values(),
  ];
  return groups.flatMap(([one, ...others]) =>
    one === undefined
      ? []
      : [
          findingOf(
            looked,
            one,
            [one, ...others].map(({ port }) => port),
          ),
        ],
  );
}

/** What is never told in one: another rule, another doubt. */
const sortOf = ({ rule, doubt, tag }: BesideJit): string => `${ruleText(rule)} ${doubt ?? ''} ${tag ?? ''}`;

/** The same rule and port at several addresses of the machine. */
function merged(parts: readonly BesideJit[]): BesideJit {
  const [one] = parts;
  if (one === undefined) throw new Error('unreachable: a group has a part');
  return { ...one, spans: unionOf(parts.flatMap(({ spans }) => spans)) };
}

function findingOf(
  looked: LookedAt,
  { rule, spans, doubt, tag }: BesideJit,
  ports: readonly number[],
): OpenFinding {
  const extent = digest(`${spansText(spans)} ${ports} ${doubt ?? ''} ${tag ?? ''}`);
  return {
    kind: 'open',
    key: `open/${looked.id}/${ruleText(rule)}/${extent}`,
    machine: choiceOf(looked),
    public: looked.publicAddress !== undefined,
    ports,
    who: whoOf(spans, tag),
    ...(rule && { rule: { nsg: rule.nsg, name: rule.name, priority: rule.priority } }),
    ...(doubt === undefined ? {} : { doubt }),
  };
}

// Azure's spelling differs from call to call, and the same rule is not to be told twice.
const ruleText = (rule: NsgRule | undefined): string =>
  rule === undefined ? '-' : `${rule.nsg}/${rule.name}`.toLowerCase();

const spansText = (spans: readonly Span[]): string =>
  spans.map(({ first, last }) => `${first}-${last}`).join(',');
