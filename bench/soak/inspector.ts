// Looks into a Node process from outside, over its inspector: nothing in the product is there for it.
import { z } from 'zod';
import { median } from '../statistics.ts';

/** What the process says of itself; memory in bytes, lateness in milliseconds since the look before. */
export interface Inside {
  readonly pid: number;
  /** Used after a full collection. */
  readonly heap: number;
  /** Buffers and WebAssembly's memory. */
  readonly outside: number;
  /** Timers, sockets and the like that keep it alive, by kind. */
  readonly resources: Readonly<Record<string, number>>;
  readonly late: { readonly median: number; readonly p99: number; readonly most: number };
}

export interface Inspector {
  /** Collects garbage first, which takes some tenths of a second. */
  look(): Promise<Inside>;
  close(): void;
}

const toldSchema = z.object({
  pid: z.number(),
  outside: z.number(),
  resources: z.record(z.string(), z.number()),
  late: z.object({ median: z.number(), p99: z.number(), most: z.number() }),
});
type Told = z.infer<typeof toldSchema>;
const answerSchema = z.object({
  id: z.number(),
  result: z.object({ usedSize: z.number().optional() }).optional(),
  error: z.object({ message: z.string() }).optional(),
});
const tellingSchema = z.object({
  method: z.literal('Runtime.bindingCalled'),
  params: z.object({ payload: z.string() }),
});

const telling = 'soakTells';
/**
 * Put into the process once, where it tells of itself every half second: each question that is evaluated leaves its code in the heap, and would be
 * measured as growth. The histogram waits 20 ms each time, so that is no lateness.
 */
const installed = `{
  const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
  const late = monitorEventLoopDelay({ resolution: 20 });
  late.enable();
  setInterval(() => {
    const ms = (nanoseconds) => (Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - 20) : 0);
    const answer = { median: ms(late.percentile(50)), p99: ms(late.percentile(99)), most: ms(late.max) };
    late.reset();
    const { external } = process.memoryUsage();
    const resources = {};
    for (const kind of process.getActiveResourcesInfo()) resources[kind] = (resources[kind] ?? 0) + 1;
    globalThis.${telling}(JSON.stringify({ pid: process.pid, outside: external, resources, late: answer }));
  }, 500).unref();
}`;

/** Of half seconds one whole: as late as it was half of the time, and at the worst. */
const worst = (lates: readonly Inside['late'][]): Inside['late'] => ({
  median: median(lates.map((late) => late.median)),
  p99: Math.max(...lates.map((late) => late.p99)),
  most: Math.max(...lates.map((late) => late.most)),
});

/** Variables that make a Node process open its inspector on any free port of 127.0.0.1. */
export const inspected: Readonly<Record<string, string>> = { NODE_OPTIONS: '--inspect=127.0.0.1:0' };

/** @param output what the process has written, its inspector's address in it. @throws Error when there is none */
export async function openInspector(output: string): Promise<Inspector> {
  const address = /ws:\/\/127\.0\.0\.1:\d+\/[\w-]+/.exec(output)?.[0];
  if (address === undefined) throw new Error(`The bot did not open its inspector:\n${output}`);
  const socket = new WebSocket(address);
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('open', () => resolve());
    socket.addEventListener('error', () => reject(new Error('The inspector cannot be reached.')));
  });
  let lastId = 0;
  const waiting = new Map<number, PromiseWithResolvers<number>>();
  /** What the process told since the look before. */
  let told: Told[] = [];
  let next = Promise.withResolvers<Told>();
  socket.addEventListener('message', ({ data }) => {
    const said: unknown = JSON.parse(String(data));
    const telling = tellingSchema.safeParse(said);
    if (telling.success) {
      const inside = toldSchema.parse(JSON.parse(telling.data.params.payload));
      told.push(inside);
      next.resolve(inside);
      next = Promise.withResolvers();
    }
    // Whatever else it says is news that nobody asked for.
    const answer = answerSchema.safeParse(said);
    if (!answer.success) return;
    const { id, result, error } = answer.data;
    const asked = waiting.get(id);
    waiting.delete(id);
    if (error !== undefined) asked?.reject(new Error(error.message));
    else asked?.resolve(result?.usedSize ?? 0);
  });
  socket.addEventListener('close', () => {
    const gone = new Error('The inspector went away: the bot ended.');
    for (const asked of waiting.values()) asked.reject(gone);
    next.promise.catch(() => undefined);
    next.reject(gone);
  });
  const call = (method: string, params: object = {}): Promise<number> => {
    lastId += 1;
    const asked = Promise.withResolvers<number>();
    waiting.set(lastId, asked);
    socket.send(JSON.stringify({ id: lastId, method, params }));
    return asked.promise;
  };
  await call('HeapProfiler.enable');
  await call('Runtime.enable');
  await call('Runtime.addBinding', { name: telling });
  await call('Runtime.evaluate', { expression: installed });
  return {
    look: async () => {
      const collected = call('HeapProfiler.collectGarbage');
      // Sent right behind it: whatever is made in between would count.
      const heap = await call('Runtime.getHeapUsage');
      await collected;
      const now = await next.promise;
      const lates = told.map(({ late }) => late);
      told = [];
      return { ...now, heap, late: worst(lates) };
    },
    close: () => socket.close(),
  };
}
