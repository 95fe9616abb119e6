// Prometheus, which asks: what it is answered, and the port for that.
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import type { MetricProducer, MetricReader } from '@opentelemetry/sdk-metrics';
import { type MetricsServer, startMetricsServer } from '../metrics-server.ts';
import type { TelemetrySettings } from '../parts.ts';

export interface Asked {
  readonly reader: MetricReader;
  /** Opens the port. */
  readonly listen: () => Promise<MetricsServer>;
}

/** @param gauges told along with what the instruments have counted */
export function prometheus(place: NonNullable<TelemetrySettings['metrics']>, gauges: MetricProducer): Asked {
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
