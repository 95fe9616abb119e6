// One message of the chat, with what each person sees of it.

/** An Adaptive Card as JSON. */
export type CardJson = Readonly<Record<string, unknown>>;

/** What only one person sees under a card: the bot's answer to their click. */
export interface Note {
  readonly tone: 'info' | 'error';
  readonly text: string;
}

/** A button over the composer. */
export interface Suggestion {
  readonly title: string;
  readonly value: string;
}

/** What became of a person's message: `unheard` is a group message that does not mention the bot. */
export type Delivery = 'sending' | 'delivered' | 'unheard' | 'failed';

/** What a message says. */
export interface Content {
  /** Of the bot: Markdown. Of a person: plain text. */
  readonly text: string;
  /** Spellings in `text` (such as `<at>JIT Access</at>`) that are true mentions. */
  readonly mentions: readonly string[];
  readonly card?: CardJson;
  readonly suggestions: readonly Suggestion[];
}

/** A message. `content.card` is everyone's card; `views` are the cards single people see in its place. */
export interface ChatMessage {
  readonly id: string;
  /** Without `;messageid=`. */
  readonly conversationId: string;
  /** Id of the post this belongs to; of a channel's first post and outside channels, its own id. */
  readonly threadId: string;
  /** Id of the activity that the bot answers with it, as it says. */
  readonly replyTo?: string | undefined;
  /** Entra object id, or `bot`. */
  readonly from: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly content: Content;
  /** How often the bot replaced it. */
  readonly edits: number;
  readonly delivery: Delivery;
  readonly views: Readonly<Record<string, CardJson>>;
  readonly notes: Readonly<Record<string, Note>>;
}

/** The card this person sees now. */
export const cardFor = (message: ChatMessage, personId: string): CardJson | undefined =>
  message.views[personId] ?? message.content.card;
