// Says hello once where the bot is installed; install events come again, and the greeting must not.
import { type Activity, ActivityTypes, MessageFactory, type Middleware } from 'botbuilder';
import { helpAnswer } from '../../cards/answers.ts';
import type { Seconds } from '../domain/time.ts';
import type { ConversationBook } from '../teams/conversation-book.ts';
import { localeOf } from '../teams/said.ts';
import { isPersonal } from './their-language.ts';

/**
 * Teams tells of one installation twice, at about the same time, and only one of the two says in which language the client
 * is: `installationUpdate` does (MicrosoftDocs/msteams-docs#5117), new members never did (#896, #3984). So long the other
 * one is waited for; it may have gone to another process.
 */
const untilTheOther: Seconds = 1;

/**
 * To be registered before the middleware that remembers conversations (what is remembered was greeted), and after the one
 * that speaks the language of an event.
 * @param pause does not keep the process alive
 */
export function welcoming(book: ConversationBook, pause: (seconds: Seconds) => Promise<unknown>): Middleware {
  const greeting = new Set<string>();
  /** Ends the waits in a conversation. */
  const waiting = new Map<string, PromiseWithResolvers<void>>();

  /** Until somebody has greeted there, or enough time has passed. */
  async function othersFirst(id: string): Promise<void> {
    const wait = waiting.get(id) ?? Promise.withResolvers<void>();
    waiting.set(id, wait);
    await Promise.race([wait.promise, pause(untilTheOther)]);
    waiting.delete(id);
  }

  return {
    async onTurn(context, next) {
      const { activity } = context;
      const { id } = activity.conversation;
      if (!isInstallation(activity) || greeting.has(id)) return next();
      if (saysNoLanguage(activity) && (await book.recall(id)) === undefined) await othersFirst(id);
      if (greeting.has(id)) return next();
      greeting.add(id);
      try {
        const known = (await book.recall(id)) !== undefined;
        await next();
        if (!known) await context.sendActivity(MessageFactory.text(helpAnswer()));
      } finally {
        greeting.delete(id);
        waiting.get(id)?.resolve();
      }
    },
  };
}

/** Where several read, no event's language matters. */
const saysNoLanguage = (activity: Activity): boolean =>
  isPersonal(activity) && localeOf(activity) === undefined;

/** @returns whether the bot itself has come: by either of the two events that say so. */
const isInstallation = ({ type, action, membersAdded, recipient }: Activity): boolean =>
  (type === ActivityTypes.InstallationUpdate && action === 'add') ||
  (type === ActivityTypes.ConversationUpdate && (membersAdded ?? []).some(({ id }) => id === recipient.id));
