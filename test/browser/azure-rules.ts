// What the simulated Azure holds, asked over HTTP as the panel beside the chat asks it.
import { z } from 'zod';

const state = z.object({
  nsgs: z.array(
    z.object({
      name: z.string(),
      rules: z.array(
        z.object({
          origin: z.enum(['jit', 'custom', 'default']),
          direction: z.string(),
          access: z.string(),
          sources: z.array(z.string()),
          destinations: z.array(z.string()),
          destinationPorts: z.array(z.string()),
        }),
      ),
    }),
  ),
  requests: z.array(
    z.object({ machine: z.string(), source: z.string(), endsAt: z.number(), justification: z.string() }),
  ),
});

/** Everything JIT lets in on the NSG of that name, as `source → destination:port`. */
export async function letInByJit(azureUrl: string, nsg: string): Promise<readonly string[]> {
  const { nsgs } = await stateOf(azureUrl);
  const found = nsgs.find(({ name }) => name === nsg);
  if (found === undefined) throw new Error(`The simulator has no ${nsg}.`);
  return found.rules
    .filter((rule) => rule.origin === 'jit' && rule.access === 'Allow' && rule.direction === 'Inbound')
    .map((rule) => `${rule.sources} → ${rule.destinations}:${rule.destinationPorts}`);
}

/** What Azure was asked for a machine, whatever became of it. */
export async function askedFor(azureUrl: string, machine: string) {
  const { requests } = await stateOf(azureUrl);
  return requests.filter((request) => request.machine === machine);
}

const stateOf = async (azureUrl: string) =>
  state.parse(await (await fetch(`${azureUrl}/_sandbox/state`)).json());
