// A message of ours as the activity the Bot Framework sends.
import { type Activity, ActivityTypes, CardFactory } from 'botbuilder';
import type { Message } from '../access/chat-ports.ts';
import type { Person } from '../domain/person.ts';

/**
 * Text or card, never both in one: Teams splits such an activity in two and returns no id.
 * A mention goes in front of the text.
 */
export function activityOf(message: Message): Partial<Activity> {
  switch (message.kind) {
    case 'card':
      return {
        type: ActivityTypes.Message,
        summary: message.summary,
        attachments: [CardFactory.adaptiveCard(message.card)],
      };
    case 'text': {
      if (message.mention === undefined) return { type: ActivityTypes.Message, text: message.text };
      const mention = mentionOf(message.mention);
      return { type: ActivityTypes.Message, text: `${mention.text} ${message.text}`, entities: [mention] };
    }
  }
}

/** Teams takes the Entra object id for a mention; `text` has to stand in the message letter by letter. */
const mentionOf = ({ id, name }: Person) => ({
  type: 'mention',
  text: `<at>${escapeMarkup(name)}</at>`,
  mentioned: { id, name },
});

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
