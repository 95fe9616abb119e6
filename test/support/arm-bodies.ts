// ARM bodies as Azure writes them, with only what a test wants to be different.

export const subscriptionId = '11111111-1111-4111-8111-111111111111';
const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-web`;
const network = `${group}/providers/Microsoft.Network`;

/** ARM ids of one small world. */
export const ids = {
  machine: `${group}/providers/Microsoft.Compute/virtualMachines/web-01`,
  policy: `${group}/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default`,
  nic: `${network}/networkInterfaces/web-01-nic`,
  otherNic: `${network}/networkInterfaces/web-01-nic2`,
  subnet: `${network}/virtualNetworks/vnet/subnets/web`,
  nsg: `${network}/networkSecurityGroups/web-nsg`,
  rule: `${network}/networkSecurityGroups/web-nsg/securityRules/own`,
  subnetNsg: `${network}/networkSecurityGroups/subnet-nsg`,
  publicAddress: `${network}/publicIPAddresses/web-01-ip`,
  initiate: `${group}/providers/Microsoft.Security/locations/westeurope/jitNetworkAccessPolicies/default/initiate`,
};

const under = `/subscriptions/${subscriptionId}/providers`;
/** Paths of the lists of a subscription. */
export const lists = {
  policies: `${under}/Microsoft.Security/jitNetworkAccessPolicies`,
  nics: `${under}/Microsoft.Network/networkInterfaces`,
  publicAddresses: `${under}/Microsoft.Network/publicIPAddresses`,
  virtualMachines: `${under}/Microsoft.Compute/virtualMachines`,
};

type Fields = Readonly<Record<string, unknown>>;

/** An inbound rule, singular fields filled and plural ones empty. */
export const rule = (name: string, properties: Fields = {}) => ({
  name,
  properties: {
    access: 'Allow',
    direction: 'Inbound',
    priority: 100,
    protocol: '*',
    sourceAddressPrefix: '203.0.113.7',
    sourceAddressPrefixes: [],
    sourcePortRange: '*',
    sourcePortRanges: [],
    destinationAddressPrefix: '10.0.0.4',
    destinationAddressPrefixes: [],
    destinationPortRange: '3389',
    destinationPortRanges: [],
    ...properties,
  },
});

export const nsg = (id: string, rules: readonly object[], defaultRules: readonly object[] = []) => ({
  id,
  properties: { securityRules: rules, defaultSecurityRules: defaultRules },
});

export const subnet = (nsgId?: string) => ({
  id: ids.subnet,
  name: 'web',
  properties: nsgId === undefined ? {} : { networkSecurityGroup: { id: nsgId } },
});

export const ipConfiguration = (privateIPAddress: string, properties: Fields = {}) => ({
  name: privateIPAddress,
  properties: { privateIPAddress, primary: true, subnet: { id: ids.subnet }, ...properties },
});

export const nic = (properties: Fields = {}, id = ids.nic) => ({
  id,
  location: 'westeurope',
  properties: {
    primary: true,
    virtualMachine: { id: ids.machine },
    ipConfigurations: [ipConfiguration('10.0.0.4')],
    ...properties,
  },
});

/** A JIT policy; `requests` as in `properties.requests`. */
export const policy = (
  virtualMachines: readonly object[],
  requests: readonly object[] = [],
  id = ids.policy,
) => ({
  id,
  name: 'default',
  location: 'westeurope',
  kind: 'Basic',
  properties: { provisioningState: 'Succeeded', virtualMachines, requests },
});

export const jitPort = (number: number, fields: Fields = {}) => ({
  number,
  protocol: '*',
  allowedSourceAddressPrefix: '*',
  maxRequestAccessDuration: 'PT3H',
  ...fields,
});

/** A virtual machine; left out: it has no tags, and Azure sends none. */
export const virtualMachine = (tags?: Readonly<Record<string, string>>, id = ids.machine) => ({
  id,
  name: id.split('/').at(-1),
  type: 'Microsoft.Compute/virtualMachines',
  location: 'westeurope',
  ...(tags !== undefined && { tags }),
  properties: { vmId: '00000000-0000-4000-8000-000000000001', provisioningState: 'Succeeded' },
});
