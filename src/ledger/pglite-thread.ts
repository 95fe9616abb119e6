// The thread of the embedded database: runs what it is sent, one message after the other, and answers each.
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { Row } from './database.ts';
import { prepareBooks } from './new-books.ts';
import { createPrepared, type Statement } from './prepared.ts';
import { isThisVersion, migrationsRun } from './this-version.ts';

/** Where the database is. */
export interface Place {
  readonly directory: string;
  readonly cacheDir: string | undefined;
}

/** What the thread is sent. Answers carry the same `id`. */
export type Asked = { readonly id: number } & (
  | { readonly run: readonly Sent[] }
  | { readonly script: string }
  | { readonly close: true }
);

/** A statement: its text is sent along the first time, and afterwards only the number it was sent under. */
export interface Sent {
  readonly number: number;
  readonly text?: string;
  readonly values: readonly unknown[];
}

/** What it answers; `id` 0: whether the database could be opened, and a row where its tables are this version's. An error's own fields do not pass between threads. */
export type Answered = { readonly id: number } & (
  | { readonly rows: readonly (readonly Row[])[] }
  | { readonly failed: { readonly message: string; readonly code?: string } }
);

if (parentPort === null) throw new Error('This file is the thread of the embedded database.');
const port = parentPort;
const { directory, cacheDir }: Place = workerData;

/** Some hundred: whoever writes statements writes them in the code. */
const texts = new Map<number, string>();

const answer = (answered: Answered): void => port.postMessage(answered);

try {
  await prepareBooks(directory, cacheDir);
  const pglite = new PGlite(directory);
  await pglite.waitReady;
  const { run } = createPrepared(pglite);
  let last: Promise<unknown> = Promise.resolve();
  port.on('message', (asked: Asked) => {
    last = last
      .then(() => work(pglite, run, asked))
      .then(answer, (error: unknown) => answer(failure(asked.id, error)));
  });
  // Looked at here, because the process's own thread is busy loading code meanwhile.
  const isCurrent = await run([{ text: migrationsRun, values: [] }]).then(
    async ([rows = []]) => isThisVersion(rows),
    () => false,
  );
  answer({ id: 0, rows: isCurrent ? [[{}]] : [] });
} catch (error) {
  answer(failure(0, error));
}

async function work(
  pglite: PGlite,
  run: (statements: readonly Statement[]) => Promise<readonly (readonly Row[])[]>,
  asked: Asked,
): Promise<Answered> {
  const { id } = asked;
  if ('run' in asked) return { id, rows: await run(asked.run.map(statementOf)) };
  if ('script' in asked) await pglite.exec(asked.script);
  else await pglite.close();
  return { id, rows: [] };
}

function statementOf({ number, text = texts.get(number), values }: Sent): Statement {
  if (text === undefined) throw new TypeError(`statement ${number} was never sent`);
  texts.set(number, text);
  return { text, values };
}

function failure(id: number, error: unknown): Answered {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
  return { id, failed: { message, ...(code !== undefined && { code }) } };
}
