// A collector over real HTTP that takes OTLP as JSON, and keeps the spans and metrics it was sent.
import { createServer } from 'node:http';
import { z } from 'zod';

const attribute = z.object({
  key: z.string(),
  value: z.looseObject({ stringValue: z.string().optional(), intValue: z.unknown().optional() }),
});
const span = z.looseObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attribute),
});
const traces = z.object({
  resourceSpans: z.array(z.looseObject({ scopeSpans: z.array(z.looseObject({ spans: z.array(span) })) })),
});
const metrics = z.object({
  resourceMetrics: z.array(
    z.looseObject({
      scopeMetrics: z.array(z.looseObject({ metrics: z.array(z.looseObject({ name: z.string() })) })),
    }),
  ),
});

export interface KeptSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly KeptSpan[];
  /** Names of metrics. */
  readonly metrics: ReadonlySet<string>;
  /** Everything as it came, for what must not be in it. */
  readonly bodies: readonly string[];
  close(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const spans: KeptSpan[] = [];
  const names = new Set<string>();
  const bodies: string[] = [];

  function take(path: string | undefined, body: string): number {
    bodies.push(body);
    if (path === '/v1/traces') {
      for (const { scopeSpans } of traces.parse(JSON.parse(body)).resourceSpans)
        for (const each of scopeSpans) spans.push(...each.spans.map(kept));
      return 200;
    }
    if (path !== '/v1/metrics') return 404;
    for (const { scopeMetrics } of metrics.parse(JSON.parse(body)).resourceMetrics)
      for (const each of scopeMetrics) for (const { name } of each.metrics) names.add(name);
    return 200;
  }

  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const status = take(request.url, Buffer.concat(parts).toString());
    response.writeHead(status, { 'Content-Type': 'application/json' }).end('{}');
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    metrics: names,
    bodies,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

const kept = ({ name, traceId, spanId, parentSpanId, attributes }: z.infer<typeof span>): KeptSpan => ({
  name,
  traceId,
  spanId,
  parent: parentSpanId === '' ? undefined : parentSpanId,
  attributes: Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
  ),
});
