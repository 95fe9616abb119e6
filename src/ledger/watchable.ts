// What a watch over all ports reads of the books: which requests changed, and those requests.
import type { Ledger } from '../access/ledger-port.ts';
import { isoOf } from '../domain/time.ts';
import type { Database } from './database.ts';
import { requestFrom } from './request-schema.ts';
import { textIn } from './rows.ts';
import { all, documents, savedSince } from './watch-statements.ts';

/** The ledger's part that concerns the watch. */
export const createWatchable = (database: Database): Pick<Ledger, 'watchable' | 'loadAll'> => ({
  watchable: async (since) => {
    const rows =
      since === undefined ? await database.query(all) : await database.query(savedSince, [isoOf(since)]);
    return rows.map((row) => {
      const { version } = row;
      if (typeof version !== 'number') throw new TypeError('a request has no version');
      return { id: textIn(row, 'id'), version };
    });
  },

  loadAll: async (ids) => {
    const rows = await database.query(documents, [JSON.stringify(ids)]);
    return rows.map((row) => requestFrom(row.document));
  },
});
