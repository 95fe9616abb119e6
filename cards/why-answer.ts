// The answer to `why rdp web-01 for 1h`: what the access policy and the machine's JIT policy would say. Escaped Markdown.
import type { MachineChoice, OfferedPort } from '../src/domain/access-request.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { placeText } from './grant-words.ts';
import { anyOf, portText, sourcesText } from './port-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { spanText } from './when.ts';

/** One port of one machine: what the policies say to it. */
export interface WhyPort {
  readonly port: number;
  /** What the machine's JIT policy allows; missing: it does not list the port. */
  readonly jit?: OfferedPort;
  /** The access policy's explanation, in escaped Markdown. */
  readonly lines: readonly string[];
  /** What stands in the way already, whatever the access policy says. */
  readonly refusals: readonly Refusal[];
}

export interface WhyMachine {
  readonly machine: MachineChoice;
  readonly ports: readonly WhyPort[];
}

/** @param machines all that have the name; more than one where they share it. */
export const whyAnswer = (machines: readonly WhyMachine[]): string =>
  machines
    .flatMap(({ machine, ports }) => ports.map((port) => portAnswer(machine, port)))
    .join('\n\n---\n\n');

/** No machine has the name that was typed. @param near the closest spellings. */
export const whyNobodyAnswer = (typed: string, near: readonly MachineChoice[]): string =>
  typed === ''
    ? 'Say which machine: `why rdp web-01 for 1h`.'
    : say`I see no machine called “${typed}”${asIs(nearText(near))}.`;

const nearText = (near: readonly MachineChoice[]): string =>
  near.length === 0 ? '' : `; the nearest are ${anyOf(near.map(({ name }) => escapeMarkdown(name)))}`;

function portAnswer(machine: MachineChoice, { port, jit, lines, refusals }: WhyPort): string {
  const title = say`**${machine.name}** (${asIs(placeText(machine))}) port ${portText(port)}`;
  const byJit =
    jit === undefined
      ? []
      : [
          `Azure’s just-in-time policy for it: up to ${spanText(jit.maximumSeconds)}, from ${sourcesText(jit.allowedSources)}. The shorter and narrower of the two policies holds.`,
        ];
  return [title, ...refusals.map(refusalSentence), lines.join('\n'), ...byJit]
    .filter((block) => block !== '')
    .join('\n\n');
}
