// Who receives metrics and traces: Prometheus, a collector, Azure Monitor. Each has a file, which is loaded where a setting names
// it. That file, and not this one, imports the package: in a bundle, import() of a CommonJS package has none of its names.
import {
  type MetricProducer,
  type MetricReader,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';
import type { MetricsServer } from '../metrics-server.ts';
import type { TelemetrySettings } from '../parts.ts';

export interface Receivers {
  readonly readers: readonly MetricReader[];
  readonly spans: readonly SpanExporter[];
  /** Opens the port for Prometheus; left out: it is off. */
  readonly listen?: () => Promise<MetricsServer>;
}

/** Milliseconds between two reports of metrics to whoever is told, and does not ask. */
const reportEvery = 30_000;

/**
 * @param settings at least one of them is set
 * @param gauges told along with what the instruments have counted
 */
export async function receiversOf(
  { metrics, otlpEndpoint, azureMonitor }: TelemetrySettings,
  gauges: MetricProducer,
): Promise<Receivers> {
  const [asked, ...mayBeTold] = await Promise.all([
    metrics && import('./prometheus.ts').then(({ prometheus }) => prometheus(metrics, gauges)),
    otlpEndpoint === undefined
      ? undefined
      : import('./collector.ts').then(({ collector }) => collector(otlpEndpoint)),
    azureMonitor === undefined
      ? undefined
      : import('./azure-monitor.ts').then((monitor) => monitor.azureMonitor(azureMonitor)),
  ]);
  const told = mayBeTold.filter((each) => each !== undefined);
  return {
    readers: [
      ...(asked === undefined ? [] : [asked.reader]),
      ...told.map(({ metrics: exporter }) => reporting(exporter, gauges)),
    ],
    spans: told.map(({ spans }) => spans),
    ...(asked && { listen: asked.listen }),
  };
}

const reporting = (exporter: PushMetricExporter, gauges: MetricProducer): MetricReader =>
  new PeriodicExportingMetricReader({
    exporter,
    exportIntervalMillis: reportEvery,
    metricProducers: [gauges],
  });
