// A conversation book in memory.
import { Fault } from '../../src/access/fault.ts';
import type { ConversationBook, PersonalChats } from '../../src/teams/conversation-book.ts';

interface Write {
  readonly conversationId: string;
  readonly reference: unknown;
}

export function bookInMemory(): ConversationBook &
  PersonalChats & {
    readonly writes: Write[];
    /** Whose personal chat was written down, and where. */
    readonly personalChats: (readonly [personId: string, conversationId: string])[];
    failNext(): void;
  } {
  const references = new Map<string, string>();
  const writes: Write[] = [];
  const personalChats: [string, string][] = [];
  let failing = false;
  return {
    writes,
    personalChats,
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
    async rememberPersonalChat(personId, conversationId) {
      personalChats.push([personId, conversationId]);
    },
    async recall(conversationId) {
      const json = references.get(conversationId);
      return json === undefined ? undefined : JSON.parse(json);
    },
  };
}
