// Whoever is told metrics and traces, and does not ask.
import type { PushMetricExporter } from '@opentelemetry/sdk-metrics';
import type { SpanExporter } from '@opentelemetry/sdk-trace';

export interface Told {
  readonly metrics: PushMetricExporter;
  readonly spans: SpanExporter;
}
