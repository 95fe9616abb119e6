// The roles of infra/roles, made from the catalogue of calls; their files are written by `npm run roles -- write`.
import type { Feature, RoleName } from '../access/rights-port.ts';
import { allows } from '../domain/rights/permission.ts';
import { askedBesides, azureCalls } from './actions.ts';

/** A custom role, without the scopes it may be assigned at. */
export interface RoleDefinition {
  /** Name of its file, and what makes its id. */
  readonly key: string;
  /** Unique in a tenant. */
  readonly name: string;
  readonly description: string;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
}

const botFeatures: readonly Feature[] = ['list', 'tags', 'ask', 'watch', 'status', 'drift', 'rights'];

/** The rights that features need, each once, in alphabetical order. Without those that no custom role can have. */
export function actionsFor(wanted: readonly Feature[]): readonly string[] {
  const rows = [...azureCalls.filter(({ inNoRole }) => inNoRole !== true), ...askedBesides];
  const needed = rows.filter(({ why }) => wanted.some((feature) => why[feature] !== undefined));
  return [...new Set(needed.map(({ action }) => action))].sort();
}

const requester: RoleDefinition = {
  key: 'jit-requester',
  name: 'JIT requester without the bot',
  description:
    'Asks for just-in-time access to virtual machines past the bot: from the portal, a script or a pipeline. ' +
    'Nobody approves there, and no access policy of the bot is asked.',
  actions: actionsFor(['ask']),
  notActions: [],
};

const bot: RoleDefinition = {
  key: 'bot',
  name: 'JIT Access bot',
  description:
    'What the bot JIT Access needs to find machines, ask for just-in-time access and watch NSG rules. Writes no rule and no policy.',
  actions: actionsFor(botFeatures),
  notActions: [],
};

const botWithSetup: RoleDefinition = {
  key: 'bot-with-setup',
  name: 'JIT Access bot with setup',
  description:
    'JIT Access bot, and what SETUP=on needs: writing just-in-time policies and turning on Defender for Servers.',
  actions: actionsFor([...botFeatures, 'setup', 'defender']),
  notActions: [],
};

const botWithRevoke: RoleDefinition = {
  key: 'bot-with-revoke',
  name: 'JIT Access bot with revoke',
  description: 'JIT Access bot, and what REVOKE=delete-rule needs: deleting NSG rules to end access early.',
  actions: actionsFor([...botFeatures, 'revoke']),
  notActions: [],
};

/**
 * For people. Nothing that changes a network is among its actions; the notActions say so once more, so that it stays so
 * where somebody adds `Microsoft.Network/*` later. Each of them opens a port past the bot, or leads into a machine past any port.
 */
const operator: RoleDefinition = {
  key: 'vm-operator',
  name: 'VM operator without network rules',
  description:
    'Runs virtual machines and their disks, and reads everything. Cannot write NSG rules, take an NSG away, ask for ' +
    'just-in-time access past the bot, or run commands inside a machine.',
  actions: [
    '*/read',
    'Microsoft.Compute/disks/*',
    'Microsoft.Compute/snapshots/*',
    'Microsoft.Compute/virtualMachines/*',
    'Microsoft.Support/*',
  ],
  notActions: [
    'Microsoft.Compute/virtualMachines/extensions/write',
    'Microsoft.Compute/virtualMachines/runCommand/action',
    'Microsoft.Compute/virtualMachines/runCommands/write',
    'Microsoft.Network/applicationSecurityGroups/joinIpConfiguration/action',
    'Microsoft.Network/networkInterfaces/delete',
    'Microsoft.Network/networkInterfaces/join/action',
    'Microsoft.Network/networkInterfaces/write',
    'Microsoft.Network/networkManagers/*',
    'Microsoft.Network/networkSecurityGroups/delete',
    'Microsoft.Network/networkSecurityGroups/join/action',
    'Microsoft.Network/networkSecurityGroups/securityRules/delete',
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    'Microsoft.Network/networkSecurityGroups/write',
    'Microsoft.Network/virtualNetworks/delete',
    'Microsoft.Network/virtualNetworks/join/action',
    'Microsoft.Network/virtualNetworks/subnets/delete',
    'Microsoft.Network/virtualNetworks/subnets/join/action',
    'Microsoft.Network/virtualNetworks/subnets/write',
    'Microsoft.Network/virtualNetworks/write',
    'Microsoft.Security/locations/jitNetworkAccessPolicies/delete',
    'Microsoft.Security/locations/jitNetworkAccessPolicies/initiate/action',
    'Microsoft.Security/locations/jitNetworkAccessPolicies/write',
  ],
};

/** By the name that code has for them. */
export const roleDefinitions = { requester, bot, botWithSetup, botWithRevoke, operator } as const;

/** In the order in which they are written and told. */
export const allRoles: readonly RoleDefinition[] = Object.values(roleDefinitions);

/** Where a role's file is in this repository. */
export const roleName = ({ name, key }: RoleDefinition): RoleName => ({
  name,
  file: `infra/roles/${key}.json`,
});

/** The roles for the bot that have what is missing, as few as will do: roles are added to one another. None has what is not ours. */
export function rolesWith(missing: readonly string[]): readonly RoleName[] {
  const beyond = missing.filter((action) => !allows([bot], action));
  if (beyond.length === 0) return missing.length === 0 ? [] : [roleName(bot)];
  return [botWithSetup, botWithRevoke]
    .filter((role) => beyond.some((action) => allows([role], action)))
    .map(roleName);
}
