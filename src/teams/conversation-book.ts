// What src/teams needs of the ledger: where conversations are, kept as plain JSON.

/** Conversation references by conversation id, kept across restarts and replicas. */
export interface ConversationBook {
  /** Stores or replaces. @throws Fault */
  remember(conversationId: string, reference: unknown): Promise<void>;
  /** `undefined`: the bot has never been there. @throws Fault */
  recall(conversationId: string): Promise<unknown>;
}
