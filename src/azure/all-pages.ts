// Reads a list to its end.
import { Fault } from '../access/fault.ts';
import { reading } from './fault-of.ts';

/** A subscription has some thousands of anything at most; a list that goes on after this many pages leads in circles. */
const mostPages = 1000;

interface Pages<Item> {
  byPage(): AsyncIterable<Item[]>;
}

/** @returns the items of all pages. @throws Fault: half a list is never returned */
export function allPages<Item>(list: () => Pages<Item>): Promise<Item[]> {
  return reading(async () => {
    const items: Item[] = [];
    let pages = 0;
    for await (const page of list().byPage()) {
      pages += 1;
      if (pages > mostPages) throw new Fault('unavailable', "Azure's list has no end.");
      items.push(...page);
    }
    return items;
  });
}
