// Waits until a world has nothing left to do, with its bot alive, and reads the books then.
import { setTimeout as pause } from 'node:timers/promises';
import { type Books, readBooks, unfinished } from './ledger-read.ts';
import type { DoomedWorld } from './world.ts';

/** Leases of the dead, doubts and a rule that may still come take their time, and no longer. */
const longestMs = 330_000;
const quietMs = 1500;

/** @returns the books at rest, or as they are when the time is over. The bot has been stopped by then. */
export async function atRest(world: DoomedWorld): Promise<Books> {
  const deadline = Date.now() + longestMs;
  const embedded = 'dataDir' in world.books;
  if (world.runs.at(-1)?.end !== undefined) {
    world.start();
    await world.ready();
  }
  for (;;) {
    if (embedded) {
      // Its books can be read only when it is not there.
      while (world.quietFor() < quietMs && Date.now() < deadline) await pause(100);
      await world.stop();
    }
    const books = await readBooks(world);
    const done = unfinished(books, Date.now()).length === 0 && books.leased.length === 0;
    if (done || Date.now() > deadline) {
      await world.stop();
      return books;
    }
    if (embedded) {
      world.start();
      await world.ready();
    }
    await pause(embedded ? 3000 : 1000);
  }
}
