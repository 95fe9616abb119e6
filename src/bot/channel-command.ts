// Admins choose the channels: one hears of ends, lateness and failures, others ask approvers.
import type { TurnContext } from 'botbuilder';
import {
  approvalsNeedChannelAnswer,
  channelElsewhereAnswer,
  channelSetAnswer,
  channelUnsetAnswer,
  notInPersonalChatAnswer,
} from '../../cards/channel-answers.ts';
import { reroute } from '../access/reroute.ts';
import type { ChannelPurpose } from '../domain/channel-purpose.ts';
import type { Command } from '../domain/command/command.ts';
import type { Person } from '../domain/person.ts';
import { channelOf, referenceOf } from '../teams/conversations.ts';
import type { Said } from '../teams/said.ts';
import { teamGroupOf } from '../teams/team-of.ts';
import { refusedAdmin } from './admin-check.ts';
import type { BotParts } from './parts.ts';

/** Sets or unsets a channel for an admin; refuses, and notes the refusal, for everybody else. @throws Fault */
export async function setChannel(
  parts: BotParts,
  said: Said,
  person: Person,
  command: Extract<Command, { kind: 'use-channel' | 'unset-channel' }>,
  context: TurnContext,
): Promise<string> {
  const { ledger, now, log } = parts;
  const { purpose } = command;
  const facts = { purpose, conversation: said.conversationId };
  const entry = (kind: string) => ({ at: now(), actor: person.id, kind, facts });
  const refused = await refusedAdmin(parts, person, purpose, facts);
  if (refused !== undefined) return refused;
  const here = channelOf(referenceOf(context.activity));
  if (command.kind === 'unset-channel') {
    const current = await ledger.channel(purpose);
    // `this channel` means this one: another's job is not undone by a slip of the place.
    const meant = command.anywhere === true || current?.conversationId === here.conversation.id;
    if (current !== undefined && !meant) return channelElsewhereAnswer(purpose);
    const before = await ledger.setChannel(purpose, undefined, entry('channel-unset'));
    return channelUnsetAnswer(purpose, before !== undefined);
  }
  if (said.conversationType === 'personal') return notInPersonalChatAnswer(purpose);
  // Anybody in a group chat can add people to it, and members of the team may be who decides.
  if (purpose !== 'on-call' && said.conversationType !== 'channel') return approvalsNeedChannelAnswer();

  // A mention in a channel comes from a thread; notices begin threads of their own.
  const { id } = here.conversation;
  await ledger.rememberConversation(id, here);
  // Owners of the team are looked up by the team's group; without it they are not known, and nobody counts as one.
  const teamGroupId = await teamGroupOf(context, log);
  const place = { conversationId: id, ...(teamGroupId === undefined ? {} : { teamGroupId }) };
  const before = await ledger.setChannel(purpose, place, entry('channel-set'));
  const waiting = purpose === 'on-call' ? 0 : await reroute(parts, nameOf(purpose), id);
  return channelSetAnswer(purpose, before !== undefined && before.conversationId !== id, waiting);
}

/** Name of an approvals channel, as rules use it. */
const nameOf = (purpose: ChannelPurpose): string =>
  purpose.startsWith('approvals/') ? purpose.slice('approvals/'.length) : '';
