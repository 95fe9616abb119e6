// Builders of what admins ask for, on machines of the setup world.
import { choiceOf, type Machine } from '../../src/domain/machine.ts';
import { rowsOf } from '../../src/domain/setup/port-rows.ts';
import type { PortSetting } from '../../src/domain/setup/port-setting.ts';
import type { Asked } from '../../src/domain/setup/setup-change.ts';

export const policyId =
  '/subscriptions/10000000-0000-4000-8000-000000000001/resourceGroups/rg-web/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default';

export const rdp: PortSetting = { port: 3389, protocol: '*', maximumSeconds: 10_800, allowedSources: ['*'] };
export const ssh: PortSetting = {
  port: 22,
  protocol: 'TCP',
  maximumSeconds: 3600,
  allowedSources: ['203.0.113.0/24'],
};

type Of<Kind extends Asked['kind']> = Extract<Asked, { kind: Kind }>;

export const enabling = (machines: readonly Machine[]): Of<'enable'> => ({
  kind: 'enable',
  machines: machines.map((machine) => ({
    machine: choiceOf(machine),
    azureId: machine.azureId,
    ...(machine.system && { system: machine.system }),
    policyId,
    open: [],
  })),
  leftOut: [],
  form: { ports: '', longest: '3h', sources: 'any' },
});

export const configuring = (machine: Machine, before: readonly PortSetting[]): Of<'configure'> => ({
  kind: 'configure',
  target: { machine: choiceOf(machine), azureId: machine.azureId, policyIds: [policyId], before },
  rows: rowsOf(before),
});

export const disabling = (machines: readonly Machine[], before: readonly PortSetting[]): Asked => ({
  kind: 'disable',
  targets: machines.map((machine) => ({
    machine: choiceOf(machine),
    azureId: machine.azureId,
    policyIds: [policyId],
    before,
    wanted: [],
  })),
  leftOut: [],
  leaves: machines.map(() => []),
});

export const plan: Asked = {
  kind: 'defender',
  subscription: { id: '10000000-0000-4000-8000-000000000001', name: 'Production' },
  plan: { tier: 'Free' },
};
