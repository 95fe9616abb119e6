// Traces, where somebody is told them: OpenTelemetry's provider, and a tracer of ours on it.
import type { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import { type Steps, tracedBy } from '../access/steps.ts';
import { createTracer } from './tracer.ts';

export interface Traces {
  readonly steps: Steps;
  shutdown(): Promise<void>;
}

/** @param scope the name and version that spans go by */
export function createTraces(
  resource: Resource,
  exporters: readonly SpanExporter[],
  scope: { readonly name: string; readonly version: string },
): Traces {
  const spanProcessors = exporters.map((exporter) => new BatchSpanProcessor({ exporter }));
  const provider = new TracerProvider({ resource, spanProcessors });
  return {
    steps: tracedBy(createTracer(provider.getTracer(scope.name, scope.version))),
    shutdown: () => provider.shutdown(),
  };
}
