// Access requests in the database: created once, saved by compare-and-set, settled by one process at a time.
import type { Ledger } from '../access/ledger-port.ts';
import { type AccessRequest, sentOf } from '../domain/access-request.ts';
import type { AuditEntry } from '../domain/audit.ts';
import { ruleOf } from '../domain/grounds.ts';
import { type Instant, isoOf, type Seconds } from '../domain/time.ts';
import type { Database, Queries } from './database.ts';
import type { JobQueue } from './job-queue.ts';
import { machineOf } from './machine-of.ts';
import { requestFrom } from './request-schema.ts';
import * as sql from './request-statements.ts';
import { instantIn, textIn } from './rows.ts';
import { storableJson, storableText } from './storable.ts';

export interface RequestSettings {
  readonly database: Database;
  readonly jobs: JobQueue;
  /** This process, among all that share the database. */
  readonly owner: string;
  readonly leaseSeconds: Seconds;
  /** How long past its time a wake-up counts as overlooked. */
  readonly slackSeconds: Seconds;
  readonly now: () => Instant;
}

type Requests = Pick<
  Ledger,
  | 'create'
  | 'createFrom'
  | 'load'
  | 'save'
  | 'lease'
  | 'leaseSeconds'
  | 'renew'
  | 'release'
  | 'overlooked'
  | 'currentOf'
  | 'grants'
  | 'grantsIn'
  | 'undecided'
>;

// Every draft would leave a job for its lapse a day later, nearly always for nothing, and the job is another statement. The sweep finds drafts by `wake_at`; half a minute late is early enough for a lapse.
const draftHorizon: Seconds = 600;
// Just after the lease's end, so that the job does not find it still held by the breadth of a clock.
const leaseMargin: Seconds = 1;

