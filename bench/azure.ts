// The Azure simulator as a process of its own that counts the calls it gets.
import { startAzureSimulator } from '../sandbox/azure/simulator.ts';

/** ARM calls since the start. */
export interface ArmCalls {
  readonly reads: number;
  readonly others: number;
}

const calls = { reads: 0, others: 0 };

const simulator = await startAzureSimulator({
  journal: (event) => {
    if (event.kind !== 'call') return;
    if (event.method === 'GET') calls.reads += 1;
    else calls.others += 1;
  },
});
process.send?.({ port: Number(new URL(simulator.url).port) });

process.on('message', () => process.send?.(calls));
process.once('SIGTERM', () => process.exit(0));
