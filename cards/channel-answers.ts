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

/** What only admins may do. */
export type AdminWork = ChannelPurpose | 'history' | 'who' | 'end';

/** @param what What they wanted to do. */
export const notAdminAnswer = (what: AdminWork): string =>
  `Only an admin can ${adminWork(what)}. Whoever runs the bot names admins in \`JIT_ADMINS\`, or under \`admins\` in the access policy.`;

/** For somebody who may be an admin by a group of which Microsoft Entra does not tell. */
export const adminUnknownAnswer = (what: AdminWork): string =>
  `Only an admin can ${adminWork(what)}, and I could not find out whether you are one: Microsoft Entra does not tell me who is in the groups that the access policy makes admins. Nothing was done. Try again in a minute; if this stays so, whoever runs the bot sees why in \`/readyz\`, or names you in \`JIT_ADMINS\`.`;

function adminWork(what: AdminWork): string {
  if (what === 'history') return 'read the history';
  if (what === 'end') return 'end what somebody else has';
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
