// Azure Monitor, which is told metrics and traces in its own way.
import { AzureMonitorMetricExporter, AzureMonitorTraceExporter } from '@azure/monitor-opentelemetry-exporter';
import type { Told } from './told.ts';

export function azureMonitor(connectionString: string): Told {
  // What could not be sent is not kept on a disk that may be nobody's.
  const options = { connectionString, disableOfflineStorage: true };
  return {
    metrics: new AzureMonitorMetricExporter(options),
    spans: new AzureMonitorTraceExporter(options),
  };
}
