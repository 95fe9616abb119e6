// What ports let in without JIT's Deny. All escaped Markdown.

import { isJitAllowName } from '../../src/domain/nsg/jit-rule.ts';
import type { NamedRule } from '../../src/domain/nsg/named-rule.ts';
import type { PortLeft } from '../../src/domain/setup/setup-change.ts';
import { asIs, escapeMarkdown, say } from '../escape.ts';
import { portText } from '../port-words.ts';
import { listText } from './setup-words.ts';

const mostRules = 3;

/** From the best to the worst. */
const bestFirst = ['none', 'some', 'unknown', 'all'] as const;

/** The worst of the ports; of none, nothing is known. */
export const worstLeft = (leaves: readonly PortLeft[]): PortLeft['world'] =>
  bestFirst.findLast((world) => leaves.some((left) => left.world === world)) ?? 'unknown';

/** `Port 3389 (RDP): the whole internet gets in by allow-rdp (300 in nsg-web)`. */
export const leftText = (left: PortLeft): string => `Port ${portText(left.port)}: ${reachText(left)}`;

function reachText({ world, rules }: PortLeft): string {
  switch (world) {
    case 'all':
      return rules.length === 0
        ? 'the whole internet gets in, for no NSG is in the way'
        : `the whole internet gets in by ${rulesText(rules)}`;
    case 'some':
      return rules.length === 0
        ? 'some addresses of the internet get in'
        : `some addresses of the internet get in by ${rulesText(rules)}`;
    case 'none':
      return 'nobody gets in from the internet: no rule allows it';
    case 'unknown':
      return rules.length === 0
        ? 'who gets in from the internet cannot be told'
        : `who gets in from the internet cannot be told because of ${rulesText(rules)}`;
  }
}

const rulesText = (rules: readonly NamedRule[]): string => listText(rules.map(ruleText), mostRules);

/** Azure's own limit for both names is 80. JIT's are long, and say nothing to people. */
const ruleText = ({ name, nsg, priority }: NamedRule): string =>
  say`${isJitAllowName(name) ? 'JIT’s rule for access that is open now' : asIs(escapeMarkdown(name, 80))} (${priority} in ${asIs(escapeMarkdown(nsg, 80))})`;

/** Ports that everybody gets to: `3389 (RDP) and 22 (SSH)`. */
export const openPortsText = (leaves: readonly PortLeft[]): string =>
  listText(
    leaves.filter(({ world }) => world === 'all').map(({ port }) => portText(port)),
    4,
  );
