// The Azure simulator with the watch's estate as a process of its own: it tells when it was read, and what it was asked to open.
import { startAzureSimulator } from '../sandbox/azure/simulator.ts';
import { type WatchedAzure, watchEstate } from './watch-estate.ts';

const seen: WatchedAzure = { reads: [], initiated: [] };

const simulator = await startAzureSimulator({
  estate: watchEstate().estate,
  pageSize: 1000,
  journal: (event) => {
    if (event.kind === 'call' && event.method === 'GET' && !event.path.startsWith('/v1.0/'))
      seen.reads.push(event.at);
    if (event.kind === 'initiated')
      seen.initiated.push({ machine: event.machine, at: event.at, endsAt: event.endsAt });
  },
});
process.send?.({ port: Number(new URL(simulator.url).port) });
process.on('message', () => process.send?.(seen));
process.once('SIGTERM', () => process.exit(0));
