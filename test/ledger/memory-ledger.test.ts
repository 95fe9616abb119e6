// The ledger in memory that property tests use answers as the real one does, whatever is done to both.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Database } from '../../src/ledger/database.ts';
import { openPglite } from '../../src/ledger/pglite.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { aDraft, noon } from '../support/requests.ts';
import { createBench } from './bench-ledgers.ts';

interface Step {
  readonly do: 'create' | 'load' | 'lease' | 'save' | 'release' | 'wait' | 'overlooked';
  readonly owner: number;
  readonly id: number;
  readonly stale: boolean;
  readonly wake: boolean;
  readonly free: boolean;
  readonly seconds: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  do: fc.constantFrom('create', 'load', 'lease', 'save', 'save', 'release', 'wait', 'overlooked'),
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
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
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
      { numRuns: 100, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
    );
  });

  /** Plays the steps from the same time on; what every call answered. Only this round's requests count. */
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
      if (each.do === 'overlooked')
        return (await ledger.overlooked(now(), 1_000_000))
          .filter((name) => name.startsWith(`${prefix}-`))
          .sort();
      const name = `${prefix}-${each.id}`;
      if (each.do === 'create') return ledger.create({ ...aDraft(name), askedAt: now() }, [], now() + 5000);
      if (each.do === 'load') return ledger.load(name);
      if (each.do === 'lease') return ledger.lease(name, now());
      const stored = await ledger.load(name);
      if (stored === undefined) return 'nothing to save';
      const version = each.stale ? stored.version - 1 : stored.version;
      const request = { ...stored, version } as AccessRequest;
      const wakeAt = each.wake ? now() + 3000 : undefined;
      if (each.do === 'release') return ledger.release(request, wakeAt);
      return ledger.save(request, [], wakeAt, each.free);
    }
  }
});
