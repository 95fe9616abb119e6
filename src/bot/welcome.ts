// Says hello once where the bot is installed; install events come again, and the greeting must not.
import { type Activity, ActivityTypes, MessageFactory, type Middleware } from 'botbuilder';
import { helpAnswer } from '../../cards/answers.ts';
import type { ConversationBook } from '../teams/conversation-book.ts';

/** To be registered before the middleware that remembers conversations: what is remembered was greeted. */
export function welcoming(book: ConversationBook): Middleware {
  // Teams tells of one installation twice, at about the same time.
  const greeting = new Set<string>();

  return {
    async onTurn(context, next) {
      const { id } = context.activity.conversation;
      const first = isInstallation(context.activity) && !greeting.has(id);
      if (!first) return next();
      greeting.add(id);
      try {
        const known = (await book.recall(id)) !== undefined;
        await next();
        if (!known) await context.sendActivity(MessageFactory.text(helpAnswer()));
      } finally {
        greeting.delete(id);
      }
    },
  };
}

/** @returns whether the bot itself has come: by either of the two events that say so. */
const isInstallation = ({ type, action, membersAdded, recipient }: Activity): boolean =>
  (type === ActivityTypes.InstallationUpdate && action === 'add') ||
  (type === ActivityTypes.ConversationUpdate && (membersAdded ?? []).some(({ id }) => id === recipient.id));
