// Runs statements of the embedded database, each parsed and planned once, and those that wait together at one go.
import { type PGlite, parse, protocol } from '@electric-sql/pglite';
import type { Row } from './database.ts';

/** One statement with `$1`, `$2` … and its values. */
export interface Statement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface Prepared {
  /**
   * Runs statements one after the other; outside of a transaction they make one, so that all of them take effect or,
   * when one fails, none. To be called one at a time: answers do not name their question.
   * @throws the first statement's error that failed
   */
  run(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
}

type Messages = Awaited<ReturnType<PGlite['execProtocolStream']>>;

interface Plan {
  readonly name: string;
  /** Of its parameters, as PostgreSQL sees them. */
  readonly types: readonly number[];
  /** What PostgreSQL says of its columns, needed to read the rows. */
  readonly columns: Messages;
}

/** The ledger and its jobs use about forty different texts. */
const usualMost = 200;

/**
 * Statements of this session, planned when first run: planning takes several times what running does. A plan stays as
 * it was made, also while the tables were empty (a vacuum makes it anew, and comes once there are many rows: `upkeep.ts`), so a statement must be written to go by an index even then.
 * @param most plans to keep; the oldest gives way
 */
export function createPrepared(pglite: PGlite, most = usualMost): Prepared {
  const plans = new Map<string, Plan>();
  let named = 0;

  return {
    run: async (statements) => {
      // A session that is gone answers with a memory fault of WebAssembly, not with an error to understand.
      if (pglite.closed) throw new Error('The embedded database is closed.');
      const planned: { readonly plan: Plan; readonly values: readonly unknown[] }[] = [];
      for (const { text, values } of statements)
        planned.push({ plan: plans.get(text) ?? (await makePlan(text)), values });
      const messages = await exchange([
        ...planned.flatMap(({ plan, values }) => [bound(plan, values), execute({})]),
        sync(),
      ]);
      await dropOldest();
      const answers = eachAnswer(messages);
      return planned.map(({ plan }, index) => {
        const [result] = parse.parseResults([...plan.columns, ...(answers[index] ?? [])], pglite.parsers);
        return result?.rows ?? [];
      });
    },
  };

  async function makePlan(text: string): Promise<Plan> {
    named += 1;
    const name = `jit${named}`;
    const said = await exchange([toPlan({ name, text }), describe({ type: 'S', name }), sync()]);
    const types = parse.parseDescribeStatementResults(said);
    const plan = { name, types, columns: said.filter((each) => each.name === 'rowDescription') };
    plans.set(text, plan);
    return plan;
  }

  /** After a run and not while planning for one: what goes might be what the same run is about to use. */
  async function dropOldest(): Promise<void> {
    if (plans.size <= most) return;
    for (const [text, { name }] of [...plans].slice(0, plans.size - most)) {
      plans.delete(text);
      await exchange([close({ type: 'S', name }), sync()]);
    }
  }

  function bound({ name, types }: Plan, values: readonly unknown[]): Uint8Array {
    const texts = values.map((value, index) => {
      if (value === null || value === undefined) return null;
      const serialize = pglite.serializers[types[index] ?? 0];
      return serialize === undefined ? String(value) : serialize(value);
    });
    return bind({ statement: name, values: texts });
  }

  /** Several messages at once are one trip into WebAssembly. After an error PostgreSQL skips the rest up to `sync`. */
  function exchange(messages: readonly Uint8Array[]): Promise<Messages> {
    return pglite.execProtocolStream(Buffer.concat(messages));
  }
}

const { parse: toPlan, describe, bind, execute, close, sync } = protocol.serialize;

/** Messages by statement: each of them ends in `commandComplete`. */
function eachAnswer(messages: Messages): readonly Messages[] {
  const answers: Messages[] = [[]];
  for (const message of messages) {
    answers.at(-1)?.push(message);
    if (message.name === 'commandComplete') answers.push([]);
  }
  return answers;
}
