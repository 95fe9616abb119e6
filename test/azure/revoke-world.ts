// A simulated Azure with the real clients on it, in which grants are ended early.
import assert from 'node:assert/strict';
import { production } from '../../sandbox/azure/estate.ts';
import { startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import type { Opening, Revoke, StandingRule } from '../../src/access/azure-ports.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createJit } from '../../src/azure/jit.ts';
import { createRevoke } from '../../src/azure/revoke.ts';

const providers = (group: string) => `/subscriptions/${production}/resourceGroups/${group}/providers`;
const machineOf = (group: string, name: string) => ({
  azureId: `${providers(group)}/Microsoft.Compute/virtualMachines/${name}`,
  addresses: [
    {
      interfaceId: `${providers(group)}/Microsoft.Network/networkInterfaces/${name}-nic`,
      privateAddress: '10.20.1.4',
      primary: true,
    },
  ],
  nsgs: `${providers(group)}/Microsoft.Network/networkSecurityGroups`,
  policyId: `${providers(group)}/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`,
});

/** One NSG, on its interface. */
export const web = machineOf('rg-web-prod', 'web-01');
/** An NSG on its interface and one on its subnet. */
export const vault = machineOf('rg-vault-prod', 'vault-01');
export const rdp = { source: '203.0.113.7', port: 3389 };

/** A rule name as JIT makes them, the same for the same digit. */
export const jitName = (digit: string) => `MicrosoftDefenderForCloud-JITRule-1-${digit.repeat(32)}`;

/** Starts it. Rules come at once; accepted deletions are done after `deletionTakesMs`. */
export async function startRevokeWorld(deletionTakesMs = 5) {
  let deletions = 0;
  let onFault = () => {};
  const simulator = await startAzureSimulator({
    ruleAppearsAfterMs: 0,
    deletionTakesMs,
    journal: (event) => {
      if (event.kind === 'call' && event.method === 'DELETE') deletions += 1;
      if (event.kind !== 'faults-changed') return;
      const act = onFault;
      onFault = () => {};
      act();
    },
  });
  const arm = createArm({ cloud: 'public', armEndpoint: simulator.url, timeLimitMilliseconds: 3000 });
  const jit = createJit(arm);
  const revokeWithin = (waitMilliseconds: number): Revoke =>
    createRevoke(arm, { waitMilliseconds, pollMilliseconds: 5 });
  const revoke = revokeWithin(3000);
  return {
    simulator,
    revoke,
    revokeWithin,
    open: (opening: Pick<Opening, 'source' | 'port'> = rdp, machine = web) =>
      jit.open({
        ...opening,
        policyId: machine.policyId,
        machineId: machine.azureId,
        endsAt: Date.now() + 900_000,
        justification: 'test',
      }),
    /** The only rule that stands for an opening on web-01. */
    async only(opening = rdp): Promise<StandingRule> {
      const [rule, ...others] = await revoke.standing(web, opening);
      assert.ok(rule !== undefined && others.length === 0);
      return rule;
    },
    /** Does something after the bot's first look at the rule, and before its DELETE is judged. */
    beforeDeletion(act: () => void): void {
      simulator.faults.add({ match: 'DELETE securityRules', action: { delayMs: 0 } });
      onFault = act;
    },
    /** How many DELETEs arrived. */
    deletions: () => deletions,
    /** JIT's Allow rules of web-01. */
    jitRules: () => simulator.nsg('nsg-web-01').filter(({ name }) => name.includes('JITRule-')),
  };
}

export type RevokeWorld = Awaited<ReturnType<typeof startRevokeWorld>>;
