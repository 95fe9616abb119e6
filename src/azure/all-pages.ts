// Reads a list to its end.
import { Fault } from '../access/fault.ts';
import { reading } from './fault-of.ts';

/** A subscription has some thousands of anything at most; a list that goes on after this many pages leads in circles. */
const mostPages = 1000;

export interface Pages<Item> {
  byPage(): AsyncIterable<Item[]>;
}

/**
 * @param take what is kept of a page, so that no more than one is held as Azure sent it; left out: its items
 * @returns what was kept of all pages. @throws Fault: half a list is never returned
 */
export function allPages<Item>(list: () => Pages<Item>): Promise<Item[]>;
export function allPages<Item, Taken>(
  list: () => Pages<Item>,
  take: (page: readonly Item[]) => readonly Taken[],
): Promise<Taken[]>;
export function allPages(
  list: () => Pages<unknown>,
  take = (page: readonly unknown[]) => page,
): Promise<unknown[]> {
  return reading(async () => {
    const taken: unknown[] = [];
    let pages = 0;
    for await (const page of list().byPage()) {
      pages += 1;
      if (pages > mostPages) throw new Fault('unavailable', "Azure's list has no end.");
      for (const one of take(page)) taken.push(one);
    }
    return taken;
  });
}
