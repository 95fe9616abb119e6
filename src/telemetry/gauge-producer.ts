// Gauges for OpenTelemetry's readers. The SDK's own go on saying what they were told last, also when nobody knows any more.
import { ValueType } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import {
  AggregationTemporality,
  DataPointType,
  type GaugeMetricData,
  type MetricProducer,
} from '@opentelemetry/sdk-metrics';
import { type Gauge, readGauges, type Standings } from './gauges.ts';

export interface GaugeProducer extends MetricProducer {
  /** From now on there is something to read. */
  begin(standings: Standings): void;
}

export function createGaugeProducer(
  resource: Resource,
  scope: { readonly name: string; readonly version: string },
): GaugeProducer {
  let standings: Standings | undefined;
  return {
    begin(begun) {
      standings = begun;
    },
    async collect() {
      const gauges = standings === undefined ? [] : await readGauges(standings);
      const metrics = gauges.filter(({ readings }) => readings.length > 0).map(asMetric);
      return { resourceMetrics: { resource, scopeMetrics: [{ scope, metrics }] }, errors: [] };
    },
  };
}

function asMetric({ name, description, unit = '', readings }: Gauge): GaugeMetricData {
  const at = Date.now();
  const time: [number, number] = [Math.floor(at / 1000), (at % 1000) * 1_000_000];
  return {
    descriptor: { name, description, unit, valueType: ValueType.DOUBLE },
    aggregationTemporality: AggregationTemporality.CUMULATIVE,
    dataPointType: DataPointType.GAUGE,
    dataPoints: readings.map(({ value, labels = {} }) => ({
      startTime: time,
      endTime: time,
      attributes: { ...labels },
      value,
    })),
  };
}
