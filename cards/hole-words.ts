// An older Allow rule that leaves a port open whatever JIT does, in sentences. All results are escaped Markdown.
import type { Hole } from '../src/domain/nsg/named-rule.ts';
import { ruleName } from './azure-names.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { allowsAll, anyPrefixText, portText } from './port-words.ts';

/** `any source`, `203.0.113.0/24 or VirtualNetwork`; a long list is cut and says so. */
export const ruleSourcesText = (sources: readonly string[]): string =>
  allowsAll(sources)
    ? sources.every((source) => source.toLowerCase() === 'internet')
      ? say`the whole internet`
      : say`any source`
    : anyPrefixText(sources);

/** `rule allow-rdp, priority 300 in nsg-web`. */
const byText = ({ rule }: Hole): string =>
  say`rule ${asIs(ruleName(rule.name))}, priority ${rule.priority} in ${asIs(ruleName(rule.nsg))}`;

/** `to any source by rule allow-rdp, priority 300 in nsg-web`. */
export const openText = (hole: Hole): string =>
  say`to ${asIs(ruleSourcesText(hole.sources))} by ${asIs(byText(hole))}`;

/** For the form. @param port Whether the port has to be named, because the form is about several. */
export function holeWarning(machine: string, hole: Hole, port: boolean): string {
  const what = port ? say`${machine} port ${asIs(portText(hole.port))}` : escapeMarkdown(machine);
  return allowsAll(hole.sources)
    ? say`${asIs(what)} is open ${asIs(openText(hole))}: JIT protects nothing here.`
    : say`${asIs(what)} is open ${asIs(openText(hole))}, whether or not anybody has access: JIT does not protect it from them.`;
}
