// How the books stand, counted by the database.
import { z } from 'zod';
import type { ReadStanding } from '../access/standing-port.ts';
import { isoOf } from '../domain/time.ts';
import type { Database } from './database.ts';
import { instantIn } from './rows.ts';
import * as sql from './standing-statements.ts';

const countsRow = z.object({
  state: z.enum(['approved', 'opening', 'open', 'closing']),
  count: z.int(),
  behind: z.int(),
});
const undecidedRow = z.object({ pending: z.int(), unreviewed: z.int() });

/** Three short questions; not one transaction, so that a request that moves meanwhile may be in two counts or in none. */
export const createStanding =
  (database: Pick<Database, 'query'>): ReadStanding =>
  async (now, pace) => {
    const overdueBefore = now - pace.closeGrace * 1000;
    const lateBefore = now - pace.openTimeout * 1000;
    const [granted, [undecided], [first]] = await Promise.all([
      database.query(sql.granted, [overdueBefore, lateBefore]),
      database.query(sql.undecided),
      database.query(sql.firstBehind, [isoOf(now)]),
    ]);
    const rows = granted.map((row) => countsRow.parse(row));
    const inState = (state: string) => rows.find((row) => row.state === state);
    const count = (state: string): number => inState(state)?.count ?? 0;
    const wakeAt = first && instantIn(first, 'wake_at');
    return {
      ...undecidedRow.parse(undecided),
      approved: count('approved'),
      opening: count('opening'),
      open: count('open'),
      closing: count('closing'),
      late: inState('opening')?.behind ?? 0,
      overdue: inState('closing')?.behind ?? 0,
      behindSeconds: wakeAt === undefined ? 0 : (now - wakeAt) / 1000,
    };
  };
