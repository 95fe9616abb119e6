// The ledger in memory that property tests use answers as the real one does, whatever is done to both.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { HistorySubject, Ledger } from '../../src/access/ledger-port.ts';
import type { AccessRequest, Opening } from '../../src/domain/access-request.ts';
import * as approvalMoves from '../../src/domain/approval-moves.ts';
import { approvalsPurpose } from '../../src/domain/channel-purpose.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import type { Move } from '../../src/domain/move.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import {
  aDraft,
  anApproval,
  brokenGlass,
  byApproval,
  grace,
  jitAllow,
  noon,
  terms,
} from '../support/requests.ts';
import { createBench } from './bench-ledgers.ts';

const calls = [
  'create',
  'createFrom',
  'load',
  'lease',
  'save',
  'save',
  'move',
  'move',
  'release',
  'wait',
  'overlooked',
  'currentOf',
  'grants',
  'undecided',
  'watchable',
  'loadAll',
  'note',
  'history',
  'turns',
  'announce',
  'allow',
  'allowancesFor',
  'channel',
  'setChannel',
  'confirmAddress',
  'rememberPersonalChat',
  'claim',
] as const;
const moves = [
  'send',
  'break glass',
  'approve',
  'deny',
  'withdraw',
  'lapse',
  'review',
  'go on',
  'go on',
  'fail',
] as const;

interface Step {
  readonly do: (typeof calls)[number];
  readonly move: (typeof moves)[number];
  readonly owner: number;
  readonly id: number;
  readonly stale: boolean;
  readonly wake: boolean;
  readonly free: boolean;
  readonly seconds: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom(...calls),
  move: fc.constantFrom(...moves),
  owner: fc.nat(1),
  id: fc.nat(1),
  stale: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
  wake: fc.boolean(),
  free: fc.boolean(),
  seconds: fc.constantFrom(1, 20, 60),
});

