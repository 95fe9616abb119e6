// The port for Prometheus: GET /metrics and nothing else, apart from the port that the internet reaches.
import { createServer, type ServerResponse } from 'node:http';
import type { MetricReader } from '@opentelemetry/sdk-metrics';

/** What answers a scrape. */
export type Scraped = Pick<MetricReader, 'collect'> & {
  readonly serialize: (collected: Awaited<ReturnType<MetricReader['collect']>>) => string;
};

export interface MetricsServer {
  readonly port: number;
  stop(): Promise<void>;
}

/** Milliseconds a client may take to send its request. */
const requestMilliseconds = 5000;

/** @param port 0: any free one @throws the socket's error, such as EADDRINUSE */
export async function startMetricsServer(
  { host, port }: { readonly host: string; readonly port: number },
  scraped: Scraped,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    const isGet = request.method === 'GET' || request.method === 'HEAD';
    if (!isGet || request.url?.split('?')[0] !== '/metrics')
      return send(response, 404, 'There is nothing here.\n');
    scraped.collect().then(
      (collected) => send(response, 200, scraped.serialize(collected)),
      () => send(response, 500, 'The metrics could not be collected.\n'),
    );
  });
  server.requestTimeout = requestMilliseconds;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.on('error', reject);
  server.listen(port, host, resolve);
  await promise;
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, status: number, text: string): void {
  // https://prometheus.io/docs/instrumenting/exposition_formats/#basic-info
  response.writeHead(status, {
    'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
