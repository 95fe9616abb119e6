// Every call to Azure Resource Manager that the code makes, with the right it needs: the one list of them.
// The roles in infra/roles are made from it (roles.ts), `npm run roles -- check` compares with it, and
// test/azure/actions.test.ts holds it to what really arrives over HTTP, in both directions.
//
// LISTED: the action is in Azure's own list of operations, and the call's URL says that it is this one
// (https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations).
// INFERRED: read off the URL as Azure does with others; that this call needs it is documented nowhere.
import type { Feature } from '../access/rights-port.ts';

export interface AzureCall {
  readonly action: string;
  /** As HTTP sees it; `…` is a resource group or a name. */
  readonly call: string;
  /** What needs it, and what for. */
  readonly why: Readonly<Partial<Record<Feature, string>>>;
  readonly grade: 'listed' | 'inferred';
  /** How a feature goes on without the right; those that are not here do not. */
  readonly without?: Readonly<Partial<Record<Feature, string>>>;
  /**
   * No custom role can name it: Azure refuses a role as a whole for one action that is not in its list of operations.
   * Reader, which may read anything, has it.
   */
  readonly inNoRole?: true;
}

/** A right that Azure's documentation asks for, although no call of ours has its name. */
export interface AskedBesides {
  readonly action: string;
  readonly why: Readonly<Partial<Record<Feature, string>>>;
  readonly without?: Readonly<Partial<Record<Feature, string>>>;
}

const jit = 'Microsoft.Security/locations/jitNetworkAccessPolicies';
const nsgs = 'Microsoft.Network/networkSecurityGroups';

/** One row a call and right. */
export const azureCalls: readonly AzureCall[] = [
  {
    action: 'Microsoft.Resources/subscriptions/read',
    call: 'GET /subscriptions',
    why: { list: 'which subscriptions there are, and their names' },
    grade: 'inferred',
    without: {
      list: 'Azure shows a subscription to whoever has any role in it; only its name may be missing.',
    },
  },
  {
    action: 'Microsoft.Network/networkInterfaces/read',
    call: 'GET …/networkInterfaces, also of a whole subscription',
    why: {
      list: 'the machines, their private addresses and where they are',
      watch: 'which subnet and NSGs are in front of a machine',
      status: 'machines and what guards them',
      drift: 'machines and what guards them',
    },
    grade: 'listed',
  },
  {
    action: 'Microsoft.Network/publicIPAddresses/read',
    call: 'GET …/publicIPAddresses of a whole subscription',
    why: {
      list: 'the address people connect to',
      status: 'machines without a public address',
      drift: 'who can reach a hole',
    },
    grade: 'listed',
  },
  {
    action: 'Microsoft.Compute/virtualMachines/read',
    call: 'GET …/virtualMachines of a whole subscription',
    why: {
      tags: 'tags, for rules of the access policy that ask for them, and the operating system',
      status: 'machines that could have JIT and have not',
      drift: 'machines that are gone',
      setup: 'Windows or Linux: which ports to offer',
    },
    grade: 'listed',
    without: {
      tags: 'Tags are not known, and rules of the access policy that ask for them let nobody through.',
    },
  },
  {
    action: 'Microsoft.Security/jitNetworkAccessPolicies/read',
    call: 'GET /subscriptions/…/jitNetworkAccessPolicies (no region)',
    why: { list: 'all JIT policies of a subscription in one call' },
    grade: 'inferred',
    without: { list: 'The bot asks region by region instead.' },
    inNoRole: true,
  },
  {
    action: `${jit}/read`,
    call: 'GET …/locations/…/jitNetworkAccessPolicies, and of one policy',
    why: {
      list: 'which machines have JIT, and its limits',
      ask: 'whether Azure took a request whose answer was lost',
      status: 'which machines have JIT',
      drift: 'which rules are JIT’s, and leftovers of machines that are gone',
      setup: 'the policy as it is: writing replaces all of it',
    },
    grade: 'listed',
  },
  {
    action: `${jit}/initiate/action`,
    call: 'POST …/jitNetworkAccessPolicies/…/initiate',
    why: { ask: 'to open a port' },
    grade: 'listed',
  },
  {
    action: `${nsgs}/read`,
    call: 'GET …/networkSecurityGroups, also of a whole subscription',
    why: {
      watch: 'whether a port is open or shut: the rules themselves',
      status: 'what guards machines',
      drift: 'rules that JIT did not make',
    },
    grade: 'listed',
  },
  {
    action: 'Microsoft.Network/virtualNetworks/subnets/read',
    call: 'GET …/virtualNetworks/…/subnets/…',
    why: { watch: 'whether there is an NSG on the subnet, too' },
    grade: 'listed',
  },
  {
    action: 'Microsoft.Authorization/permissions/read',
    call: 'GET /subscriptions/…/permissions',
    why: { rights: 'what the bot may do: what you read here' },
    grade: 'listed',
    without: { rights: 'What is missing is found out when it is needed, not before.' },
  },
  {
    action: `${nsgs}/securityRules/read`,
    call: 'GET …/networkSecurityGroups/…/securityRules/…',
    why: { revoke: 'that the rule is still the one that was read' },
    grade: 'listed',
  },
  {
    action: `${nsgs}/securityRules/delete`,
    call: 'DELETE …/networkSecurityGroups/…/securityRules/…',
    why: { revoke: 'to take JIT’s Allow rule away before its time' },
    grade: 'listed',
  },
  {
    action: 'Microsoft.Network/locations/operations/read',
    call: 'GET …/locations/…/operations/…',
    why: { revoke: 'when Azure is done with a deletion' },
    grade: 'listed',
    without: { revoke: 'The bot looks at the rule again a little later instead.' },
  },
  {
    action: 'Microsoft.Security/pricings/read',
    call: 'GET …/pricings/VirtualMachines',
    why: { status: 'the plan of Defender for Servers', defender: 'the plan before and after' },
    grade: 'listed',
    without: { status: '`jit status` says that the plan is not known.' },
  },
  {
    action: 'Microsoft.Security/pricings/write',
    call: 'PUT …/pricings/VirtualMachines',
    why: { defender: 'to turn on Defender for Servers' },
    grade: 'listed',
  },
  {
    action: `${jit}/write`,
    call: 'PUT …/locations/…/jitNetworkAccessPolicies/…',
    why: { setup: 'to give a machine JIT, change its ports, or take it out' },
    grade: 'listed',
  },
];

