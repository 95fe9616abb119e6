// Collects statements that wait for the database at the same time, so that they share one commit.
import { setImmediate as loopTurn } from 'node:timers/promises';
import type { Row } from './database.ts';
import type { InTurn } from './in-turn.ts';
import type { Statement } from './prepared.ts';

/** Longer groups gain nothing, and everybody in a group waits for its last statement. */
const most = 32;

/**
 * @param inTurn waits for the database, then does the work
 * @param run runs statements as one transaction: all take effect, or none
 * @returns what runs one statement by itself as far as its caller can tell: it fails only for its own reasons
 */
export function together(
  inTurn: InTurn,
  run: (statements: readonly Statement[]) => Promise<readonly (readonly Row[])[]>,
): (statement: Statement) => Promise<readonly Row[]> {
  const waiting: { readonly statement: Statement; readonly done: PromiseWithResolvers<readonly Row[]> }[] =
    [];

  return (statement) => {
    const done = Promise.withResolvers<readonly Row[]>();
    waiting.push({ statement, done });
    if (waiting.length === 1) void loopTurn().then(() => inTurn(runGroup));
    return done.promise;
  };

  async function runGroup(): Promise<void> {
    const group = waiting.splice(0, most);
    if (waiting.length > 0) void inTurn(runGroup);
    try {
      const answers = await run(group.map(({ statement }) => statement));
      for (const [index, { done }] of group.entries()) done.resolve(answers[index] ?? []);
    } catch (error) {
      const [only, ...others] = group;
      if (others.length === 0) only?.done.reject(error);
      // None took effect, and one is to blame: each by itself tells which.
      else for (const { statement, done } of group) done.resolve(alone(statement));
    }
  }

  async function alone(statement: Statement): Promise<readonly Row[]> {
    const [rows] = await inTurn(() => run([statement]));
    return rows ?? [];
  }
}
