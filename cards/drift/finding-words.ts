// What a finding says, in short sentences. All results are escaped Markdown.
import type { Finding, LeftoverFinding, OpenFinding, Who } from '../../src/domain/drift/finding.ts';
import type { NamedRule } from '../../src/domain/nsg/named-rule.ts';
import { policyName, ruleName } from '../azure-names.ts';
import { asIs, escapeMarkdown, say, sayCounted } from '../escape.ts';
import { placeText } from '../grant-words.ts';
import { inARow, inSentence, listText } from '../list-words.ts';
import { anyPrefixText, portText } from '../port-words.ts';
import { sayRecordedPhrase } from '../recorded.ts';

const mostPorts = 6;
const mostPrefixes = 4;

export interface FindingLook {
  /** Two or three words. */
  readonly word: string;
  readonly standsOut: boolean;
}

export function findingLook(finding: Finding): FindingLook {
  switch (finding.kind) {
    case 'open':
      return openLook(finding);
    case 'unguarded':
      return { word: say`JIT’s Deny rule is missing`, standsOut: false };
    case 'outlived':
      return { word: say`Outlived its time`, standsOut: false };
    case 'leftover':
      return { word: say`Left over`, standsOut: false };
  }
}

function openLook({ who, doubt }: OpenFinding): FindingLook {
  const open = doubt === undefined ? say`Open` : say`May be open`;
  switch (who.kind) {
    case 'world':
      return { word: say`${asIs(open)} to the world`, standsOut: doubt === undefined };
    case 'network':
      return { word: say`${asIs(open)} to a network`, standsOut: false };
    case 'inside':
      return { word: say`${asIs(open)} inside`, standsOut: false };
  }
}

/** `web-01 port 22 (SSH), 3389 (RDP)`; of what is left, the machine or NSG it is left of. */
export function findingName(finding: Finding): string {
  if (finding.kind === 'leftover')
    return finding.what.kind === 'entry'
      ? escapeMarkdown(finding.what.machine)
      : ruleName(finding.what.rule.nsg);
  const { machine, ports } = finding;
  return ports.length === 0
    ? escapeMarkdown(machine.name)
    : say`${machine.name} port ${asIs(portsText(ports))}`;
}

const portsText = (ports: readonly number[]): string => listText(ports.map(portText), mostPorts);

/** `Production / rg-web`. */
export const findingPlace = (finding: Finding): string =>
  placeText(finding.kind === 'leftover' ? finding : finding.machine);

/** What is wrong, in one sentence. */
export function findingSentence(finding: Finding): string {
  switch (finding.kind) {
    case 'open':
      return openSentence(finding);
    case 'unguarded':
      return finding.nsg
        ? say`A JIT policy lists it, and JIT’s Deny rule for it is in none of its NSGs.`
        : say`A JIT policy lists it, and it has no NSG: JIT protects nothing here.`;
    case 'outlived':
      return say`JIT’s Allow rule for ${asIs(anyPrefixText(finding.sources))} (${asIs(placeOf(finding.rule))}) still stands, and no opening that is running explains it.`;
    case 'leftover':
      return leftoverSentence(finding);
  }
}

function openSentence({ who, rule, doubt, public: isPublic }: OpenFinding): string {
  const by = rule === undefined ? say`no NSG is in the way` : say`by ${asIs(ruleText(rule))}`;
  const unreachable =
    !isPublic && who.kind !== 'inside' ? say` The machine has no public address of its own.` : '';
  const whom = asIs(whoText(who));
  const said =
    doubt === undefined
      ? say`Lets in ${whom}, ${asIs(by)}.`
      : say`May let in ${whom}, ${asIs(by)}; whether it does cannot be told here (${asIs(sayRecordedPhrase(doubt))}).`;
  return said + unreachable;
}

/** `the whole internet`, `203.0.113.0/24 or 2 more`. */
function whoText(who: Who): string {
  switch (who.kind) {
    case 'world':
      return who.all ? say`the whole internet` : say`most of the internet`;
    case 'network':
      return prefixesText(who);
    case 'inside':
      if (who.tag) return say`who is in VirtualNetwork: its own network, peers, and what is behind gateways`;
      return who.prefixes.length === 0 ? say`every private network` : prefixesText(who);
  }
}

const prefixesText = ({ prefixes, more }: Extract<Who, { prefixes: unknown }>): string =>
  listText(prefixes, mostPrefixes, more);

function leftoverSentence({ what }: LeftoverFinding): string {
  if (what.kind === 'entry')
    return say`JIT policy ${asIs(policyName(what.policyId))} still lists it, and the machine is gone.`;
  const to = anyPrefixText(what.destinations);
  return say`JIT’s ${what.access} rule (${asIs(placeOf(what.rule))}) is for ${asIs(to)}, and no machine behind that NSG has this address.`;
}

/** `rule allow-rdp (priority 300 in nsg-web)`. */
const ruleText = (rule: NamedRule): string => say`rule ${asIs(ruleName(rule.name))} (${asIs(placeOf(rule))})`;

const placeOf = ({ nsg, priority }: NamedRule): string => say`priority ${priority} in ${asIs(ruleName(nsg))}`;

/** `3 findings: 1 Open to the world, 2 Left over`. @param findings the worst first */
export function countsText(findings: readonly Finding[]): string {
  const words = Map.groupBy(findings, (finding) => findingLook(finding).word);
  const counts = [...words].map(([word, some]) => `${some.length} × ${inSentence(word)}`);
  const total = sayCounted(findings.length, { one: '{0} finding', other: '{0} findings' });
  return say`${asIs(total)}: ${asIs(inARow(counts))}.`;
}
