// A message of ours as the activity the Bot Framework sends.
import { type Activity, ActivityTypes, CardFactory } from 'botbuilder';
import type { Message } from '../access/chat-ports.ts';
import type { Person } from '../domain/person.ts';

/**
 * Text or card, never both in one: Teams splits such an activity in two and returns no id.
 * Mentions go in front of the text.
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
      const entities = (message.mentions ?? []).map(mentionOf);
      if (entities.length === 0) return { type: ActivityTypes.Message, text: message.text };
      const names = entities.map(({ text }) => text).join(' ');
      return { type: ActivityTypes.Message, text: `${names} ${message.text}`, entities };
    }
  }
}

/** The same without mentions; `undefined`: it has none. */
export function unmentioned(message: Message): Message | undefined {
  if (message.kind === 'card' || message.mentions === undefined || message.mentions.length === 0)
    return undefined;
  return { kind: 'text', text: message.text };
}

/** Teams takes the Entra object id for a mention; `text` has to stand in the message letter by letter. */
const mentionOf = ({ id, name }: Person) => ({
  type: 'mention',
  text: `<at>${escapeMarkup(name)}</at>`,
  mentioned: { id, name },
});

const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
