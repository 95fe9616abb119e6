// Subscriptions and Microsoft.Network routes. All of them only read.
import { type Answer, armError, resourceNotFound } from './answers.ts';
import { partsOf, resourceId, sameId } from './ids.ts';
import { lookupBySubscription } from './lookups.ts';
import { interfaceWire, networkWire, nsgWire, publicAddressWire, subnetWire } from './network-wire.ts';
import { type Call, type Route, route } from './route.ts';
import type { World } from './world.ts';

interface Kind<Item> {
  readonly type: string;
  readonly items: (world: World) => readonly Item[];
  readonly idOf: (item: Item) => string;
  readonly wire: (world: World, item: Item) => unknown;
}

/** The routes of one kind of resource: list by subscription, list by group, get. */
export const kindRoutes = <Item>(kind: Kind<Item>): readonly Route[] => {
  const path = `providers/${kind.type}`;
  const bySubscription = lookupBySubscription(kind.idOf);
  const list = (call: Call, isWanted: (id: string) => boolean): Answer =>
    call.page(
      bySubscription(kind.items(call.world), call.part('s')).filter((item) => isWanted(kind.idOf(item))),
      (item) => kind.wire(call.world, item),
    );
  const get = (call: Call): Answer => {
    const id = resourceId(call.part('s'), call.part('rg'), kind.type, call.part('name'));
    const item = bySubscription(kind.items(call.world), call.part('s')).find((candidate) =>
      sameId(kind.idOf(candidate), id),
    );
    return item === undefined
      ? resourceNotFound(call.part('rg'), kind.type, call.part('name'))
      : { status: 200, body: kind.wire(call.world, item) };
  };
  return [
    route('GET', `/subscriptions/{s}/${path}`, (call) => list(call, () => true)),
    route('GET', `/subscriptions/{s}/resourceGroups/{rg}/${path}`, (call) =>
      list(call, (id) => sameId(partsOf(id).group, call.part('rg'))),
    ),
    route('GET', `/subscriptions/{s}/resourceGroups/{rg}/${path}/{name}`, get),
  ];
};

const listSubscriptions = (call: Call): Answer =>
  call.page(call.world.subscriptions, (subscription) => ({
    id: `/subscriptions/${subscription.id}`,
    subscriptionId: subscription.id,
    tenantId: '7d0f9a34-61c2-4b8e-a5d7-2f90c3e1b846',
    displayName: subscription.name,
    state: 'Enabled',
    subscriptionPolicies: {
      locationPlacementId: 'Public_2014-09-01',
      quotaId: 'EnterpriseAgreement_2014-09-01',
      spendingLimit: 'Off',
    },
    authorizationSource: 'RoleBased',
  }));

const getSubnet = (call: Call): Answer => {
  const networkId = resourceId(
    call.part('s'),
    call.part('rg'),
    'Microsoft.Network/virtualNetworks',
    call.part('network'),
  );
  const network = call.world.networks.find((candidate) => sameId(candidate.id, networkId));
  if (network === undefined)
    return resourceNotFound(call.part('rg'), 'Microsoft.Network/virtualNetworks', call.part('network'));
  const subnet = network.subnets.find((candidate) => sameId(partsOf(candidate.id).name, call.part('subnet')));
  return subnet === undefined
    ? armError(404, 'NotFound', `Resource ${networkId}/subnets/${call.part('subnet')} not found.`)
    : { status: 200, body: subnetWire(subnet) };
};

export const networkRoutes: readonly Route[] = [
  route('GET', '/subscriptions', listSubscriptions),
  ...kindRoutes({
    type: 'Microsoft.Network/networkInterfaces',
    items: (world) => world.machines,
    idOf: (machine) => machine.interface.id,
    wire: (_world, machine) => interfaceWire(machine),
  }),
  ...kindRoutes({
    type: 'Microsoft.Network/networkSecurityGroups',
    items: (world) => world.nsgs,
    idOf: (nsg) => nsg.id,
    wire: nsgWire,
  }),
  ...kindRoutes({
    type: 'Microsoft.Network/virtualNetworks',
    items: (world) => world.networks,
    idOf: (network) => network.id,
    wire: (_world, network) => networkWire(network),
  }),
  ...kindRoutes({
    type: 'Microsoft.Network/publicIPAddresses',
    items: (world) => world.publicAddresses,
    idOf: (publicAddress) => publicAddress.id,
    wire: publicAddressWire,
  }),
  route(
    'GET',
    '/subscriptions/{s}/resourceGroups/{rg}/providers/Microsoft.Network/virtualNetworks/{network}/subnets/{subnet}',
    getSubnet,
  ),
];
