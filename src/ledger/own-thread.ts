// The embedded database from outside its thread: statements go there, rows and errors come back.
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Row } from './database.ts';
import type { Answered, Asked, Place, Sent } from './pglite-thread.ts';
import type { Statement } from './prepared.ts';

export interface OwnThread {
  /** It was found to have this version's tables. */
  readonly isCurrent: boolean;
  /** As `Prepared.run`. */
  run(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
  /** Several statements separated by semicolons. */
  script(text: string): Promise<void>;
  /** Ends the database and its thread. */
  close(): Promise<void>;
}

/** An error of the database, with its SQLSTATE. */
class DatabaseError extends Error {
  readonly code: string | undefined;

  constructor({ message, code }: { readonly message: string; readonly code?: string }) {
    super(message);
    this.code = code;
  }
}

/** `Omit` would make one type of the three. */
type Question = Asked extends infer One ? (One extends Asked ? Omit<One, 'id'> : never) : never;

/**
 * Opens (or makes) the database. Only work under way keeps the process alive, as in a thread it had of old.
 * @throws Error when it cannot be opened
 */
export async function startOwnThread(place: Place): Promise<OwnThread> {
  // As it came, or bundled.
  const file = new URL(`./pglite-thread${extname(import.meta.filename)}`, import.meta.url);
  const worker = new Worker(file, { workerData: place });
  const waiting = new Map<number, PromiseWithResolvers<readonly (readonly Row[])[]>>();
  /** Of texts that the thread has been sent. */
  const numbers = new Map<string, number>();
  let asked = 0;
  let ended: Error | undefined;

  worker.on('message', (answered: Answered) => {
    const waits = waiting.get(answered.id);
    waiting.delete(answered.id);
    if (waiting.size === 0) worker.unref();
    if ('rows' in answered) waits?.resolve(answered.rows);
    else waits?.reject(new DatabaseError(answered.failed));
  });
  worker.on('error', (cause) => end(new Error('The embedded database broke down.', { cause })));
  worker.on('exit', () => end(new Error('The embedded database is closed.')));
  const found = await wait(asked);

  return {
    isCurrent: found.length > 0,
    run: (statements) => ask({ run: statements.map(sent) }),
    script: async (text) => void (await ask({ script: text })),
    close: async () => {
      if (ended === undefined) await ask({ close: true });
      await worker.terminate();
    },
  };

  function sent({ text, values }: Statement): Sent {
    const number = numbers.get(text);
    if (number !== undefined) return { number, values };
    numbers.set(text, numbers.size);
    return { number: numbers.size - 1, text, values };
  }

  function ask(question: Question): Promise<readonly (readonly Row[])[]> {
    if (ended !== undefined) return Promise.reject(ended);
    asked += 1;
    worker.postMessage({ id: asked, ...question });
    return wait(asked);
  }

  function wait(id: number): Promise<readonly (readonly Row[])[]> {
    const waits = Promise.withResolvers<readonly (readonly Row[])[]>();
    waiting.set(id, waits);
    worker.ref();
    return waits.promise;
  }

  function end(because: Error): void {
    ended ??= because;
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  }
}
