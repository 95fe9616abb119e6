// Why `status web-01` cannot be answered with a card. All escaped Markdown.
import type { MachineChoice } from '../src/domain/machine.ts';
import { asIs, say } from './escape.ts';
import { placeText } from './grant-words.ts';
import { sayRecorded } from './recorded.ts';

const mostShown = 12;

/** Several machines have the name. @param asked how to write each so that it alone is meant */
export function statusSeveralAnswer(
  typed: string,
  choices: readonly { readonly machine: MachineChoice; readonly asked: string }[],
): string {
  const lines = choices
    .slice(0, mostShown)
    .map(({ machine, asked }) => say`- ${asIs(placeText(machine))} · ${machine.region}: \`status ${asked}\``);
  const more = choices.length - lines.length;
  return [
    say`${choices.length} machines are called “${typed}”. Write which one you mean:`,
    [...lines, ...(more > 0 ? [say`- and ${more} more`] : [])].join('\n'),
  ].join('\n\n');
}

/** The NSGs could not be read. @param why a sentence of ours @param again whether it may be better in a minute */
export const statusUnreadAnswer = (machine: string, why: string, again: boolean): string =>
  say`I cannot say what is open on ${machine}: ${asIs(sayRecorded(why))}${asIs(again ? say` Ask again in a minute.` : '')}`;

export const statusNoInterfaceAnswer = (machine: string): string =>
  say`${machine} has no network interface that Azure knows of, so there is nothing to look at.`;

export const statusBadSourceAnswer = (typed: string): string =>
  say`“${typed}” is not an IPv4 address or CIDR. Write for example \`status web-01 from 203.0.113.7\`.`;
