// What channels are used for, in words. All results are escaped Markdown.
import type { AccessRequest } from '../src/domain/access-request.ts';
import { approvalsPurpose, type ChannelPurpose } from '../src/domain/channel-purpose.ts';
import { escapeMarkdown } from './escape.ts';

/** What comes to such a channel: `on-call notices`, `approval requests`, `approval requests for “prod”`. */
export const comesTo = (purpose: ChannelPurpose): string =>
  purpose === 'on-call' ? 'on-call notices' : `approval requests${named(purpose, ' for ')}`;

/** `the on-call channel`, `the approvals channel`, `the approvals channel “prod”`. */
export const channelText = (purpose: ChannelPurpose): string =>
  purpose === 'on-call' ? 'the on-call channel' : `the approvals channel${named(purpose, ' ')}`;

/** What an admin writes in the channel that is to have the purpose. */
export const useCommand = (purpose: ChannelPurpose): string =>
  purpose === 'on-call'
    ? 'use this channel for on-call'
    : `use this channel for approvals${nameOf(purpose) === '' ? '' : ` of ${escapeMarkdown(nameOf(purpose))}`}`;

/** That approvers could not be asked, and what an admin is to do; for messages. */
export const unaskedText = (request: AccessRequest): string =>
  unasked(request, (command) => `\`${command}\``);

/** The same for cards, which know no code. */
export const unaskedLine = (request: AccessRequest): string => unasked(request, (command) => `“${command}”`);

function unasked(request: AccessRequest, shown: (command: string) => string): string {
  const purposes = unreachable(request);
  const channels = purposes.map(channelText).join(' and ');
  const commands = purposes.map((purpose) => shown(useCommand(purpose))).join(' or ');
  return `I cannot reach ${channels}, so nobody is asked there. An admin must write ${commands} in the channel that is to decide.`;
}

/** The channels that should ask and could not be written to for good. */
const unreachable = (request: AccessRequest): readonly ChannelPurpose[] =>
  request.decisionCards
    .filter(({ why, former }) => why !== undefined && former === undefined)
    .map(({ channel }) => approvalsPurpose(channel));

const named = (purpose: ChannelPurpose, before: string): string =>
  nameOf(purpose) === '' ? '' : `${before}“${escapeMarkdown(nameOf(purpose))}”`;

const nameOf = (purpose: ChannelPurpose): string => purpose.slice('approvals/'.length);
