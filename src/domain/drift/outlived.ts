// JIT's Allow rules that nothing explains which is open now.
import type { AccessRequest } from '../access-request.ts';
import type { SeenMachine, SeenSubscription } from '../estate.ts';
import { choiceOf } from '../machine.ts';
import { isGrant } from '../machine-status.ts';
import { matchOf } from '../nsg/pattern.ts';
import { EVERY_PORT, portPattern } from '../nsg/port-pattern.ts';
import type { NsgRule } from '../nsg/rule.ts';
import { isAnySource, oneSpelling } from '../source-prefix.ts';
import type { Instant, Seconds } from '../time.ts';
import type { OutlivedFinding } from './finding.ts';
import type { JitRuleSeen } from './jit-rules-in.ts';

/** Azure takes a rule away some time after its end. */
const graceSeconds: Seconds = 600;

/**
 * @param rules of the same subscription
 * @param ourGrants as the books have them; what has ended explains nothing
 */
export function outlivedIn(
  { policies }: SeenSubscription,
  rules: readonly JitRuleSeen[],
  ourGrants: readonly AccessRequest[],
  now: Instant,
): readonly OutlivedFinding[] {
  const openings = policies
    .flatMap((policy) => policy.openings)
    .filter(({ endsAt, status }) => endsAt > now - graceSeconds * 1000 && !/revoked$/i.test(status));
  const openingsOf = Map.groupBy(openings, ({ machineId }) => machineId);
  const grantsOf = Map.groupBy(ourGrants.filter(isGrant), ({ terms }) => terms.machine.id);
  return rules.flatMap(({ nsg, rule, kind, machines }) => {
    const [machine] = machines;
    if (kind !== 'allow' || machine === undefined) return [];
    const isExplained = machines.some(
      (each) =>
        openingsOf.get(each.id)?.some(({ port, sources }) => isFor(rule, port, sources)) ||
        grantsOf.get(each.id)?.some(({ terms }) => isFor(rule, terms.port, [terms.source])),
    );
    return isExplained ? [] : [findingOf(nsg.id, rule, machine)];
  });
}

/** JIT copies the source that was asked for. */
function isFor({ destinationPorts, sources: ofRule }: NsgRule, port: number, sources: readonly string[]) {
  const asked = new Set(sources.map(named));
  return (
    matchOf(portPattern(destinationPorts), port) !== 'no' && ofRule.some((source) => asked.has(named(source)))
  );
}

const named = (source: string): string => (isAnySource(source) ? '*' : oneSpelling(source));

const mostSources = 20;

function findingOf(nsgId: string, rule: NsgRule, machine: SeenMachine): OutlivedFinding {
  const ports = portPattern(rule.destinationPorts).sure.filter(({ last }) => last < EVERY_PORT.last);
  return {
    kind: 'outlived',
    key: `outlived/${nsgId}/${rule.name.toLowerCase()}`,
    machine: choiceOf(machine),
    ports: [...new Set(ports.flatMap(({ first, last }) => (first === last ? [first] : [first, last])))].sort(
      (one, other) => one - other,
    ),
    sources: rule.sources.slice(0, mostSources),
    rule: { nsg: rule.nsg, name: rule.name, priority: rule.priority },
  };
}
