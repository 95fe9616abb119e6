// The answer to `why rdp web-01 for 1h`: what the access policy and the machine's JIT policy would say. Escaped Markdown.
import type { OfferedPort } from '../src/domain/form.ts';
import type { MachineChoice } from '../src/domain/machine.ts';
import type { Person } from '../src/domain/person.ts';
import type { Refusal } from '../src/domain/refusal.ts';
import { asIs, say } from './escape.ts';
import { nameText, placeText } from './grant-words.ts';
import { allOf } from './list-words.ts';
import { noMachineAnswer } from './machine-answers.ts';
import { portText, sourcesText } from './port-words.ts';
import { refusalSentence } from './refusal-words.ts';
import { spanText } from './when.ts';

/** One port of one machine: what the policies say to it. */
export interface WhyPort {
  readonly port: number;
  /** What the machine's JIT policy allows; missing: it does not list the port. */
  readonly jit?: OfferedPort;
  /** The access policy's explanation, in escaped Markdown. */
  readonly lines: readonly string[];
  /** What stands in the way besides the rules: the JIT policy, a channel that is not set. */
  readonly refusals: readonly Refusal[];
  /** Approvers who have allowed it in advance, for this person; then nobody is asked. */
  readonly allowedBy?: readonly Person[];
  /** No source was said, and rules may depend on it. */
  readonly sourceMissing?: boolean;
}

export interface WhyMachine {
  readonly machine: MachineChoice;
  /** What stands in the way whatever the port. */
  readonly refusals: readonly Refusal[];
  readonly ports: readonly WhyPort[];
}

/** @param machines all that have the name; more than one where they share it. */
export const whyAnswer = (machines: readonly WhyMachine[]): string =>
  machines.flatMap(machineAnswers).join('\n\n---\n\n');

function machineAnswers({ machine, ports, refusals }: WhyMachine): readonly string[] {
  const said = refusals.map(refusalSentence).join('\n\n');
  const answers = ports.map((port) => portAnswer(machine, port));
  return said === '' ? answers : [[said, ...answers].join('\n\n')];
}

/** No machine has the name that was typed. @param near the closest spellings. */
export const whyNobodyAnswer = (typed: string, near: readonly MachineChoice[]): string =>
  typed === '' ? say`Say which machine: \`why rdp web-01 for 1h\`.` : noMachineAnswer(typed, near);

function portAnswer(
  machine: MachineChoice,
  { port, jit, lines, refusals, allowedBy = [], sourceMissing = false }: WhyPort,
): string {
  const title = say`**${machine.name}** (${asIs(placeText(machine))}) port ${portText(port)}`;
  const byJit =
    jit === undefined
      ? []
      : [
          say`Azure’s just-in-time policy for it: up to ${asIs(spanText(jit.maximumSeconds))}, from ${asIs(sourcesText(jit.allowedSources))}. The shorter and narrower of the two policies holds.`,
        ];
  const allowed =
    allowedBy.length === 0
      ? []
      : [say`**Allowed in advance** by ${asIs(allOf(allowedBy.map(nameText)))}: it opens at once.`];
  const refused =
    refusals.length === 0
      ? []
      : [say`**As things are, this would be refused:**`, ...refusals.map(refusalSentence)];
  const alone = refused.length > 0 && lines.length > 0 ? [say`What the access policy alone says:`] : [];
  const add = sourceMissing
    ? [say`Add where you come from, such as \`from 203.0.113.7\`, to know for sure.`]
    : [];
  return [title, ...refused, ...allowed, ...alone, lines.join('\n'), ...byJit, ...add]
    .filter((block) => block !== '')
    .join('\n\n');
}
