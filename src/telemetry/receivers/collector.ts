// A collector, which is told metrics and traces by OTLP over HTTP.
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import type { Told } from './told.ts';

/** Headers, such as a key, and a certificate are read by the exporter itself from `OTEL_EXPORTER_OTLP_…`. */
export function collector(endpoint: string): Told {
  // https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp
  const base = endpoint.replace(/\/+$/, '');
  return {
    metrics: new OTLPMetricExporter({ url: `${base}/v1/metrics` }),
    spans: new OTLPTraceExporter({ url: `${base}/v1/traces` }),
  };
}
