// Says hello once where the bot is installed; install events come again, and the greeting must not.
import { ActivityTypes, MessageFactory, type Middleware } from 'botbuilder';
import { helpAnswer } from '../../cards/answers.ts';
import type { ConversationBook } from '../teams/conversation-book.ts';

/** To be registered before the middleware that remembers conversations: what is remembered was greeted. */
export function welcoming(book: ConversationBook): Middleware {
  return {
    async onTurn(context, next) {
      const { type, action, conversation } = context.activity;
      const installed = type === ActivityTypes.InstallationUpdate && action === 'add';
      const first = installed && (await book.recall(conversation.id)) === undefined;
      await next();
      if (first) await context.sendActivity(MessageFactory.text(helpAnswer()));
    },
  };
}
