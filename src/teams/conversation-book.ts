// What src/teams needs of the ledger: where conversations are, kept as plain JSON.

/** Conversation references by conversation id, kept across restarts and replicas. */
export interface ConversationBook {
  /** Stores or replaces. @throws Fault */
  remember(conversationId: string, reference: unknown): Promise<void>;
  /** `undefined`: the bot has never been there. @throws Fault */
  recall(conversationId: string): Promise<unknown>;
}

/** Where people are written to alone, kept across restarts and replicas. */
export interface PersonalChats {
  /** Stores or replaces, by Entra object id in lower case. @throws Fault */
  rememberPersonalChat(personId: string, conversationId: string): Promise<void>;
}
