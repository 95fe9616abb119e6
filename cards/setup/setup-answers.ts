// Answers to admins who set JIT up, where there is no card to show. All escaped Markdown.
import type { MachineChoice } from '../../src/domain/machine.ts';
import type { LeftOutMachine, SetupChange } from '../../src/domain/setup/setup-change.ts';
import { machineName, policyName } from '../azure-names.ts';
import { asIs, escapeMarkdown, plainText, say, sayAgain, toSay } from '../escape.ts';
import { nameText, placeText } from '../grant-words.ts';
import { anyOfMany, listText } from '../list-words.ts';
import { sayRecorded } from '../recorded.ts';
import { leftOutLines, leftOutSentence } from './left-out-words.ts';
import { giveRole } from './setup-words.ts';

type Named = Pick<MachineChoice['subscription'], 'name'>;

/** What an admin wanted to do with machines. */
export type MachineWork = 'enable' | 'configure' | 'disable';

/** For every such sentence where SETUP is off. */
export const setupOffAnswer = (): string =>
  say`Nothing was changed: setting JIT up from chat is off. Whoever runs the bot turns it on with \`SETUP=on\`, and gives its identity the role for it. \`jit status\` tells what there is.`;

/** @param pattern as typed */
export const noMatchAnswer = (pattern: string): string =>
  say`No machine that I see matches “${pattern}”. A \`*\` stands for any characters, as in \`web-*\`; I see only machines in the subscriptions I was given.`;

/** @param most how many one change may have */
export const tooManyMatchAnswer = (pattern: string, count: number, most: number): string =>
  say`${count} machines match “${pattern}”, and one change may have ${most} at most. Nothing was changed. Write a narrower pattern.`;

/** Several machines have the name, where one is needed. */
export function severalMachinesAnswer(typed: string, machines: readonly MachineChoice[]): string {
  const [first] = machines;
  const example = first === undefined ? typed : `${first.resourceGroup}/${first.name}`;
  return say`${machines.length} machines are meant by “${typed}”: ${asIs(listText(machines.map(placeText), 5))}. Nothing was changed. Write the group before the name, as in ${example}.`;
}

/** A pattern means several machines, where one is configured at a time. */
export function onePerCardAnswer(pattern: string, machines: readonly MachineChoice[]): string {
  const names = machines.map(({ resourceGroup, name }) => escapeMarkdown(`${resourceGroup}/${name}`, 160));
  return say`${machines.length} machines match “${pattern}”, and one is configured at a time. Nothing was changed. Write the name of one: ${asIs(anyOfMany(names, 5))}.`;
}

const nothings: Readonly<Record<MachineWork, string>> = {
  enable: toSay('JIT can be turned on for none of these machines'),
  configure: toSay('none of these machines can be configured'),
  disable: toSay('JIT can be turned off for none of these machines'),
};

/** All machines that were meant are left out. */
export function nothingToDoAnswer(work: MachineWork, leftOut: readonly LeftOutMachine[]): string {
  const [only, ...others] = leftOut;
  if (only !== undefined && others.length === 0)
    return say`Nothing was changed. ${asIs(leftOutSentence(only))}`;
  return [
    say`Nothing was changed: ${asIs(sayAgain(nothings[work]))}.`,
    leftOutLines(leftOut, 6)
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n');
}

/** @param policyIds ARM ids */
export const severalPoliciesAnswer = (machine: MachineChoice, policyIds: readonly string[]): string =>
  say`Nothing was changed: several JIT policies list ${asIs(machineName(machine))} (${asIs(listText(policyIds.map(policyName), 5))}). Leave it in one of them, in the portal, and ask again.`;

/** For `enable jit` of a machine that has it. */
export const alreadyOnAnswer = (machine: MachineChoice): string =>
  say`A JIT policy lists ${asIs(machineName(machine))} already, so nothing was changed. \`configure jit on ${asIs(machineName(machine))}\` changes its ports; \`status ${asIs(machineName(machine))}\` tells whether they are shut.`;

/** For `configure jit` and `disable jit` of a machine that has none. */
export const notOnAnswer = (machine: MachineChoice): string =>
  say`No JIT policy lists ${asIs(machineName(machine))}, so nothing was changed. \`enable jit on ${asIs(machineName(machine))}\` turns JIT on for it.`;

/** A machine with more ports than the card has lines for. */
export const tooManyPortsAnswer = (machine: MachineChoice, ports: number, most: number): string =>
  say`${asIs(machineName(machine))} has ${ports} ports under JIT, and my card has room for ${most}. Nothing was changed: use the portal for it.`;

/** @param why a sentence */
export const settingsUnreadAnswer = (machine: MachineChoice, why: string): string =>
  say`I could not read the JIT settings of ${asIs(machineName(machine))}, so nothing was changed. ${asIs(sayRecorded(why))} Ask again in a few minutes.`;

/** As above, where it is about many machines or a plan. @param why a sentence @param permission the missing Azure action */
export const azureUnreadAnswer = (why: string, permission?: string): string => {
  const next =
    permission === undefined ? say`Ask again in a few minutes.` : say`${asIs(giveRole())}, and ask again.`;
  return say`I could not read in Azure what is set today, so nothing was changed. ${asIs(sayRecorded(why))} ${asIs(next)}`;
};

/** @param actions Azure's, that the bot's identity lacks @param roles names of infra/roles that have them */
export const rightMissingAnswer = (actions: readonly string[], roles: readonly string[]): string =>
  say`Nothing was changed: my identity in Azure lacks ${asIs(
    listText(
      actions.map((action) => escapeMarkdown(action)),
      5,
    ),
  )}. Whoever runs the bot gives it the role ${asIs(
    anyOfMany(
      roles.map((role) => say`“${role}”`),
      3,
    ),
  )} (\`infra/roles\`); then ask again.`;

/** For `turn on defender`. */
export const planAlreadyOnAnswer = ({ name }: Named): string =>
  say`Defender for Servers Plan 2 is on for ${name} already, so nothing was changed. \`jit status ${name}\` tells which machines have JIT.`;

/** For everybody but the admin who asked. */
export const notYourChangeAnswer = ({ by }: SetupChange): string =>
  say`Only ${asIs(plainText(by.name) === '' ? say`who asked for it` : nameText(by))} can press the buttons of this card. Ask for a card of your own.`;

/** For a card whose change the books do not have. */
export const unknownChangeAnswer = (): string =>
  say`I know nothing of this card, so nothing was done. Write for example \`enable jit on web-01\` for a new one.`;
