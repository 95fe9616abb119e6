// Answers to admins who choose channels. All escaped Markdown.
import type { ChannelPurpose } from '../src/domain/channel-purpose.ts';
import { channelText, comesTo, useCommand } from './channel-words.ts';

/**
 * @param before Whether another channel was set until now.
 * @param waiting How many waiting requests are asked there now; only of an approvals channel.
 */
export function channelSetAnswer(purpose: ChannelPurpose, before: boolean, waiting = 0): string {
  const moved = before ? ', and no longer to the one before' : '';
  const asked =
    waiting === 1
      ? ' 1 waiting request is asked here now.'
      : ` ${waiting} waiting requests are asked here now.`;
  return `${capital(comesTo(purpose))} come to this channel from now on${moved}.${waiting === 0 ? '' : asked}`;
}

/** @param before Whether a channel was set until now. */
export function channelUnsetAnswer(purpose: ChannelPurpose, before: boolean): string {
  if (!before) return `No channel was set for ${comesTo(purpose)}.`;
  const refused = purpose === 'on-call' ? '' : ' What needs approval there is refused until one is set.';
  return `${capital(comesTo(purpose))} go to no channel from now on.${refused}`;
}

/** What only admins may do; a purpose: to set its channel. */
export type AdminWork = ChannelPurpose | 'history' | 'who' | 'setup' | 'drift' | 'jit-status';

/** @param what What they wanted to do. */
export const notAdminAnswer = (what: AdminWork): string =>
  `Only an admin can ${adminWork(what)}. Whoever runs the bot names admins in \`JIT_ADMINS\`, or under \`admins\` in the access policy.`;

/** It could not be asked who is an admin, and unknown is not yes. */
export const adminUnknownAnswer = (): string =>
  'I could not find out whether you are an admin, so nothing was done. Ask again in a few minutes, and tell whoever runs the bot if it stays so.';

function adminWork(what: AdminWork): string {
  if (what === 'setup') return 'set JIT up';
  if (what === 'drift') return 'see what is open beside JIT, or acknowledge it';
  if (what === 'jit-status') return 'see how JIT is set up (`status web-01` is for everybody)';
  if (what === 'history') return 'read the history';
  if (what === 'who')
    return 'see who has access to all machines (`who has access to web-01` is for everybody)';
  return `set ${channelText(what)}`;
}

export const notInPersonalChatAnswer = (purpose: ChannelPurpose): string =>
  `A personal chat cannot take ${comesTo(purpose)}. Write this in the channel that should get them.`;

const forgetCommand = (purpose: ChannelPurpose): string =>
  purpose === 'on-call'
    ? 'forget the on-call channel'
    : useCommand(purpose).replace('use this channel for approvals', 'forget the approvals channel');

/** For "stop using this channel" where another one has the job. */
export const channelElsewhereAnswer = (purpose: ChannelPurpose): string =>
  `Nothing changed: another channel takes ${comesTo(purpose)}. Write it there, or \`${forgetCommand(purpose)}\` if you mean that one.`;

export const approvalsNeedChannelAnswer = (): string =>
  'Approvals need a channel of a team; a group chat cannot take them, for anybody in it can add people.';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
