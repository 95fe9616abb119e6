// Runs statements of the embedded database, each parsed and planned once: that costs several times what running it does.
import { type PGlite, parse, protocol } from '@electric-sql/pglite';
import type { Row } from './database.ts';

interface Prepared {
  readonly name: string;
  /** Of its parameters, as PostgreSQL sees them. */
  readonly types: readonly number[];
  /** What PostgreSQL says of its columns, needed to read the rows. */
  readonly columns: Awaited<ReturnType<PGlite['execProtocolStream']>>;
}

/** The ledger and its jobs use about forty different texts. */
const usualMost = 200;

/** Runs one statement, inside of a transaction or not. To be called one at a time: answers do not name their question. */
export type Run = (text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/**
 * How statements of this session are run. A plan is kept for as long as the session lasts, also one made while the
 * tables were empty, so statements must be written to go by an index even then.
 * @param most texts to keep prepared at a time; the oldest gives way
 */
export function createPrepared(pglite: PGlite, most = usualMost): Run {
  const known = new Map<string, Prepared>();
  let named = 0;

  return async (text, values) => {
    // A session that is gone answers with a memory fault of WebAssembly, not with an error to understand.
    if (pglite.closed) throw new Error('The embedded database is closed.');
    const prepared = known.get(text) ?? (await prepare(text));
    const { bind, execute, sync } = protocol.serialize;
    const bound = bind({ statement: prepared.name, values: values.map(asTextFor(prepared)) });
    const messages = await pglite.execProtocolStream(joined([bound, execute({}), sync()]));
    const [result] = parse.parseResults([...prepared.columns, ...messages], pglite.parsers);
    return result?.rows ?? [];
  };

  async function prepare(text: string): Promise<Prepared> {
    const { parse: plan, describe, sync } = protocol.serialize;
    await makeRoom();
    named += 1;
    const name = `jit${named}`;
    const said = await pglite.execProtocolStream(
      joined([plan({ name, text }), describe({ type: 'S', name }), sync()]),
    );
    const types = parse.parseDescribeStatementResults(said);
    const prepared = { name, types, columns: said.filter((each) => each.name === 'rowDescription') };
    known.set(text, prepared);
    return prepared;
  }

  async function makeRoom(): Promise<void> {
    const [oldest] = known;
    if (known.size < most || oldest === undefined) return;
    const [text, { name }] = oldest;
    known.delete(text);
    const { close, sync } = protocol.serialize;
    await pglite.execProtocolStream(joined([close({ type: 'S', name }), sync()]));
  }

  function asTextFor({ types }: Prepared) {
    return (value: unknown, index: number) => {
      if (value === null || value === undefined) return null;
      const serialize = pglite.serializers[types[index] ?? 0];
      return serialize === undefined ? String(value) : serialize(value);
    };
  }
}

/** Several messages at once are one round trip into the database. After an error it skips all that follow up to `sync`. */
const joined = (messages: readonly Uint8Array[]): Uint8Array => Buffer.concat(messages);
