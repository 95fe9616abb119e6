// Metrics and traces, where a setting wants them. Nothing of OpenTelemetry is loaded before that is known.
import { hearNothing } from '../access/happenings.ts';
import type { Log } from '../access/log-port.ts';
import { untraced } from '../access/steps.ts';
import type { Identified, Telemetry, TelemetrySettings } from './parts.ts';

const silent: Telemetry = {
  on: false,
  hear: hearNothing,
  steps: untraced,
  start: async () => {},
  stop: async () => {},
};

/** @returns one that does nothing where no setting asks for it */
export async function createTelemetry(
  settings: TelemetrySettings,
  who: Identified,
  log: Pick<Log, 'warn'>,
): Promise<Telemetry> {
  const wanted = Object.values(settings).some((setting) => setting !== undefined);
  if (!wanted) return silent;
  const { openTelemetry } = await import('./open-telemetry.ts');
  return openTelemetry(settings, who, log);
}