const byLowerCase = new Map(azureCalls.map(({ action }) => [action.toLowerCase(), action]));

/**
 * One of the actions above, for labels of metrics: a closed set.
 * @param operation as calls report it: an action, or a method and a path
 * @returns `other` for what is in no row
 */
export const knownAction = (operation: string): string =>
  operation === 'GET /subscriptions'
    ? 'Microsoft.Resources/subscriptions/read'
    : (byLowerCase.get(operation.toLowerCase()) ?? 'other');

const documentedForAsking = {
  why: { ask: 'documented for “Request JIT access to a VM”' },
  without: { ask: 'Nothing is known to be refused without it.' },
} as const;

/**
 * From "What permissions are needed to configure and use JIT?"
 * (https://learn.microsoft.com/azure/defender-for-cloud/just-in-time-access-overview). Defender looks at these itself when
 * it is asked. A star between slashes matches what lies below; whether Azure takes it for the thing itself, too, is not
 * known, so that the roles have both.
 */
export const askedBesides: readonly AskedBesides[] = [
  {
    action: `${jit}/*/read`,
    ...documentedForAsking,
  },
  {
    action: 'Microsoft.Network/networkInterfaces/*/read',
    ...documentedForAsking,
  },
  {
    action: 'Microsoft.Network/networkInterfaces/read',
    why: { ask: 'what that pattern seems to mean' },
    without: documentedForAsking.without,
  },
  {
    action: 'Microsoft.Compute/virtualMachines/read',
    ...documentedForAsking,
  },
  {
    action: 'Microsoft.Network/publicIPAddresses/read',
    ...documentedForAsking,
  },
  {
    action: 'Microsoft.Compute/virtualMachines/write',
    why: { setup: 'documented for “Configure or edit a JIT policy for a VM”' },
  },
];
