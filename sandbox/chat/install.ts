// Tells the bot once, when it first answers, that it was added to every conversation.
import { setTimeout as pause } from 'node:timers/promises';
import { type Client, installActivities } from './activity-to-bot.ts';
import type { BotLine } from './bot-line.ts';
import { type Conversation, TEAM } from './conversations.ts';
import type { Directory } from './directory.ts';

const RETRY_MS = 500;

/** A team is one installation, told in its General channel. */
const isInstalledIn = (conversation: Conversation): boolean =>
  conversation.kind !== 'channel' || conversation.id === TEAM.id;

/** Resolves when the bot has heard of every place, or the chat closed. The bot may start later than the chat. */
export const install = async (
  directory: Directory,
  line: BotLine,
  serviceUrl: string,
  client: Client,
  now: () => number,
  closed: AbortSignal,
): Promise<void> => {
  const deliver = async (activity: unknown): Promise<void> => {
    while (!closed.aborted && (await line(activity)) === undefined)
      await pause(RETRY_MS, undefined, { signal: closed }).catch(() => undefined);
  };
  for (const conversation of directory.conversations.filter(isInstalledIn)) {
    const person = directory.membersOf(conversation)[0];
    if (person === undefined) continue;
    const id = `f:install-${directory.conversations.indexOf(conversation)}`;
    const at = now();
    const occasion = { id, serviceUrl, person, conversation, threadId: id, at, client };
    await Promise.all(installActivities(occasion).map(deliver));
  }
};
