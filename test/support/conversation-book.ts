// A conversation book in memory.
import { Fault } from '../../src/access/fault.ts';
import type { ConversationBook } from '../../src/teams/conversation-book.ts';

interface Write {
  readonly conversationId: string;
  readonly reference: unknown;
}

export function bookInMemory(): ConversationBook & { readonly writes: Write[]; failNext(): void } {
  const references = new Map<string, string>();
  const writes: Write[] = [];
  let failing = false;
  return {
    writes,
    /** The next write finds the database gone. */
    failNext() {
      failing = true;
    },
    async remember(conversationId, reference) {
      const fails = failing;
      failing = false;
      if (fails) throw new Fault('unavailable', 'The database cannot be reached.');
      writes.push({ conversationId, reference });
      references.set(conversationId, JSON.stringify(reference));
    },
    async recall(conversationId) {
      const json = references.get(conversationId);
      return json === undefined ? undefined : JSON.parse(json);
    },
  };
}
