// An older Allow rule that leaves a port open whatever JIT does, in sentences. All results are escaped Markdown.
import type { MachineChoice } from '../src/domain/machine.ts';
import type { Hole } from '../src/domain/nsg/named-rule.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { placeText } from './grant-words.ts';
import { allowsAll, anyOfMany, portText } from './port-words.ts';

const mostSources = 4;
const mostShown = 10;

/** `any source`, `203.0.113.0/24 or VirtualNetwork`; a long list is cut and says so. */
export const ruleSourcesText = (sources: readonly string[]): string =>
  allowsAll(sources)
    ? sources.every((source) => source.toLowerCase() === 'internet')
      ? 'the whole internet'
      : 'any source'
    : anyOfMany(
        sources.map((source) => escapeMarkdown(source, 40)),
        mostSources,
      );

/** `rule allow-rdp, priority 300 in nsg-web`. */
const byText = ({ rule }: Hole): string =>
  say`rule ${azureName(rule.name)}, priority ${rule.priority} in ${azureName(rule.nsg)}`;

/** Azure's own limit for both. */
const azureName = (name: string) => asIs(escapeMarkdown(name, 80));

/** `to any source by rule allow-rdp, priority 300 in nsg-web`. */
export const openText = (hole: Hole): string => `to ${ruleSourcesText(hole.sources)} by ${byText(hole)}`;

/** For the form. @param port Whether the port has to be named, because the form is about several. */
export function holeWarning(machine: string, hole: Hole, port: boolean): string {
  const what = port ? say`${machine} port ${asIs(portText(hole.port))}` : escapeMarkdown(machine);
  return allowsAll(hole.sources)
    ? `${what} is open ${openText(hole)}: JIT protects nothing here.`
    : `${what} is open ${openText(hole)}, whether or not anybody has access: JIT does not protect it from them.`;
}

/** For admins, of one machine, the first time such rules are seen. */
export function holeNewsText(
  machine: Pick<MachineChoice, 'name' | 'subscription' | 'resourceGroup'>,
  holes: readonly Hole[],
): string {
  const lines = holes
    .slice(0, mostShown)
    .map((hole) => `- Port ${portText(hole.port)} is open ${openText(hole)}`);
  const more = holes.length - lines.length;
  return [
    say`🔴 **JIT does not protect ${machine.name}** (${asIs(placeText(machine))}): ${asIs(holes.length === 1 ? 'an Allow rule' : 'Allow rules')} that JIT did not make ${asIs(holes.length === 1 ? 'lets' : 'let')} people in, whether or not they were given access.`,
    [...lines, ...(more > 0 ? [`- and ${more} more`] : [])].join('\n'),
    say`Take ${asIs(holes.length === 1 ? 'it' : 'them')} away, or make sure that JIT’s Deny stands above, with a smaller number. \`status ${machine.name}\` shows what is true. I say this once.`,
  ].join('\n\n');
}
