// What ports let in without JIT's Deny. All escaped Markdown.
import { isJitAllowName } from '../../src/domain/nsg/jit-rule.ts';
import type { NamedRule } from '../../src/domain/nsg/named-rule.ts';
import type { PortLeft } from '../../src/domain/setup/setup-change.ts';
import { ruleName } from '../azure-names.ts';
import { asIs, say } from '../escape.ts';
import { listText } from '../list-words.ts';
import { portText } from '../port-words.ts';

const mostRules = 3;

/** From the best to the worst. */
const bestFirst = ['none', 'some', 'unknown', 'all'] as const;

/** The worst of the ports; of none, nothing is known. */
export const worstLeft = (leaves: readonly PortLeft[]): PortLeft['world'] =>
  bestFirst.findLast((world) => leaves.some((left) => left.world === world)) ?? 'unknown';

/** `Port 3389 (RDP): the whole internet gets in by allow-rdp (300 in nsg-web)`. */
export const leftText = (left: PortLeft): string =>
  say`Port ${asIs(portText(left.port))}: ${asIs(reachText(left))}`;

/** The same of several ports, the worst first; those that let in the same are told of together. @param most ports of those */
export function leftTexts(leaves: readonly PortLeft[], most: number): readonly string[] {
  const sorted = leaves.toSorted((one, other) => rankOf(other) - rankOf(one));
  return [...Map.groupBy(sorted, reachText)].map(([reach, those]) => {
    const ports = listText(
      those.map(({ port }) => portText(port)),
      most,
    );
    return `${those.length === 1 ? say`Port` : say`Ports`} ${ports}: ${reach}`;
  });
}

const rankOf = ({ world }: PortLeft): number => bestFirst.indexOf(world);

function reachText({ world, rules }: PortLeft): string {
  switch (world) {
    case 'all':
      return rules.length === 0
        ? say`the whole internet gets in, for no NSG is in the way`
        : say`the whole internet gets in by ${asIs(rulesText(rules))}`;
    case 'some':
      return rules.length === 0
        ? say`some addresses of the internet get in`
        : say`some addresses of the internet get in by ${asIs(rulesText(rules))}`;
    case 'none':
      return say`nobody gets in from the internet: no rule allows it`;
    case 'unknown':
      return rules.length === 0
        ? say`who gets in from the internet cannot be told`
        : say`who gets in from the internet cannot be told because of ${asIs(rulesText(rules))}`;
  }
}

const rulesText = (rules: readonly NamedRule[]): string => listText(rules.map(ruleText), mostRules);

/** JIT's names are long, and say nothing to people. */
const ruleText = ({ name, nsg, priority }: NamedRule): string =>
  say`${isJitAllowName(name) ? say`JIT’s Allow rule for access that is open now` : asIs(ruleName(name))} (${priority} in ${asIs(ruleName(nsg))})`;

/** Ports that everybody gets to: `3389 (RDP) and 22 (SSH)`. */
export const openPortsText = (leaves: readonly PortLeft[]): string =>
  listText(
    leaves.filter(({ world }) => world === 'all').map(({ port }) => portText(port)),
    4,
  );
