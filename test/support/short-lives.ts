// One approved request in virtual time, settled by processes that die after some of their writes; each next one goes on from the books.
import assert from 'node:assert/strict';
import type { Ledger } from '../../src/access/ledger-port.ts';
import type { Settle } from '../../src/access/settle.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Instant } from '../../src/domain/time.ts';
import { type Books, memoryLedger } from './memory-ledger.ts';
import { anApproved, noon } from './requests.ts';

/** A ledger that dies after a number of writes, as a killed process does: nothing it does afterwards counts. */
class Killed extends Error {}

const mostWakes = 5000;

export interface Lives {
  readonly books: Books;
  /** Goes on while they live. */
  readonly clock: { at: Instant };
  /** Of the first processes, after how many writes each dies; later ones do not. */
  readonly kills: readonly number[];
  /** A process on its ledger. */
  readonly processOn: (ledger: Ledger) => Pick<Settle, 'settle'>;
  readonly onSaved?: (saved: AccessRequest) => void;
  /** @param wakeAt when somebody will look at it again; `undefined`: nobody will */
  readonly isOver: (request: AccessRequest, wakeAt: Instant | undefined) => boolean;
}

/** Settles it from noon until it is over. @returns it then @throws AssertionError where it is not over and nobody would ever look at it again */
export async function liveThrough({
  books,
  clock,
  kills,
  processOn,
  onSaved,
  isOver,
}: Lives): Promise<AccessRequest> {
  const now = () => clock.at;
  const first = anApproved();
  await memoryLedger(books, 'first', now).create(first, [], noon);
  const row = books.rows.get(first.id) ?? assert.fail('not recorded');
  row.lease = undefined;
  let processes = 0;

  const next = () => {
    const ledger = memoryLedger(books, `p${processes}`, now);
    const deadline = kills[processes] ?? Number.POSITIVE_INFINITY;
    processes += 1;
    let writes = 0;
    return processOn({
      ...ledger,
      save: async (...args: Parameters<Ledger['save']>) => {
        if (writes >= deadline) throw new Killed();
        writes += 1;
        const saved = await ledger.save(...args);
        if (saved !== 'conflict') onSaved?.(saved);
        return saved;
      },
    });
  };

  let running = next();
  for (let wakes = 0; wakes < mostWakes; wakes += 1) {
    try {
      await running.settle(first.id);
    } catch (error) {
      if (!(error instanceof Killed)) throw error;
      running = next();
    }
    const { request, wakeAt } = row;
    if (isOver(request, wakeAt)) return request;
    assert.notEqual(wakeAt, undefined, `nobody would ever look at a request that is ${request.state}`);
    clock.at = Math.max(clock.at + 1, wakeAt ?? 0);
  }
  throw new Error(`never ended: ${JSON.stringify(row.request)}`);
}
