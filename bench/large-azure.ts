// The Azure simulator with an estate of the asked size, as a process of its own; opens ports on request of the benchmark.
// Arguments: machines, subscriptions, NSGs of each, and of how many machines port 3389 is open from the start.
import { largeEstate } from '../sandbox/azure/large-estate.ts';
import { startAzureSimulator } from '../sandbox/azure/simulator.ts';
import { openSeconds, openSource, type Standing } from './standing.ts';

const [machines = 0, subscriptions = 1, nsgs = 1, open = 0] = process.argv.slice(2).map(Number);
const estate = largeEstate({ machines, subscriptions, nsgs });
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

const standing = await openPorts();
process.send?.({ port: Number(new URL(simulator.url).port) });
process.on('message', (asked) => {
  if (asked === 'forget') {
    reads = 0;
    nsgsRead.clear();
  }
  process.send?.(asked === 'standing?' ? standing : { reads, nsgsRead: nsgsRead.size });
});
process.once('SIGTERM', () => process.exit(0));

/** As another run of the bot would have: one initiate for each policy. */
async function openPorts(): Promise<readonly Standing[]> {
  const chosen = new Set(estate.machines.slice(0, open).map(({ id }) => id.toLowerCase()));
  const endTimeUtc = new Date(Date.now() + openSeconds * 1000 - 600_000).toISOString();
  for (const policy of estate.policies) {
    const virtualMachines = policy.machines
      .filter(({ id }) => chosen.has(id.toLowerCase()))
      .map(({ id }) => ({
        id,
        ports: [{ number: 3389, allowedSourceAddressPrefix: openSource, endTimeUtc }],
      }));
    if (virtualMachines.length === 0) continue;
    const answer = await fetch(`${simulator.url}${policy.id}/initiate?api-version=2020-01-01`, {
      method: 'POST',
      headers: { authorization: 'Bearer bench', 'content-type': 'application/json' },
      body: JSON.stringify({ virtualMachines }),
    });
    if (answer.status !== 202) throw new Error(`initiate was answered ${answer.status}`);
    await answer.text();
  }
  const policyOf = new Map(
    estate.policies.flatMap(({ id, machines }) => machines.map((one) => [one.id.toLowerCase(), id])),
  );
  const rules = new Map(
    estate.nsgs.flatMap(({ id }) =>
      simulator
        .nsg(id)
        .filter(({ access }) => access === 'Allow')
        .map((rule) => [rule.jitFor ?? '', { nsg: id.split('/').at(-1) ?? '', rule }] as const),
    ),
  );
  return estate.machines.slice(0, open).map((machine): Standing => {
    const found = rules.get(machine.id.toLowerCase());
    if (found === undefined) throw new Error(`no rule came for ${machine.id}`);
    return {
      azureId: machine.id,
      interfaceId: machine.interface.id,
      privateAddress: machine.interface.privateAddress,
      policyId: policyOf.get(machine.id.toLowerCase()) ?? '',
      nsg: found.nsg,
      rule: found.rule.name,
      priority: found.rule.priority,
    };
  });
}
