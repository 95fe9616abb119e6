// Answers to `allow bob rdp web-01 today`: an approver's yes in advance. All escaped Markdown.
import type { Allowance } from '../src/domain/allowance.ts';
import type { MachineChoice } from '../src/domain/machine.ts';
import type { ApprovalRule, ApproverParty } from '../src/domain/policy/access-policy.ts';
import type { Instant, Seconds } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { personText, placeText } from './grant-words.ts';
import { anyOfMany } from './list-words.ts';
import { noMachineText } from './machine-answers.ts';
import { partiesText } from './party-words.ts';
import { portText } from './port-words.ts';
import { type Reader, spanText, whenText } from './when.ts';

/**
 * @param rule The rule in which it counts.
 * @param reader How the approver reads times.
 * @param cutTo No end was said, which means midnight, and the rule allows only so much in advance.
 */
export function allowedAnswer(
  { person, machine, port, from, until }: Allowance,
  { name, approval: { quorum } }: Pick<ApprovalRule, 'name' | 'approval'>,
  reader: Reader,
  now: Instant,
  cutTo?: Seconds,
): string {
  const at = (instant: Instant) => whenText(instant, reader, now);
  const window =
    from > now ? say`from ${asIs(at(from))} until ${asIs(at(until))}` : say`until ${asIs(at(until))}`;
  const others = quorum > 1 ? say` It counts once ${quorum} approvers in all have allowed it.` : '';
  const cut =
    cutTo === undefined
      ? ''
      : say` It ends before midnight, since the rule allows at most ${spanText(cutTo)} in advance.`;
  return say`**Allowed:** ${asIs(personText(person))} may open ${machine} port ${portText(port)} ${asIs(window)} without asking again.${asIs(cut + others)} Everything else that the rule ${name} sets still holds.`;
}

/** Why nothing was allowed in advance, with the facts to explain it. */
export type NotAllowed =
  /** They may not decide by the rule. */
  | { readonly code: 'not-approver'; readonly rule: string; readonly approvers: readonly ApproverParty[] }
  /** Neither a person of the access policy nor one who was mentioned. */
  | { readonly code: 'unknown-person'; readonly typed: string }
  | { readonly code: 'own-self' }
  | { readonly code: 'unknown-machine'; readonly typed: string; readonly near: readonly MachineChoice[] }
  | { readonly code: 'several-machines'; readonly typed: string; readonly choices: readonly MachineChoice[] }
  /** No port was named, or one that the machine's JIT policy does not have. */
  | { readonly code: 'port-unclear'; readonly machine: string; readonly offered: readonly number[] }
  /** No rule that asks approvers decides on this person, machine and port. */
  | { readonly code: 'no-rule'; readonly machine: string; readonly port: number }
  /** The rule that decides lets nobody agree in advance. */
  | { readonly code: 'not-in-rule'; readonly rule: string }
  | { readonly code: 'too-long-window'; readonly rule: string; readonly longest: Seconds }
  | { readonly code: 'window-passed' }
  /** Whether they may could not be found out. */
  | { readonly code: 'unknown' };

export function notAllowedAnswer(why: NotAllowed): string {
  return say`**Nothing was allowed.** ${asIs(whySentence(why))}`;
}

function whySentence(why: NotAllowed): string {
  switch (why.code) {
    case 'not-approver':
      return say`By the rule ${why.rule} it is ${asIs(partiesText(why.approvers))} who can; ask one of them.`;
    case 'unknown-person':
      return say`I know nobody called “${why.typed}”; mention the person, or have them named in the access policy.`;
    case 'own-self':
      return say`You cannot allow yourself anything; ask another approver.`;
    case 'unknown-machine':
      return say`${asIs(noMachineText(why.typed, why.near))}; check the name and write it again.`;
    case 'several-machines':
      return say`${why.choices.length} machines are called “${why.typed}”: ${asIs(placesText(why.choices))}. I cannot tell which you mean, so let the person ask, and decide on the card.`;
    case 'port-unclear':
      return say`Say which port of ${why.machine}: ${asIs(anyOfMany(why.offered.map(portText), 8))}.`;
    case 'no-rule':
      return say`No rule of the access policy asks approvers about ${why.machine} port ${portText(why.port)} for this person. \`why\` shows them what decides.`;
    case 'not-in-rule':
      return say`The rule ${why.rule} lets nobody say yes in advance; let the person ask, and decide on the card.`;
    case 'too-long-window':
      return say`The rule ${why.rule} allows at most ${spanText(why.longest)} in advance; write a shorter time.`;
    case 'window-passed':
      return say`That time has passed; write a later one, such as today or for 2h.`;
    case 'unknown':
      return say`I cannot find out right now whether you may; try again in a minute.`;
  }
}

const placesText = (choices: readonly MachineChoice[]): string => anyOfMany(choices.map(placeText), 5);