/** The ledger's part that concerns requests. */
export const createRequests = (settings: RequestSettings): Requests => {
  const { database, jobs, owner, leaseSeconds, slackSeconds, now } = settings;
  const leaseEnd = (from: Instant): Instant => from + leaseSeconds * 1000;

  /** The wake-up is only the column: if this process dies, the sweep finds it. A job would slow down every first answer. */
  const create: Requests['create'] = async (request, entries, wakeAt) => {
    const first = { ...request, version: 1 };
    const [row] = await database.query(sql.create, creationValues(first, entries, wakeAt));
    if (row?.created === true) return { created: true, request: first };
    return { created: false, request: await madeBefore(database, request) };
  };

  const creationValues = (first: AccessRequest, entries: readonly AuditEntry[], wakeAt: Instant) => [
    storableText(first.id),
    first.state,
    storableText(first.requester.id),
    storableText(first.origin.conversationId),
    storableText(first.origin.activityId),
    isoOf(wakeAt),
    owner,
    isoOf(leaseEnd(now())),
    storableJson(first),
    isoOf(first.askedAt),
    storableJson(stored(entries, first)),
    ...machineValues(first),
  ];

  // Held first, so that nothing was written yet where the answer is that nothing is to be.
  const createFrom: Requests['createFrom'] = (from, request, entries, wakeAt) =>
    database.transaction(async (transaction) => {
      const values = [storableText(from.request.id), from.request.version];
      const [held] = await transaction.query(sql.hold, values);
      if (held === undefined) return 'conflict';
      const first = { ...request, version: 1 };
      const [row] = await transaction.query(sql.create, creationValues(first, [], wakeAt));
      if (row?.created !== true) {
        const before = await madeBefore(transaction, request);
        return { created: false, from: requestFrom(held.document), request: before };
      }
      const moved = await write(transaction, from.request, from.entries, undefined, false, now());
      if (moved === 'conflict') throw new TypeError(`request ${from.request.id} moved while it was held`);
      // Last, so that a history tells of the one before the other.
      const trail = [storableText(first.id), storableJson(stored(entries, first))];
      await transaction.query(sql.trailOfNew, trail);
      return { created: true, from: moved.next, request: first };
    });

  /** Asked by itself: what another delivery committed while the first statement ran, only a new one can see. */
  const madeBefore = async (queries: Queries, { origin }: AccessRequest): Promise<AccessRequest> => {
    const values = [storableText(origin.conversationId), storableText(origin.activityId)];
    const [existing] = await queries.query(sql.byOrigin, values);
    return requestFrom(existing?.document);
  };

  const load: Requests['load'] = async (id) => {
    const [row] = await database.query(sql.load, [storableText(id)]);
    return row && requestFrom(row.document);
  };

  const save: Requests['save'] = async (request, entries, wakeAt, releaseLease = false) => {
    const savedAt = now();
    const lapseOnly =
      request.state === 'draft' && wakeAt !== undefined && wakeAt - savedAt > draftHorizon * 1000;
    const written = await write(database, request, entries, wakeAt, releaseLease, savedAt);
    if (written === 'conflict') return 'conflict';
    const { next, before } = written;
    if (wakeAt === undefined || lapseOnly) return next;
    if (before !== wakeAt) await jobs.add({ requestId: next.id, at: wakeAt });
    jobs.committed(wakeAt);
    return next;
  };

  /** The compare-and-set itself. `before`: when somebody was to look at it so far. */
  async function write(
    queries: Queries,
    request: AccessRequest,
    entries: readonly AuditEntry[],
    wakeAt: Instant | undefined,
    releaseLease: boolean,
    savedAt: Instant,
  ): Promise<{ readonly next: AccessRequest; readonly before: Instant | undefined } | 'conflict'> {
    const next = { ...request, version: request.version + 1 };
    const [row] = await queries.query(sql.save, [
      storableText(next.id),
      request.version,
      next.state,
      storableJson(next),
      isoOf(savedAt),
      isoOrNull(wakeAt),
      releaseLease,
      owner,
      isoOf(leaseEnd(savedAt)),
      storableJson(stored(entries, next)),
      ...machineValues(next),
    ]);
    return row === undefined ? 'conflict' : { next, before: instantIn(row, 'wake_before') };
  }

  const lease: Requests['lease'] = async (id, at) => {
    const until = leaseEnd(at);
    const values = [storableText(id), owner, isoOf(until), isoOf(at)];
    const [row] = await database.query(sql.lease, values);
    if (row === undefined) return { kind: 'missing' };
    // Without `until`, it was taken by somebody else between this statement's snapshot and its write.
    if (row.leased !== true) return { kind: 'busy', until: instantIn(row, 'lease_until') ?? until };
    // Not waited for: it is for when this process does not live to give the lease back.
    void jobs.add({ requestId: id, at: until + leaseMargin * 1000 });
    return { kind: 'leased', request: requestFrom(row.document) };
  };

  const renew: Requests['renew'] = async (id, at) => {
    const values = [storableText(id), owner, isoOf(leaseEnd(at))];
    return (await database.query(sql.renew, values)).length > 0;
  };

  const release: Requests['release'] = async (request, wakeAt) => {
    const values = [storableText(request.id), request.version, owner, isoOrNull(wakeAt)];
    const [row] = await database.query(sql.release, values);
    const left = row && instantIn(row, 'wake_at');
    if (row !== undefined && left !== undefined && left !== instantIn(row, 'wake_before'))
      await jobs.add({ requestId: request.id, at: left });
    if (row !== undefined && wakeAt !== undefined) jobs.committed(wakeAt);
    return row !== undefined;
  };

  const overlooked: Requests['overlooked'] = async (at, limit) => {
    const rows = await database.query(sql.overlooked, [isoOf(at - slackSeconds * 1000), isoOf(at), limit]);
    return rows.map((row) => textIn(row, 'id'));
  };

  const currentOf: Requests['currentOf'] = async (personId, limit) => {
    const rows = await database.query(sql.currentOf, [storableText(personId), limit]);
    return rows.map((row) => requestFrom(row.document));
  };

  const grants: Requests['grants'] = async (machineId, limit) => {
    const rows =
      machineId === undefined
        ? await database.query(sql.grants, [limit])
        : await database.query(sql.grantsOf, [limit, storableText(machineId)]);
    return rows.map((row) => requestFrom(row.document));
  };

  const grantsIn: Requests['grantsIn'] = async (subscriptionId, limit) => {
    const rows = await database.query(sql.grantsIn, [limit, storableText(subscriptionId)]);
    return rows.map((row) => requestFrom(row.document));
  };

  const undecided: Requests['undecided'] = async (limit) =>
    (await database.query(sql.undecided, [limit])).map((row) => textIn(row, 'id'));

  return {
    create,
    createFrom,
    load,
    save,
    lease,
    leaseSeconds,
    renew,
    release,
    overlooked,
    currentOf,
    grants,
    grantsIn,
    undecided,
  };
};

/** Entries as JSON, each with the rule that the request stands on, unless it names one itself. */
function stored(entries: readonly AuditEntry[], request: AccessRequest) {
  const sent = sentOf(request);
  const rule = sent && ruleOf(sent.grounds);
  return entries.map((entry) => ({ ...entry, at: isoOf(entry.at), rule: entry.rule ?? rule }));
}

function machineValues(request: AccessRequest): readonly (string | null)[] {
  const machine = machineOf(request);
  return machine === undefined ? [null, null] : [storableText(machine.id), storableText(machine.name)];
}

const isoOrNull = (instant: Instant | undefined): string | null =>
  instant === undefined ? null : isoOf(instant);
