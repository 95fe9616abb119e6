// A ledger in memory for property tests; test/ledger/memory-ledger.test.ts holds it to the real one.
import type { AuditRow, Channel, Ledger } from '../../src/access/ledger-port.ts';
import { type AccessRequest, isEnded, sentOf } from '../../src/domain/access-request.ts';
import type { Allowance } from '../../src/domain/allowance.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import { ruleOf } from '../../src/domain/grounds.ts';
import type { ConfirmedAddress } from '../../src/domain/learned-address.ts';

interface Row {
  request: AccessRequest;
  /** The machine it named last. */
  machineId: string | undefined;
  savedAt: number;
  wakeAt: number | undefined;
  lease: { owner: string; until: number } | undefined;
}

/** What several processes share: one set of books. */
export interface Books {
  readonly rows: Map<string, Row>;
  /** Oldest first; without `requesterName`, which belongs to the request. */
  readonly audit: AuditRow[];
  readonly channels: Map<string, Channel>;
  readonly conversations: Map<string, unknown>;
  readonly allowances: Map<string, Allowance>;
  readonly announcements: Set<string>;
  readonly addresses: Map<string, ConfirmedAddress>;
  readonly personalChats: Map<string, string>;
  readonly claims: Map<string, { readonly owner: string; readonly until: number }>;
}

export const newBooks = (): Books => ({
  rows: new Map(),
  audit: [],
  channels: new Map(),
  conversations: new Map(),
  allowances: new Map(),
  announcements: new Set(),
  addresses: new Map(),
  personalChats: new Map(),
  claims: new Map(),
});

const copy = <T>(value: T): T => structuredClone(value);

