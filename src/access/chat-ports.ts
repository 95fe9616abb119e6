// What the broker needs of the chat, in our words. Implemented in src/teams on the Bot Framework.
import type { Person } from '../domain/person.ts';
import type { Urgency } from '../domain/urgency.ts';
import type { SignInAsking } from './sign-in-port.ts';

/** An Adaptive Card as JSON, drawn by cards/. */
export type CardJson = Readonly<Record<string, unknown>>;

/**
 * Something to put into a conversation. `summary`/`text` are already escaped Markdown. `mentions`: whom to notify; their
 * names go in front of the text.
 */
export type Message =
  | { readonly kind: 'card'; readonly card: CardJson; readonly summary: string }
  | { readonly kind: 'text'; readonly text: string; readonly mentions?: readonly Person[] };

/** How something is sent. */
export interface Sending {
  readonly urgency: Urgency;
  /** Whoever is sent away and comes back with the same key keeps their place. */
  readonly key?: string;
  /** Does not wait for its turn for longer than a moment: a Fault says when to come back. */
  readonly passing?: boolean;
}

/** Posts outside of turns. Conversations are named by id; their references are kept in the ledger. */
export interface Notifier {
  /**
   * Posts a new message. @returns the channel's message id.
   * @param sending left out: as `news`
   * @throws Fault (`missing`: the conversation is gone or the bot was removed; `throttled` for `not-yet`: others come first).
   */
  post(conversationId: string, message: Message | SignInAsking, sending?: Sending): Promise<string>;
  /**
   * Replaces a message in place. @returns the id it now has: a lost message is posted anew.
   * @param sending left out: as `refresh`
   * @throws Fault
   */
  update(conversationId: string, messageId: string, message: Message, sending?: Sending): Promise<string>;
}
