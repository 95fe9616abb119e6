// Answers to admins who set JIT up, where there is no card to show. All escaped Markdown.
import type { MachineChoice } from '../../src/domain/machine.ts';
import type { SetupChange } from '../../src/domain/setup/setup-change.ts';
import { asIs, escapeMarkdown, plainText, say, sentence } from '../escape.ts';
import { nameText, placeText } from '../grant-words.ts';
import { anyOfMany } from '../port-words.ts';
import { type LeftOutMachine, leftOutLines, leftOutSentence } from './left-out-words.ts';
import { askerName, at, listText, machineName, policyName, workText } from './setup-words.ts';

type Named = Pick<MachineChoice['subscription'], 'name'>;

/** What an admin wanted to do with machines. */
export type MachineWork = 'enable' | 'configure' | 'disable';

export const setupOffAnswer = (): string =>
  'Nothing was changed: setting JIT up from chat is off. Whoever runs the bot turns it on with `SETUP=on`, and gives its identity the role for it. `jit status` tells what there is.';

/** @param near the closest spellings */
export function noSubscriptionAnswer(typed: string, near: readonly Named[] = []): string {
  const is =
    near.length === 0
      ? ''
      : ` Is it ${anyOfMany(
          near.map(({ name }) => escapeMarkdown(name, 64)),
          3,
        )}?`;
  return say`I see no subscription called “${typed}”.${asIs(is)} I see only those I was given; \`jit status\` lists them.`;
}

/** @param ids of the subscriptions that have this name */
export const severalSubscriptionsAnswer = (typed: string, ids: readonly string[]): string =>
  say`${ids.length} subscriptions are called “${typed}”. Write the id instead of the name: ${asIs(
    anyOfMany(
      ids.map((id) => escapeMarkdown(id)),
      5,
    ),
  )}.`;

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
  enable: 'JIT can be turned on for none of these machines',
  configure: 'none of these machines can be configured',
  disable: 'JIT can be turned off for none of these machines',
};

/** All machines that were meant are left out. */
export function nothingToDoAnswer(work: MachineWork, leftOut: readonly LeftOutMachine[]): string {
  const [only, ...others] = leftOut;
  if (only !== undefined && others.length === 0) return `Nothing was changed. ${leftOutSentence(only)}`;
  return [
    `Nothing was changed: ${nothings[work]}.`,
    leftOutLines(leftOut, 6)
      .map((line) => `- ${line}`)
      .join('\n'),
  ].join('\n\n');
}

/** @param policyIds ARM ids */
export const severalPoliciesAnswer = (machine: MachineChoice, policyIds: readonly string[]): string =>
  `Nothing was changed: several JIT policies list ${machineName(machine)} (${listText(policyIds.map(policyName), 5)}). Leave it in one of them, in the portal, and ask again.`;

/** For `enable jit` of a machine that has it. */
export const alreadyOnAnswer = (machine: MachineChoice): string =>
  `A JIT policy lists ${machineName(machine)} already, so nothing was changed. \`configure jit on ${machineName(machine)}\` changes its ports; \`status ${machineName(machine)}\` tells whether they are shut.`;

/** For `configure jit` and `disable jit` of a machine that has none. */
export const notOnAnswer = (machine: MachineChoice): string =>
  `No JIT policy lists ${machineName(machine)}, so nothing was changed. \`enable jit on ${machineName(machine)}\` turns JIT on for it.`;

/** A machine with more ports than the card has lines for. */
export const tooManyPortsAnswer = (machine: MachineChoice, ports: number, most: number): string =>
  `${machineName(machine)} has ${ports} ports under JIT, and my card has room for ${most}. Nothing was changed: use the portal for it.`;

/** @param why a sentence */
export const settingsUnreadAnswer = (machine: MachineChoice, why: string): string =>
  `I could not read the JIT settings of ${machineName(machine)}, so nothing was changed. ${sentence(why)} Ask again in a few minutes.`;

/** As above, where it is about many machines or a plan. @param why a sentence */
export const azureUnreadAnswer = (why: string): string =>
  `I could not read in Azure what is set today, so nothing was changed. ${sentence(why)} Ask again in a few minutes.`;

/** @param actions Azure's, that the bot's identity lacks @param roles names of infra/roles that have them */
export const rightMissingAnswer = (actions: readonly string[], roles: readonly string[]): string =>
  `Nothing was changed: my identity in Azure lacks ${listText(
    actions.map((action) => escapeMarkdown(action)),
    5,
  )}. Whoever runs the bot gives it the role ${anyOfMany(
    roles.map((role) => `“${role}”`),
    3,
  )} (\`infra/roles\`); then ask again.`;

export const planAlreadyOnAnswer = ({ name }: Named): string =>
  say`Defender for Servers Plan 2 is on for ${name} already, so nothing was changed. \`jit status ${name}\` tells which machines have JIT.`;

/** For everybody but the admin who asked. */
export const notYourChangeAnswer = ({ by }: SetupChange): string =>
  `Only ${plainText(by.name) === '' ? 'who asked for it' : nameText(by)} can press the buttons of this card. Ask for a card of your own.`;

/** For a press of a button after it was confirmed or dropped. */
export function changeStandsAnswer(change: SetupChange): string {
  const work = workText(change.state === 'draft' || change.state === 'dropped' ? change.asked : change.plan);
  switch (change.state) {
    case 'draft':
      return `The card was drawn again meanwhile, so nothing was done. Look at it and press once more: ${work}.`;
    case 'running':
      return `${work}: confirmed by ${askerName(change)} at ${at(change, change.confirmedAt)}, and being carried out. It cannot be taken back here; its card says how far it is.`;
    case 'ended':
      return `${work}: this has ended at ${at(change, change.endedAt)}. Its card says what came of it.`;
    case 'dropped':
      return change.why === 'cancelled'
        ? `${work}: this was cancelled at ${at(change, change.at)}, and nothing was changed. Ask again for a new card.`
        : `${work}: nobody confirmed this in time, so it lapsed at ${at(change, change.at)} and nothing was changed. Ask again for a new card.`;
  }
}

/** For a card whose change the books do not have. */
export const unknownChangeAnswer = (): string =>
  'I know nothing of this card, so nothing was done. Write for example `enable jit on web-01` for a new one.';
