// Rows of the embedded database that are read on every turn and hardly ever written: kept, because nobody else can change them.
import type { Row } from './database.ts';
import type { Statement } from './prepared.ts';

type Rows = readonly Row[];
export type RunOne = (statement: Statement) => Promise<Rows>;

export interface KnownRows {
  /** What runs statements by themselves, answering from memory where it can. */
  readonly run: RunOne;
  /** Something else may have changed any of the tables. */
  forget(): void;
}

/** Written when somebody confirms, sets, allows or moves to another chat; read by every turn. */
const tables = ['channels', 'addresses', 'allowances', 'conversations'];
/** Of one table: people, conversations. A row is about a kilobyte. */
const usualMost = 5000;

interface Table {
  /** Answers by statement and values. */
  readonly answers: Map<string, Rows>;
  /** Counts writes: what was asked before one, and answered after it, may be either. */
  writes: number;
}

/** What a statement does to the tables that are kept: looks at one and at nothing else, or changes some. */
type Effect = { readonly reads: Table } | { readonly changes: readonly Table[] };

/**
 * A statement that begins with `select` and names one of the tables and no other is answered from memory the second
 * time; any other one that names them drops what is kept of them, before and after it runs.
 * @param run runs one statement, those asked first first
 */
export function knownRows(run: RunOne, most = usualMost): KnownRows {
  const kept = new Map(tables.map((name): [string, Table] => [name, { answers: new Map(), writes: 0 }]));
  const effects = new Map<string, Effect>();

  return {
    run: async (statement) => {
      const effect = effects.get(statement.text) ?? effectOf(statement.text);
      if ('reads' in effect) return read(effect.reads, statement);
      for (const table of effect.changes) changed(table);
      try {
        return await run(statement);
      } finally {
        for (const table of effect.changes) changed(table);
      }
    },
    forget: () => {
      for (const table of kept.values()) changed(table);
    },
  };

  async function read(table: Table, statement: Statement): Promise<Rows> {
    const key = JSON.stringify([statement.text, statement.values]);
    const known = table.answers.get(key);
    if (known !== undefined) return known;
    const { writes } = table;
    const rows = await run(statement);
    if (table.writes !== writes) return rows;
    const oldest = table.answers.size < most ? undefined : table.answers.keys().next().value;
    if (oldest !== undefined) table.answers.delete(oldest);
    table.answers.set(key, rows);
    return rows;
  }

  function effectOf(text: string): Effect {
    const named = new Set([...text.matchAll(/\bjit\.(\w+)/g)].map(([, name = '']) => name));
    const touched = [...named].flatMap((name) => kept.get(name) ?? []);
    const [only] = touched;
    const looks = /^\s*select\b/i.test(text) && named.size === 1 && only !== undefined;
    const effect = looks ? { reads: only } : { changes: touched };
    effects.set(text, effect);
    return effect;
  }
}

function changed(table: Table): void {
  table.writes += 1;
  table.answers.clear();
}
