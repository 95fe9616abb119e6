// A ledger in memory for property tests; test/ledger/memory-ledger.test.ts holds it to the real one.
import type { Ledger } from '../../src/access/ledger-port.ts';
import { type AccessRequest, isEnded } from '../../src/domain/access-request.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';

interface Row {
  request: AccessRequest;
  wakeAt: number | undefined;
  lease: { owner: string; until: number } | undefined;
}

/** What several processes share: one set of books. */
export interface Books {
  readonly rows: Map<string, Row>;
  readonly audit: AuditEntry[];
  readonly channels: Map<string, string>;
  readonly conversations: Map<string, unknown>;
}

export const newBooks = (): Books => ({
  rows: new Map(),
  audit: [],
  channels: new Map(),
  conversations: new Map(),
});

/** A process' view of the books. `now` stands for the application's clock. */
export function memoryLedger(books: Books, owner: string, now: () => number, leaseSeconds = 45): Ledger {
  const copy = <T>(value: T): T => structuredClone(value);
  const leased = () => ({ owner, until: now() + leaseSeconds * 1000 });
  return {
    async create(request, entries, wakeAt) {
      const same = [...books.rows.values()].find(
        ({ request: { origin } }) =>
          origin.activityId === request.origin.activityId &&
          origin.conversationId === request.origin.conversationId,
      );
      if (same !== undefined) return { created: false, request: copy(same.request) };
      const stored = copy({ ...request, version: 1 });
      books.rows.set(request.id, { request: stored, wakeAt, lease: leased() });
      books.audit.push(...copy(entries));
      return { created: true, request: copy(stored) };
    },
    async load(id) {
      return copy(books.rows.get(id)?.request);
    },
    async save(request, entries, wakeAt, releaseLease) {
      const row = books.rows.get(request.id);
      if (row === undefined || row.request.version !== request.version) return 'conflict';
      row.request = copy({ ...request, version: request.version + 1 });
      if (row.lease?.owner === owner) row.lease = leased();
      if (wakeAt !== undefined || releaseLease) row.wakeAt = wakeAt;
      if (releaseLease && row.lease?.owner === owner) row.lease = undefined;
      books.audit.push(...copy(entries));
      return copy(row.request);
    },
    async lease(id, at) {
      const row = books.rows.get(id);
      if (row === undefined) return { kind: 'missing' };
      if (row.lease !== undefined && row.lease.owner !== owner && row.lease.until > at)
        return { kind: 'busy', until: row.lease.until };
      row.lease = { owner, until: at + leaseSeconds * 1000 };
      row.wakeAt = row.lease.until;
      return { kind: 'leased', request: copy(row.request) };
    },
    async release(request, wakeAt) {
      const row = books.rows.get(request.id);
      if (row?.request.version !== request.version) return false;
      if (row.lease?.owner === owner) row.lease = undefined;
      row.wakeAt = wakeAt;
      return true;
    },
    async overlooked(at, limit) {
      return [...books.rows]
        .filter(
          ([, row]) => row.wakeAt !== undefined && row.wakeAt <= at && !(row.lease && row.lease.until > at),
        )
        .slice(0, limit)
        .map(([id]) => id);
    },
    async currentOf(personId, limit) {
      return copy(
        [...books.rows.values()]
          .map(({ request }) => request)
          .filter((request) => request.requester.id === personId && !isEnded(request))
          .sort((one, other) => other.askedAt - one.askedAt)
          .slice(0, limit),
      );
    },
    async channel(purpose) {
      return books.channels.get(purpose);
    },
    async setChannel(purpose, conversationId, entry) {
      const before = books.channels.get(purpose);
      if (conversationId === undefined) books.channels.delete(purpose);
      else books.channels.set(purpose, conversationId);
      books.audit.push(copy(entry));
      return before;
    },
    async note(entry) {
      books.audit.push(copy(entry));
    },
    async rememberConversation(conversationId, reference) {
      books.conversations.set(conversationId, copy(reference));
    },
    async recallConversation(conversationId) {
      return copy(books.conversations.get(conversationId));
    },
    async ping() {},
  };
}
