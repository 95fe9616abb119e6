// OpenTelemetry's SDK, wired: each exporter is loaded only where a setting names its receiver.
import { DiagLogLevel, diag } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import type { Log } from '../access/log-port.ts';
import { untraced } from '../access/steps.ts';
import { createGaugeProducer } from './gauge-producer.ts';
import { createInstruments } from './instruments.ts';
import type { MetricsServer } from './metrics-server.ts';
import type { Identified, Telemetry, TelemetrySettings } from './parts.ts';
import { receiversOf } from './receivers/receivers.ts';
import { seldom } from './seldom.ts';

const scope = 'jit-access';
const stopMilliseconds = 3000;
const longestMessage = 160;

/** The SDK hands over errors as JSON, with stacks. */
const inShort = (message: string): string =>
  (/"message":"((?:[^"\\]|\\.)*)"/.exec(message)?.[1] ?? message).slice(0, longestMessage);

export async function openTelemetry(
  settings: TelemetrySettings,
  { version, instance }: Identified,
  log: Pick<Log, 'warn'>,
): Promise<Telemetry> {
  const say = seldom((telemetry) => log.warn({ telemetry }, 'Metrics or traces could not be sent'));
  const warn = (message: string) => say(inShort(message));
  const quiet = () => {};
  diag.setLogger({ error: warn, warn, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const resource = resourceFromAttributes({
    'service.name': scope,
    'service.version': version,
    'service.instance.id': instance,
  });

  const gauges = createGaugeProducer(resource, { name: scope, version });
  const { readers, spans, listen } = await receiversOf(settings, gauges);
  const metrics = new MeterProvider({ resource, readers: [...readers] });
  const meter = metrics.getMeter(scope, version);
  const traces =
    spans.length === 0
      ? undefined
      : (await import('./traces.ts')).createTraces(resource, spans, { name: scope, version });
  let server: MetricsServer | undefined;

  return {
    on: true,
    hear: createInstruments(meter),
    steps: traces?.steps ?? untraced,
    async start(standings) {
      gauges.begin(standings);
      server = await listen?.();
    },
    async stop() {
      const ended = Promise.allSettled([server?.stop(), metrics.shutdown(), traces?.shutdown()]);
      const { promise: tooLong, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, stopMilliseconds);
      await Promise.race([ended, tooLong]);
      clearTimeout(timer);
    },
  };
}
