// The Azure simulator with an estate of the asked size, as a process of its own, that counts what is read.
// Arguments: machines, subscriptions, NSGs of each, and of how many machines port 3389 is open from the start.
import { startAzureSimulator } from '../sandbox/azure/simulator.ts';
import { estateWithRules } from './open-grants.ts';

const [machines = 0, subscriptions = 1, nsgs = 1, open = 0] = process.argv.slice(2).map(Number);
const { estate } = estateWithRules({ machines, subscriptions, nsgs }, open);
let reads = 0;
const nsgsRead = new Set<string>();
const simulator = await startAzureSimulator({
  estate,
  pageSize: 1000,
  ruleAppearsAfterMs: 0,
  journal: (event) => {
    if (event.kind !== 'call' || event.method !== 'GET') return;
    reads += 1;
    if (/networkSecurityGroups/i.test(event.path)) nsgsRead.add(event.path.toLowerCase());
  },
});

process.send?.({ port: Number(new URL(simulator.url).port) });
process.on('message', (asked) => {
  if (asked === 'forget') {
    reads = 0;
    nsgsRead.clear();
  }
  process.send?.({ reads, nsgsRead: nsgsRead.size });
});
process.once('SIGTERM', () => process.exit(0));
