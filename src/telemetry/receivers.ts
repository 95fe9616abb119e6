// Who receives metrics and traces: Prometheus, a collector, Azure Monitor. Each is a package of its own, loaded where it is named.
import type { MetricProducer, MetricReader, PushMetricExporter } from '@opentelemetry/sdk-metrics';
import { PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import type { SpanExporter, SpanProcessor } from '@opentelemetry/sdk-trace';
import type { MetricsServer } from './metrics-server.ts';
import type { TelemetrySettings } from './parts.ts';

export interface Receivers {
  readonly readers: readonly MetricReader[];
  readonly processors: readonly SpanProcessor[];
  /** Opens the port for Prometheus; left out: it is off. */
  readonly listen?: () => Promise<MetricsServer>;
}

/** Milliseconds between two reports of metrics to whoever is told, and does not ask. */
const reportEvery = 30_000;

/**
 * @param settings at least one of them is set
 * @param gauges told along with what the instruments have counted
 */
export async function receiversOf(settings: TelemetrySettings, gauges: MetricProducer): Promise<Receivers> {
  const [scraped, collector, monitor] = await Promise.all([
    settings.metrics && prometheus(settings.metrics, gauges),
    settings.otlpEndpoint === undefined ? undefined : otlp(settings.otlpEndpoint),
    settings.azureMonitor === undefined ? undefined : azureMonitor(settings.azureMonitor),
  ]);
  const told = [collector, monitor].filter((each) => each !== undefined);
  return {
    readers: [
      ...(scraped === undefined ? [] : [scraped.reader]),
      ...told.map(({ metrics }) => reporting(metrics, gauges)),
    ],
    processors: await Promise.all(told.map(({ spans }) => batching(spans))),
    ...(scraped && { listen: scraped.listen }),
  };
}

async function prometheus(place: NonNullable<TelemetrySettings['metrics']>, gauges: MetricProducer) {
  const [{ PrometheusExporter, PrometheusSerializer }, { startMetricsServer }] = await Promise.all([
    import('@opentelemetry/exporter-prometheus'),
    import('./metrics-server.ts'),
  ]);
  // Its own server says 200 to what went wrong, and cannot be told to listen on any free port.
  const reader = new PrometheusExporter({ preventServerStart: true, metricProducers: [gauges] });
  const serializer = new PrometheusSerializer('', false, undefined, false, true);
  const scraped = {
    collect: () => reader.collect(),
    serialize: ({ resourceMetrics }: Awaited<ReturnType<typeof reader.collect>>) =>
      serializer.serialize(resourceMetrics),
  };
  return { reader, listen: () => startMetricsServer(place, scraped) };
}

/** Headers, such as a key, and a certificate are read by the exporter itself from `OTEL_EXPORTER_OTLP_…`. */
async function otlp(endpoint: string): Promise<Told> {
  const [{ OTLPMetricExporter }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/exporter-metrics-otlp-http'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  // https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp
  const base = endpoint.replace(/\/+$/, '');
  return {
    metrics: new OTLPMetricExporter({ url: `${base}/v1/metrics` }),
    spans: new OTLPTraceExporter({ url: `${base}/v1/traces` }),
  };
}

async function azureMonitor(connectionString: string): Promise<Told> {
  const { AzureMonitorMetricExporter, AzureMonitorTraceExporter } = await import(
    '@azure/monitor-opentelemetry-exporter'
  );
  // What could not be sent is not kept on a disk that may be nobody's.
  const options = { connectionString, disableOfflineStorage: true };
  return {
    metrics: new AzureMonitorMetricExporter(options),
    spans: new AzureMonitorTraceExporter(options),
  };
}

interface Told {
  readonly metrics: PushMetricExporter;
  readonly spans: SpanExporter;
}

const reporting = (exporter: PushMetricExporter, gauges: MetricProducer): MetricReader =>
  new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: reportEvery,
    metricProducers: [gauges],
  });

async function batching(exporter: SpanExporter): Promise<SpanProcessor> {
  const { BatchSpanProcessor } = await import('@opentelemetry/sdk-trace');
  return new BatchSpanProcessor({ exporter });
}