/** A process' view of the books. `now` stands for the application's clock. */
export function memoryLedger(books: Books, owner: string, now: () => number, leaseSeconds = 45): Ledger {
  const leased = () => ({ owner, until: now() + leaseSeconds * 1000 });
  return {
    async create(request, entries, wakeAt) {
      const before = sameOrigin(books, request);
      if (before !== undefined) return { created: false, request: copy(before) };
      const stored = copy({ ...request, version: 1 });
      books.rows.set(request.id, {
        request: stored,
        machineId: machineOf(stored),
        savedAt: stored.askedAt,
        wakeAt,
        lease: leased(),
      });
      for (const entry of entries) record(books, entry, stored);
      return { created: true, request: copy(stored) };
    },
    async createFrom(from, request, entries, wakeAt) {
      const held = books.rows.get(from.request.id)?.request;
      if (held?.version !== from.request.version) return 'conflict';
      const before = sameOrigin(books, request);
      if (before !== undefined) return { created: false, from: copy(held), request: copy(before) };
      const moved = await this.save(from.request, from.entries);
      const { request: made } = await this.create(request, entries, wakeAt);
      return moved === 'conflict' ? 'conflict' : { created: true, from: moved, request: made };
    },
    async load(id) {
      return copy(books.rows.get(id)?.request);
    },
    async save(request, entries, wakeAt, releaseLease) {
      const row = books.rows.get(request.id);
      if (row === undefined || row.request.version !== request.version) return 'conflict';
      row.request = copy({ ...request, version: request.version + 1 });
      row.machineId = machineOf(row.request) ?? row.machineId;
      row.savedAt = now();
      if (row.lease?.owner === owner) row.lease = leased();
      if (wakeAt !== undefined || releaseLease) row.wakeAt = wakeAt;
      if (releaseLease && row.lease?.owner === owner) row.lease = undefined;
      for (const entry of entries) record(books, entry, row.request);
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
    leaseSeconds,
    async renew(id, at) {
      const lease = books.rows.get(id)?.lease;
      if (lease?.owner !== owner) return false;
      lease.until = Math.max(lease.until, at + leaseSeconds * 1000);
      return true;
    },
    async release(request, wakeAt) {
      const row = books.rows.get(request.id);
      if (row?.request.version !== request.version) return false;
      if (row.lease !== undefined && row.lease.owner !== owner) return true;
      row.lease = undefined;
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
          .sort((one, other) => -oldestFirst(one, other))
          .slice(0, limit),
      );
    },
    async grants(machineId, limit) {
      return copy(
        [...books.rows.values()]
          .filter(({ request, machineId: own }) => isGrant(request) && (machineId ?? own) === own)
          .map(({ request }) => request)
          .sort((one, other) => -oldestFirst(one, other))
          .slice(0, limit),
      );
    },
    async grantsIn(subscriptionId, limit) {
      const all = await this.grants(undefined, Number.POSITIVE_INFINITY);
      return all.filter((request) => machineOf(request)?.split('/')[2] === subscriptionId).slice(0, limit);
    },
    async watchable(since) {
      return [...books.rows.values()]
        .filter(({ request, savedAt }) => isLookedAt(request) && (since === undefined || savedAt >= since))
        .map(({ request: { id, version } }) => ({ id, version }));
    },
    async loadAll(ids) {
      return copy(ids.flatMap((id) => books.rows.get(id)?.request ?? []));
    },
    async undecided(limit) {
      return [...books.rows.values()]
        .map(({ request }) => request)
        .filter(waitsForPeople)
        .sort(oldestFirst)
        .slice(0, limit)
        .map(({ id }) => id);
    },
    async channel(purpose) {
      return copy(books.channels.get(purpose));
    },
    async purposesServed() {
      return new Set(books.channels.keys());
    },
    async setChannel(purpose, channel, entry) {
      const before = books.channels.get(purpose);
      if (channel === undefined) books.channels.delete(purpose);
      else books.channels.set(purpose, copy(channel));
      record(books, entry);
      return copy(before);
    },
    async allow(allowance, entry) {
      if (books.allowances.has(allowance.id)) return;
      books.allowances.set(allowance.id, copy(allowance));
      record(books, entry);
    },
    async allowancesFor(personId, at) {
      const theirs = [...books.allowances.values()].filter(
        ({ person, from, until }) => person.id === personId && from <= at && at < until,
      );
      return copy(theirs.sort((one, other) => one.from - other.from || byText(one.id, other.id)));
    },
    async note(entry, requestId) {
      record(books, entry, requestId === undefined ? undefined : books.rows.get(requestId)?.request);
    },
    async history(about, limit) {
      const isAbout = (row: AuditRow): boolean => {
        const request = row.requestId === undefined ? undefined : books.rows.get(row.requestId);
        if ('machineId' in about)
          return request?.machineId === about.machineId || row.facts.machineId === about.machineId;
        return request?.request.requester.id === about.personId || row.actor === about.personId;
      };
      const found = books.audit.filter(isAbout).reverse().slice(0, limit);
      return copy(found.map((row) => withRequester(books, row)));
    },
    async turns(from, until) {
      const turned = books.audit.flatMap(({ at, kind, requestId, facts }) => {
        const request = requestId === undefined ? undefined : books.rows.get(requestId)?.request;
        return request === undefined || at < from || at >= until
          ? []
          : [{ kind, request, remains: facts.remains !== undefined, seen: 'openedAt' in request }];
      });
      const count = (is: (each: (typeof turned)[number]) => boolean) => turned.filter(is).length;
      return {
        opened: count(({ kind, request }) => kind === 'opened' && request.extends === undefined),
        extended: count(({ kind, request }) => kind === 'opened' && request.extends !== undefined),
        closed: count(({ kind, remains, seen }) => kind === 'closed' && seen && !remains),
        stillOpen: count(({ kind, remains }) => kind === 'closed' && remains),
        unopened: count(
          ({ kind, remains, seen }) => kind === 'failed' || (kind === 'closed' && !seen && !remains),
        ),
      };
    },
    async announced(key) {
      return books.announcements.has(key);
    },
    async announce(key, entry) {
      if (books.announcements.has(key)) return;
      books.announcements.add(key);
      record(books, entry);
    },
    async confirmedAddress(personId) {
      return copy(books.addresses.get(personId));
    },
    async confirmAddress(personId, confirmed, entry) {
      const before = books.addresses.get(personId);
      if (before === undefined || before.at <= confirmed.at) books.addresses.set(personId, copy(confirmed));
      record(books, entry);
    },
    async personalChat(personId) {
      return books.personalChats.get(personId);
    },
    async rememberPersonalChat(personId, conversationId) {
      books.personalChats.set(personId, conversationId);
    },
    async key() {
      return new Uint8Array(32).fill(7);
    },
    async claim(key, at, seconds) {
      const held = books.claims.get(key);
      if (held !== undefined && held.owner !== owner && held.until > at) return false;
      books.claims.set(key, { owner, until: at + seconds * 1000 });
      return true;
    },
    async unclaim(key) {
      if (books.claims.get(key)?.owner === owner) books.claims.delete(key);
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

/** The request that the same message, or click, has made before. */
const sameOrigin = (books: Books, { origin }: AccessRequest): AccessRequest | undefined =>
  [...books.rows.values()].find(
    ({ request }) =>
      request.origin.activityId === origin.activityId &&
      request.origin.conversationId === origin.conversationId,
  )?.request;

/** Adds to the trail, as JSON keeps it. */
function record(books: Books, { rule, ...entry }: AuditEntry, request?: AccessRequest): void {
  const sent = request && sentOf(request);
  const known = rule ?? (sent && ruleOf(sent.grounds));
  books.audit.push({
    ...entry,
    seq: books.audit.length + 1,
    ...(known === undefined ? {} : { rule: known }),
    ...(request === undefined ? {} : { requestId: request.id }),
    facts: JSON.parse(JSON.stringify(entry.facts)),
  });
}

function withRequester(books: Books, row: AuditRow): AuditRow {
  const request = row.requestId === undefined ? undefined : books.rows.get(row.requestId)?.request;
  return request === undefined ? row : { ...row, requesterName: request.requester.name };
}

function machineOf(request: AccessRequest): string | undefined {
  if (request.state === 'draft' && request.asking.kind === 'form') return request.asking.machine.id;
  return sentOf(request)?.terms.machine.id;
}

const isLookedAt = ({ state }: AccessRequest): boolean => ['opening', 'open', 'closing'].includes(state);

const isGrant = ({ state }: AccessRequest): boolean =>
  ['approved', 'opening', 'open', 'closing'].includes(state);

function waitsForPeople(request: AccessRequest): boolean {
  const grounds = sentOf(request)?.grounds;
  return request.state === 'pending' || (grounds?.kind === 'break-glass' && grounds.review === undefined);
}

const oldestFirst = (one: AccessRequest, other: AccessRequest): number =>
  one.askedAt - other.askedAt || byText(one.id, other.id);

const byText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
