// What people were told of a grant, by the words in bold that notices begin with.
import { GROUP_CHAT_ID, ON_CALL_CHANNEL_ID } from '../../sandbox/chat/conversations.ts';
import { ADA } from '../../sandbox/chat/people.ts';
import type { LocalWorld } from './local-world.ts';
import { until } from './until.ts';

/** Answers to `my access` are no notices. @param conversationId left out: Ada's own chat */
export const noticesTo = (world: LocalWorld, conversationId?: string): readonly string[] =>
  world
    .said(conversationId)
    .filter((text) => !text.startsWith('Your access:'))
    .flatMap((text) => /\*\*(\w+):/.exec(text)?.[1] ?? []);

/** Seeing a notice is not yet its record, and what is not recorded is told again: two turns through the same books come after it. */
export async function readyAndRecorded(world: LocalWorld): Promise<void> {
  // On-call hears of it last.
  await until(() => noticesTo(world, ON_CALL_CHANNEL_ID).includes('Ready'), 60);
  for (const _ of [1, 2]) await world.chat.sendAs(ADA.id, GROUP_CHAT_ID, '@JIT Access my access');
}
