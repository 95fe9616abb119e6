// What telemetry is asked for, and what it gives.
import type { Hear } from '../access/happenings.ts';
import type { Steps } from '../access/steps.ts';
import type { Standings } from './gauges.ts';

export interface TelemetrySettings {
  /** Where Prometheus scrapes. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined;
  /** Base URL of a collector that speaks OTLP over HTTP. */
  readonly otlpEndpoint: string | undefined;
  /** Connection string of Application Insights. Never logged. */
  readonly azureMonitor: string | undefined;
}

/** Which process the numbers are of. */
export interface Identified {
  readonly version: string;
  /** Unique among the replicas. */
  readonly instance: string;
}

export interface Telemetry {
  /** Whether anybody listens. */
  readonly on: boolean;
  readonly hear: Hear;
  readonly steps: Steps;
  /** Begins to tell how things stand, and to answer scrapes. @throws the socket's error, such as EADDRINUSE */
  start(standings: Standings): Promise<void>;
  /** Sends what was not sent yet, for some seconds at most. Never rejects. */
  stop(): Promise<void>;
}