describe('the ledger in memory', function () {
  this.timeout(120_000);
  let dataDir: string;
  let database: Database;
  let clock = noon;
  let round = 0;
  const now = () => clock;

  const bench = createBench(() => database);
  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'jit-access-memory-'));
    database = await openPglite(dataDir);
  });
  after(async () => {
    await bench.close();
    await database.close();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('answers as the real one', async () => {
    const open = async () => (await bench.open({ now, leaseSeconds: 45, slackSeconds: 0 })).ledger;
    const real = [await open(), await open()];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 20 }), async (steps) => {
        round += 1;
        clock += 10_000_000;
        const books = newBooks();
        const memory = [memoryLedger(books, 'p0', now), memoryLedger(books, 'p1', now)];
        const [inMemory, onDisk] = [
          await play(memory, steps, `r${round}`),
          await play(real, steps, `r${round}`),
        ];
        assert.deepEqual(inMemory, onDisk);
      }),
      { numRuns: 300, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
    );
  });

  /** Plays the steps from the same time on; what every call answered. Only this round's people and things count. */
  async function play(
    ledgers: readonly Ledger[],
    steps: readonly Step[],
    prefix: string,
  ): Promise<readonly unknown[]> {
    const begin = clock;
    const answers: unknown[] = [];
    for (const each of steps) answers.push(await one(each));
    clock = begin;
    return answers;

    async function one(each: Step): Promise<unknown> {
      if (each.do === 'wait') {
        clock += each.seconds * 1000;
        return undefined;
      }
      const ledger = ledgers[each.owner] ?? assert.fail('two processes are needed');
      const name = `${prefix}-${each.id}`;
      return (await onRequests(ledger, each, name)) ?? (await onBooks(ledger, each, name));
    }

    async function onRequests(ledger: Ledger, each: Step, name: string): Promise<unknown> {
      switch (each.do) {
        case 'create':
          return ledger.create(drafted(prefix, name), [entry('created')], now() + 5000);
        case 'load':
          return ledger.load(name);
        case 'lease':
          return ledger.lease(name, now());
        case 'overlooked':
          return (await ledger.overlooked(now(), 1_000_000)).filter(ours).sort();
        case 'undecided':
          return (await ledger.undecided(1_000_000)).filter(ours);
        case 'watchable': {
          const since = each.free ? undefined : now() - each.seconds * 1000;
          return (await ledger.watchable(since)).filter(({ id }) => ours(id)).sort(byId);
        }
        case 'loadAll':
          return [...(await ledger.loadAll([`${prefix}-0`, 'nobody', `${prefix}-1`]))].sort(byId);
        case 'currentOf':
          return ledger.currentOf(`${prefix}-ada`, 1 + each.id);
        case 'grants':
          return ledger.grants(`${name}-machine`, 1 + each.owner);
        case 'createFrom':
        case 'save':
        case 'move':
        case 'release':
          return onStored(ledger, each, name);
        default:
          return undefined;
      }
    }

    async function onStored(ledger: Ledger, each: Step, name: string): Promise<unknown> {
      const stored = await ledger.load(name);
      if (stored === undefined) return 'nothing to save';
      const version = each.stale ? stored.version - 1 : stored.version;
      const request = { ...stored, version } as AccessRequest;
      const wakeAt = each.wake ? now() + 3000 : undefined;
      if (each.do === 'release') return ledger.release(request, wakeAt);
      if (each.do === 'createFrom') {
        const from = { request: { ...request, card: { shown: 'from' } }, entries: [entry('begun from')] };
        // One of few names, so that the origin is taken now and then, by the other request or by one made before.
        const other = drafted(
          prefix,
          each.free ? `${prefix}-${1 - each.id}` : `${prefix}-of-${each.seconds}`,
        );
        return ledger.createFrom(from, other, [entry('made')], now() + 5000);
      }
      const moved = each.do === 'move' ? moveOf(request, each.move) : undefined;
      return ledger.save(moved?.request ?? request, moved?.entries ?? [], wakeAt, each.free);
    }

    async function onBooks(ledger: Ledger, each: Step, name: string): Promise<unknown> {
      switch (each.do) {
        case 'note':
          return ledger.note(entry('noted', { machineId: `${name}-machine` }), each.stale ? 'nobody' : name);
        case 'history': {
          const about: HistorySubject = each.wake
            ? { machineId: `${name}-machine` }
            : { personId: each.free ? `${prefix}-ada` : `${prefix}-actor` };
          const rows = await ledger.history(about, each.seconds);
          return rows.map(({ seq: _, ...row }) => row);
        }
        case 'turns':
          return ledger.turns(begin, now() + (each.wake ? 1 : 0));
        case 'announce':
          await ledger.announce(name, entry('announced'));
          return [await ledger.announced(name), await ledger.announced(`${name}-other`)];
        case 'allow':
          return ledger.allow(allowanceOf(prefix, each), entry('allowed', { id: each.id }));
        case 'allowancesFor':
          return ledger.allowancesFor(`${prefix}-ada`, now());
        case 'channel':
          return ledger.channel(approvalsPurpose(name));
        case 'setChannel':
          return ledger.setChannel(approvalsPurpose(name), channelOf(each), entry('channel-set'));
        case 'confirmAddress': {
          // Now and then one that was confirmed earlier and comes late.
          const confirmed = { address: `203.0.113.${each.seconds}`, at: now() - (each.stale ? 30_000 : 0) };
          await ledger.confirmAddress(name, confirmed, entry('address-confirmed'));
          return [await ledger.confirmedAddress(name), await ledger.confirmedAddress(`${name}-other`)];
        }
        case 'rememberPersonalChat':
          await ledger.rememberPersonalChat(name, `chat-${each.seconds}`);
          return [await ledger.personalChat(name), await ledger.personalChat(`${name}-other`)];
        case 'claim':
          return ledger.claim(name, now(), each.seconds);
        default:
          return undefined;
      }
    }

    function byId(one: { readonly id: string }, other: { readonly id: string }): number {
      return one.id < other.id ? -1 : 1;
    }

    function ours(id: string): boolean {
      return id.startsWith(`${prefix}-`);
    }

    function entry(kind: string, facts = {}) {
      return { at: now(), actor: `${prefix}-actor`, kind, facts };
    }
  }

  function drafted(prefix: string, name: string): AccessRequest {
    const draft = aDraft(name);
    assert.ok(draft.asking.kind === 'form');
    const machine = { ...draft.asking.machine, id: `${name}-machine` };
    const requester = { id: `${prefix}-ada`, name: 'Ada' };
    return { ...draft, requester, asking: { ...draft.asking, machine }, askedAt: now() };
  }

  /** The move, where the state allows it. */
  function moveOf(request: AccessRequest, move: Step['move']): Move | undefined {
    const theirs = { ...terms, machine: { ...terms.machine, id: `${request.id}-machine` } };
    const at = now();
    if (request.state === 'draft') {
      if (move === 'send') return approvalMoves.sentToApprovers(request, theirs, byApproval(), at);
      if (move === 'break glass') return lifecycle.approved(request, theirs, brokenGlass, at);
    }
    if (request.state === 'pending') {
      if (move === 'approve')
        return approvalMoves.granted(request, request.terms, { by: grace, counted: [anApproval()] }, at);
      if (move === 'deny') return approvalMoves.denied(request, grace, 'No.', at);
    }
    if (request.state === 'draft' || request.state === 'pending') {
      if (move === 'withdraw') return lifecycle.withdrawn(request, at);
      if (move === 'lapse') return lifecycle.lapsed(request, at);
    }
    if (request.state === 'approved' && request.grounds.kind === 'break-glass' && move === 'review')
      return approvalMoves.reviewed({ ...request, grounds: request.grounds }, grace, 'Seen.', at);
    return move === 'go on' || move === 'fail' ? granted(request, move, at) : undefined;
  }

  /** A step of a grant's own: to its next state, or to its failure. */
  function granted(request: AccessRequest, move: 'go on' | 'fail', at: number): Move | undefined {
    const sight = { kind: 'open', address: '10.0.0.4', rule: jitAllow } as const;
    if (request.state === 'approved')
      return move === 'fail'
        ? lifecycle.failed(request, { code: 'azure-refused', message: 'No.' }, at)
        : lifecycle.attempting(request, at, at);
    if (request.state === 'opening')
      return move === 'fail'
        ? lifecycle.ending(request, at)
        : lifecycle.opened(accepted(request), sight, at, at);
    if (request.state === 'open') return lifecycle.ending(request, at);
    const remains = move === 'fail' ? ({ kind: 'open-by-other-rule' } as const) : undefined;
    return request.state === 'closing' ? lifecycle.closed(request, remains, at) : undefined;
  }

  function accepted(opening: Opening): Opening {
    const [first] = opening.attempts;
    return { ...opening, attempts: [{ ...first, outcome: 'accepted' }] };
  }

  const allowanceOf = (prefix: string, each: Step) => ({
    id: `${prefix}-allowance-${each.id}-${each.seconds}`,
    person: { id: `${prefix}-ada`, name: 'Ada' },
    by: grace,
    machineId: 'machine',
    machine: 'web-01',
    port: 3389,
    from: now() - (each.wake ? 0 : -10_000),
    until: now() + each.seconds * 1000,
  });

  const channelOf = (each: Step) => {
    if (each.stale) return undefined;
    const conversationId = `19:${each.seconds}`;
    return each.wake ? { conversationId } : { conversationId, teamGroupId: 'team' };
  };
});
