// What channels are used for, in words. All results are escaped Markdown.
import type { AccessRequest } from '../src/domain/access-request.ts';
import { approvalsPurpose, type ChannelPurpose } from '../src/domain/channel-purpose.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { allOf, anyOf } from './list-words.ts';

/** What comes to such a channel: `on-call notices`, `approval requests`, `approval requests for “prod”`. */
export function comesTo(purpose: ChannelPurpose): string {
  if (purpose === 'on-call') return say`on-call notices`;
  const name = nameOf(purpose);
  return name === '' ? say`approval requests` : say`approval requests for “${name}”`;
}

/** `the on-call channel`, `the approvals channel`, `the approvals channel “prod”`. */
export function channelText(purpose: ChannelPurpose): string {
  if (purpose === 'on-call') return say`the on-call channel`;
  const name = nameOf(purpose);
  return name === '' ? say`the approvals channel` : say`the approvals channel “${name}”`;
}

/** What an admin writes in the channel that is to have the purpose: a command, the same in every language. */
export const useCommand = (purpose: ChannelPurpose): string =>
  purpose === 'on-call'
    ? 'use this channel for on-call'
    : `use this channel for approvals${nameOf(purpose) === '' ? '' : ` of ${escapeMarkdown(nameOf(purpose))}`}`;

/** That approvers could not be asked, and what an admin is to do; for messages. */
export const unaskedText = (request: AccessRequest): string =>
  unasked(request, (command) => `\`${command}\``);

/** The same for cards, which know no code. */
export const unaskedLine = (request: AccessRequest): string =>
  unasked(request, (command) => say`“${asIs(command)}”`);

function unasked(request: AccessRequest, shown: (command: string) => string): string {
  const purposes = unreachable(request);
  const channels = allOf(purposes.map(channelText));
  const commands = anyOf(purposes.map((purpose) => shown(useCommand(purpose))));
  return say`I cannot reach ${asIs(channels)}, so nobody is asked there. An admin must write ${asIs(commands)} in the channel that is to decide.`;
}

/** The channels that should ask and could not be written to for good. */
const unreachable = (request: AccessRequest): readonly ChannelPurpose[] =>
  request.decisionCards
    .filter(({ why, former }) => why !== undefined && former === undefined)
    .map(({ channel }) => approvalsPurpose(channel));

const nameOf = (purpose: ChannelPurpose): string => purpose.slice('approvals/'.length);
