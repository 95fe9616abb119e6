// Spans of ours on OpenTelemetry's. Nothing is registered globally: no package of others is traced, and no header goes out.
import {
  type Tracer as OtelTracer,
  ROOT_CONTEXT,
  type Span,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api';
import type { OpenSpan, Subject } from '../access/about.ts';
import type { Tracer } from '../access/steps.ts';

/** Attributes are `jit_access.…`, and what is said of a step; ids only, nothing that somebody typed. */
export function createTracer(tracer: OtelTracer): Tracer {
  const spans = new WeakMap<OpenSpan, Span>();
  return {
    begin(name, facts, subject, parent, startedAgo) {
      const above = parent && spans.get(parent);
      const span = tracer.startSpan(
        name,
        {
          attributes: { ...named(facts), ...named(subject) },
          ...(startedAgo !== undefined && { startTime: Date.now() - startedAgo }),
        },
        above === undefined ? ROOT_CONTEXT : trace.setSpan(ROOT_CONTEXT, above),
      );
      const { traceId, spanId } = span.spanContext();
      const open: OpenSpan = {
        traceId,
        spanId,
        end(failed) {
          if (failed !== undefined) {
            span.setAttribute('error.type', failed);
            span.setStatus({ code: SpanStatusCode.ERROR });
          }
          span.end();
        },
      };
      spans.set(open, span);
      return open;
    },
  };
}

const named = (facts: Subject | Readonly<Record<string, string | number>>) =>
  Object.fromEntries(Object.entries(facts).map(([key, value]) => [`jit_access.${key}`, value]));
