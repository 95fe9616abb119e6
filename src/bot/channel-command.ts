// Admins choose the channel that hears of ends, lateness and failures.
import type { Activity } from 'botbuilder';
import {
  channelSetAnswer,
  channelUnsetAnswer,
  notAdminAnswer,
  notInPersonalChatAnswer,
} from '../../cards/answers.ts';
import type { Person } from '../domain/person.ts';
import { channelOf, referenceOf } from '../teams/conversations.ts';
import type { Said } from '../teams/said.ts';
import type { BotParts } from './parts.ts';

/** Sets or unsets the on-call channel for an admin; refuses, and notes the refusal, for everybody else. @throws Fault */
export async function setChannel(
  { ledger, admins, now }: BotParts,
  said: Said,
  person: Person,
  use: boolean,
  activity: Activity,
): Promise<string> {
  const entry = (kind: string) => ({
    at: now(),
    actor: person.id,
    kind,
    facts: { purpose: 'on-call', ...where },
  });
  const where = { conversation: said.conversationId };
  if (!admins.includes(person.id)) {
    await ledger.note(entry('channel-refused'));
    return notAdminAnswer();
  }
  if (!use)
    return channelUnsetAnswer(
      (await ledger.setChannel('on-call', undefined, entry('channel-unset'))) !== undefined,
    );
  if (said.conversationType === 'personal') return notInPersonalChatAnswer();

  // A mention in a channel comes from a thread; notices begin threads of their own.
  const channel = channelOf(referenceOf(activity));
  const { id } = channel.conversation;
  await ledger.rememberConversation(id, channel);
  const before = await ledger.setChannel('on-call', id, entry('channel-set'));
  return channelSetAnswer(before !== undefined && before !== id);
}
