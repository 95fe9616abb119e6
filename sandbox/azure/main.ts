// Runs the Azure simulator as a process of its own: `node sandbox/azure/main.ts --port 3979 [--state FILE]`.
import { parseArgs } from 'node:util';
import { startAzureSimulator } from './simulator.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '3979' }, state: { type: 'string' } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error(`--port must be a number from 0 to 65535, not '${values.port}'.`);
  process.exit(2);
}

const simulator = await startAzureSimulator({
  port,
  ...(values.state === undefined ? {} : { stateFile: values.state }),
});
console.log(`Azure simulator on ${simulator.url}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await simulator.close();
    process.exit(0);
  });
}
