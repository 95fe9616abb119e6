// Answers to admins who choose channels. All escaped Markdown.

import type { ChannelPurpose } from '../src/domain/channel-purpose.ts';
import { channelText, comesTo, useCommand } from './channel-words.ts';
import { asIs, say, sayCounted } from './escape.ts';

/**
 * @param before Whether another channel was set until now.
 * @param waiting How many waiting requests are asked there now; only of an approvals channel.
 */
export function channelSetAnswer(purpose: ChannelPurpose, before: boolean, waiting = 0): string {
  const what = asIs(capital(comesTo(purpose)));
  const set = before
    ? say`${what} come to this channel from now on, and no longer to the one before.`
    : say`${what} come to this channel from now on.`;
  if (waiting === 0) return set;
  return sayCounted(
    waiting,
    {
      one: '{1} {0} waiting request is asked here now.',
      other: '{1} {0} waiting requests are asked here now.',
    },
    asIs(set),
  );
}

/** @param before Whether a channel was set until now. */
export function channelUnsetAnswer(purpose: ChannelPurpose, before: boolean): string {
  if (!before) return say`No channel was set for ${asIs(comesTo(purpose))}.`;
  const what = asIs(capital(comesTo(purpose)));
  return purpose === 'on-call'
    ? say`${what} go to no channel from now on.`
    : say`${what} go to no channel from now on. What needs approval there is refused until one is set.`;
}

/** What only admins may do; a purpose: to set its channel. */
export type AdminWork = ChannelPurpose | 'history' | 'who' | 'setup' | 'drift' | 'jit-status';

/** @param what What they wanted to do. */
export const notAdminAnswer = (what: AdminWork): string =>
  say`Only an admin can ${asIs(adminWork(what))}. Whoever runs the bot names admins in \`JIT_ADMINS\`, or under \`admins\` in the access policy.`;

/** It could not be asked who is an admin, and unknown is not yes. */
export const adminUnknownAnswer = (): string =>
  say`I could not find out whether you are an admin, so nothing was done. Ask again in a few minutes, and tell whoever runs the bot if it stays so.`;

function adminWork(what: AdminWork): string {
  if (what === 'setup') return say`set JIT up`;
  if (what === 'drift') return say`see what is open beside JIT, or acknowledge it`;
  if (what === 'jit-status') return say`see how JIT is set up (\`status web-01\` is for everybody)`;
  if (what === 'history') return say`read the history`;
  if (what === 'who')
    return say`see who has access to all machines (\`who has access to web-01\` is for everybody)`;
  return say`set ${asIs(channelText(what))}`;
}

export const notInPersonalChatAnswer = (purpose: ChannelPurpose): string =>
  say`A personal chat cannot take ${asIs(comesTo(purpose))}. Write this in the channel that should get them.`;

/** A command, the same in every language. */
const forgetCommand = (purpose: ChannelPurpose): string =>
  purpose === 'on-call'
    ? 'forget the on-call channel'
    : useCommand(purpose).replace('use this channel for approvals', 'forget the approvals channel');

/** For "stop using this channel" where another one has the job. */
export const channelElsewhereAnswer = (purpose: ChannelPurpose): string =>
  say`Nothing changed: another channel takes ${asIs(comesTo(purpose))}. Write it there, or \`${asIs(forgetCommand(purpose))}\` if you mean that one.`;

export const approvalsNeedChannelAnswer = (): string =>
  say`Approvals need a channel of a team; a group chat cannot take them, for anybody in it can add people.`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
