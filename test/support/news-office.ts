// Where news are told: channels that are set, posts that end as told, and a clock that tests move.
import type { Message } from '../../src/access/chat-ports.ts';
import type { Fault } from '../../src/access/fault.ts';
import { quietLog } from './chat-model.ts';
import { memoryLedger, newBooks } from './memory-ledger.ts';
import { noon } from './requests.ts';

/** @param posts how each post ends: a fault, or well */
export function newsOffice(
  posts: (Fault | undefined)[] = [],
  channels: readonly string[] = ['approvals', 'on-call'],
) {
  const books = newBooks();
  for (const each of channels) books.channels.set(each as 'approvals', { conversationId: each });
  const told: string[] = [];
  const waited: number[] = [];
  let clock = noon;
  const now = () => clock;
  /** What a process of its own needs to tell of something. */
  const partsOf = (owner: string) => ({
    ledger: memoryLedger(books, owner, now),
    notifier: {
      post: async (conversationId: string, message: Message) => {
        // All replicas are at it by the time the first has been answered.
        await new Promise(setImmediate);
        const fault = posts.shift();
        if (fault !== undefined) throw fault;
        told.push(`${conversationId}: ${message.kind === 'text' ? message.text : message.summary}`);
        return 'm1';
      },
    },
    now,
    log: quietLog,
    pause: async (seconds: number) => waited.push(seconds),
  });
  const pass = (seconds: number) => {
    clock += seconds * 1000;
  };
  return { books, told, waited, partsOf, pass, kinds: () => books.audit.map(({ kind }) => kind) };
}
