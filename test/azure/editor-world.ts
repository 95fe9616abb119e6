// A simulated Azure with the real clients on it, in which JIT policies are changed by several hands.
import { production } from '../../sandbox/azure/estate.ts';
import { type AzureSimulatorOptions, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import type { JitEdit } from '../../src/access/setup-ports.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createJitEditor } from '../../src/azure/jit-editor.ts';
import { createJitPlaces } from '../../src/azure/jit-places.ts';
import type { PortSetting } from '../../src/domain/setup/port-setting.ts';

const group = (name: string) => `/subscriptions/${production}/resourceGroups/${name}/providers`;
const policyIn = (name: string, policy: string) =>
  `${group(name)}/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/${policy}`;
const machineIn = (name: string, machine: string) =>
  `${group(name)}/Microsoft.Compute/virtualMachines/${machine}`;

export const setting = (port: number, more: Partial<PortSetting> = {}): PortSetting => ({
  port,
  protocol: '*',
  maximumSeconds: 10_800,
  allowedSources: ['*'],
  ...more,
});

/** What the example estate says of web-01 and web-02, which share a policy. */
export const webPorts = [setting(3389), setting(5985), setting(5986)];
export const web = {
  policyId: policyIn('rg-web-prod', 'default'),
  machineId: machineIn('rg-web-prod', 'web-01'),
  neighbourId: machineIn('rg-web-prod', 'web-02'),
};
/** Its policy has fields that nobody knows, and no other machine. */
export const pay = {
  policyId: policyIn('rg-app-prod', 'payments'),
  machineId: machineIn('rg-app-prod', 'pay-01'),
  before: [setting(22, { protocol: 'TCP', maximumSeconds: 900 })],
};
export const vault = {
  policyId: policyIn('rg-vault-prod', 'second'),
  machineId: machineIn('rg-vault-prod', 'vault-01'),
};

/** web-01: PowerShell remoting goes, and remote desktop only for an hour. */
export const webEdit: JitEdit = {
  policyId: web.policyId,
  machineId: web.machineId,
  before: webPorts,
  wanted: [setting(3389, { maximumSeconds: 3600 })],
};

export const rdpFor = (longest: string) => ({
  number: 3389,
  protocol: '*' as const,
  allowedSourceAddressPrefix: '*',
  maxRequestAccessDuration: longest,
});

/** What web-01's entries hold after `webEdit`. */
export const edited = [[rdpFor('PT1H')]];

/** Starts it. `puts()` counts PUTs of policies that arrived. */
export async function startEditorWorld({
  timeLimitMilliseconds = 5000,
  ...options
}: AzureSimulatorOptions & { timeLimitMilliseconds?: number } = {}) {
  let puts = 0;
  const simulator = await startAzureSimulator({
    ...options,
    journal: (event) => {
      if (event.kind === 'call' && event.method === 'PUT') puts += 1;
    },
  });
  const arm = createArm({ cloud: 'public', armEndpoint: simulator.url, timeLimitMilliseconds });
  const newEditor = () => createJitEditor(arm, { most: 5, pauseMilliseconds: 1, withinMilliseconds: 20_000 });
  const editor = newEditor();
  /** The entries of a machine in a policy. */
  const entriesOf = (policyId: string, machineId: string) =>
    simulator.policy(policyId).machines.filter(({ id }) => id.toLowerCase() === machineId.toLowerCase());
  return {
    simulator,
    places: createJitPlaces(arm),
    /** As another process of the bot has one. */
    newEditor,
    write: (edit: JitEdit) => editor.write(edit),
    puts: () => puts,
    entriesOf,
    policy: (id = web.policyId) => simulator.policy(id),
    neighbour: () => entriesOf(web.policyId, web.neighbourId),
    mine: () => entriesOf(web.policyId, web.machineId).map(({ ports }) => ports),
    close: () => simulator.close(),
  };
}

export type EditorWorld = Awaited<ReturnType<typeof startEditorWorld>>;
