// The simulator as the real SDKs see it: lists in pages, single resources, and ARM's refusals.
import assert from 'node:assert/strict';
import { development, production, sandbox } from '../../../sandbox/azure/estate.ts';
import { partsOf } from '../../../sandbox/azure/ids.ts';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { all, arm, policyPath, sdkFor } from './clients.ts';

const names = (items: readonly { name?: string }[]): (string | undefined)[] =>
  items.map((item) => item.name).toSorted();

describe('the Azure simulator', () => {
  let simulator: AzureSimulator;
  let sdk: ReturnType<typeof sdkFor>;
  before(async () => {
    simulator = await startAzureSimulator();
    sdk = sdkFor(simulator.url);
  });
  after(() => simulator.close());

  const inProduction = <Item>(items: readonly Item[], idOf: (item: Item) => string) =>
    items
      .map(idOf)
      .filter((id) => partsOf(id).subscription === production)
      .map((id) => partsOf(id).name)
      .toSorted();

  it('lists the subscriptions', async () => {
    const listed = await all(sdk.subscriptions.subscriptions.list());
    assert.deepEqual(
      listed.map(({ subscriptionId, displayName, state }) => ({ subscriptionId, displayName, state })),
      [
        { subscriptionId: production, displayName: 'Production', state: 'Enabled' },
        { subscriptionId: development, displayName: 'Development', state: 'Enabled' },
        { subscriptionId: sandbox, displayName: 'Sandbox', state: 'Enabled' },
      ],
    );
  });

  it('gives every page of every list to clients that follow nextLink', async () => {
    const { estate } = simulator;
    const [nics, nsgs, networks, publicAddresses, policies] = await Promise.all([
      all(sdk.network.networkInterfaces.listAll()),
      all(sdk.network.networkSecurityGroups.listAll()),
      all(sdk.network.virtualNetworks.listAll()),
      all(sdk.network.publicIPAddresses.listAll()),
      all(sdk.security.jitNetworkAccessPolicies.list()),
    ]);
    assert.ok(nics.length > 5 && nsgs.length > 10 && policies.length > 5, 'the lists need several pages');
    assert.deepEqual([nics, nsgs, networks, publicAddresses, policies].map(names), [
      inProduction(estate.machines, (machine) => machine.interface.id),
      inProduction(estate.nsgs, (nsg) => nsg.id),
      inProduction(estate.networks, (network) => network.id),
      inProduction(estate.publicAddresses, (address) => address.id),
      inProduction(estate.policies, (policy) => policy.id),
    ]);
  });

  it('gives every page to clients that came by its own address', async () => {
    const found: string[] = [];
    let link: string | undefined =
      `${simulator.url}/subscriptions/${production}/providers/Microsoft.Network/networkInterfaces?api-version=1`;
    while (link !== undefined) {
      assert.ok(link.startsWith(simulator.url), link);
      const answer = await fetch(link, { headers: { authorization: 'Bearer sandbox' } });
      const body = (await answer.json()) as { value: { name: string }[]; nextLink?: string };
      found.push(...body.value.map((item) => item.name));
      link = body.nextLink;
    }
    assert.deepEqual(
      found.toSorted(),
      inProduction(simulator.estate.machines, (machine) => machine.interface.id),
    );
  });

  it('lists JIT policies by region, by group, and by both', async () => {
    const { jitNetworkAccessPolicies: policies } = sdk.security;
    const ids = async (list: AsyncIterable<{ id?: string }>) =>
      (await all(list)).map((policy) => policy.id).toSorted();
    assert.deepEqual(
      {
        region: await ids(policies.listByRegion('northeurope')),
        group: await ids(policies.listByResourceGroup('RG-DATA-PROD')),
        both: await ids(policies.listByResourceGroupAndRegion('rg-app-prod', 'westeurope')),
      },
      {
        region: [policyPath('rg-data-prod', 'northeurope'), policyPath('rg-legacy', 'northeurope')],
        group: [policyPath('rg-data-prod', 'northeurope'), policyPath('rg-data-prod', 'westeurope')],
        both: [policyPath('rg-app-prod', 'westeurope'), policyPath('rg-app-prod', 'westeurope', 'payments')],
      },
    );
  });

  it('leads from an interface to its machine, address, NSG, subnet and public address, in uneven letter case', async () => {
    const nic = await sdk.network.networkInterfaces.get('rg-app-prod', 'app-01-nic');
    const configuration = nic.ipConfigurations?.[0];
    const at = (group: string, rest: string) =>
      `/subscriptions/${production}/resourceGroups/${group}/providers/${rest}`;
    assert.deepEqual(
      {
        id: nic.id,
        machine: nic.virtualMachine?.id,
        nsg: nic.networkSecurityGroup?.id,
        address: configuration?.privateIPAddress,
        subnet: configuration?.subnet?.id,
        publicAddress: configuration?.publicIPAddress?.id,
      },
      {
        id: at('rg-app-prod', 'Microsoft.Network/networkInterfaces/app-01-nic'),
        machine: at('RG-APP-PROD', 'Microsoft.Compute/virtualMachines/app-01'),
        nsg: at('RG-APP-PROD', 'Microsoft.Network/networkSecurityGroups/nsg-app-01'),
        address: '10.20.3.4',
        subnet: at('RG-NETWORK-PROD', 'Microsoft.Network/virtualNetworks/vnet-prod-weu/subnets/snet-app'),
        publicAddress: at('RG-APP-PROD', 'Microsoft.Network/publicIPAddresses/app-01-ip'),
      },
    );
  });

  it('shows the NSG of a subnet, alone and inside its network', async () => {
    const subnet = await sdk.developmentNetwork.subnets.get('rg-network-dev', 'vnet-dev-weu', 'snet-tools');
    const networks = await all(sdk.developmentNetwork.virtualNetworks.listAll());
    const inside = networks
      .flatMap((network) => network.subnets ?? [])
      .find(({ name }) => name === 'snet-tools');
    const expected = `/subscriptions/${development}/resourceGroups/RG-NETWORK-DEV/providers/Microsoft.Network/networkSecurityGroups/nsg-snet-tools`;
    assert.deepEqual(
      [subnet.networkSecurityGroup?.id, inside?.networkSecurityGroup?.id],
      [expected, expected],
    );
  });

  it('lists virtual machines with their tags, ids spelled in Azure’s way', async () => {
    const machines = await all(sdk.compute.virtualMachines.listAll());
    assert.deepEqual(
      names(machines),
      inProduction(simulator.estate.machines, (machine) => machine.id),
    );
    const sql = machines.find(({ name }) => name === 'prod-sql-1');
    assert.deepEqual(
      [sql?.id, sql?.tags],
      [
        `/subscriptions/${production}/resourceGroups/RG-DATA-PROD/providers/Microsoft.Compute/virtualMachines/prod-sql-1`,
        { env: 'prod', team: 'data', 'data-class': 'customer' },
      ],
    );
  });

  it('sends no tags of a machine that has none', async () => {
    const path = `/subscriptions/${development}/resourceGroups/rg-batch-dev/providers/Microsoft.Compute/virtualMachines/batch-01`;
    assert.equal('tags' in ((await (await arm(simulator.url, path)).json()) as object), false);
  });

  it('reads a public address', async () => {
    const read = await sdk.network.publicIPAddresses.get('rg-web-prod', 'web-01-ip');
    assert.equal(read.ipAddress, '198.51.100.21');
  });

  it("writes a machine's Deny rule with singular or plural fields, and Azure's default rules", async () => {
    const singular = await sdk.network.networkSecurityGroups.get('rg-legacy', 'nsg-legacy-01');
    const plural = await sdk.network.networkSecurityGroups.get('rg-web-prod', 'nsg-web-02');
    const deny = (nsg: typeof singular) => {
      const rule = nsg.securityRules?.find(({ name }) => name?.includes('JITRule_'));
      return {
        named: rule?.name?.replace(/_-?\d+_[0-9a-f]{32}$/, '_<number>_<hex>'),
        priority: rule?.priority,
        sources: [rule?.sourceAddressPrefix, rule?.sourceAddressPrefixes],
        destinations: [rule?.destinationAddressPrefix, rule?.destinationAddressPrefixes],
        ports: [rule?.destinationPortRange, rule?.destinationPortRanges],
      };
    };
    assert.deepEqual(
      [deny(singular), deny(plural)],
      [
        {
          named: 'SecurityCenter-JITRule_<number>_<hex>',
          priority: 1000,
          sources: ['*', []],
          destinations: ['10.30.2.4', []],
          ports: ['3389', []],
        },
        {
          named: 'MicrosoftDefenderForCloud-JITRule_<number>_<hex>',
          priority: 4096,
          sources: [undefined, ['*']],
          destinations: [undefined, ['10.20.1.5']],
          ports: [undefined, ['3389', '5985', '5986']],
        },
      ],
    );
    assert.deepEqual(
      singular.defaultSecurityRules?.map((rule) => `${rule.priority} ${rule.name}`),
      [
        '65000 AllowVnetInBound',
        '65001 AllowAzureLoadBalancerInBound',
        '65500 DenyAllInBound',
        '65000 AllowVnetOutBound',
        '65001 AllowInternetOutBound',
        '65500 DenyAllOutBound',
      ],
    );
  });

  const refusals: readonly {
    what: string;
    path: string;
    init?: RequestInit;
    status: number;
    code: string;
  }[] = [
    {
      what: 'a request without a token',
      path: '/subscriptions',
      init: { headers: { authorization: '' } },
      status: 401,
      code: 'AuthenticationFailed',
    },
    {
      what: 'an unknown subscription',
      path: '/subscriptions/00000000-0000-0000-0000-000000000000/providers/Microsoft.Network/virtualNetworks',
      status: 404,
      code: 'SubscriptionNotFound',
    },
    {
      what: 'an unknown resource',
      path: `/subscriptions/${production}/resourceGroups/rg-web-prod/providers/Microsoft.Network/networkInterfaces/nix`,
      status: 404,
      code: 'ResourceNotFound',
    },
    {
      what: 'an unknown subnet',
      path: `/subscriptions/${production}/resourceGroups/rg-network-prod/providers/Microsoft.Network/virtualNetworks/vnet-prod-weu/subnets/nix`,
      status: 404,
      code: 'NotFound',
    },
    {
      what: 'an unknown policy',
      path: policyPath('rg-web-prod', 'westeurope', 'nix'),
      status: 404,
      code: 'PolicyNotFound',
    },
    {
      what: 'an unknown route',
      path: `/subscriptions/${production}/providers/Microsoft.Compute/disks`,
      status: 404,
      code: 'InvalidResourceType',
    },
    {
      what: 'a known route by the wrong method',
      path: '/subscriptions',
      init: { method: 'DELETE' },
      status: 404,
      code: 'InvalidResourceType',
    },
    {
      what: 'a body that is no JSON',
      path: `${policyPath('rg-web-prod', 'westeurope')}/initiate`,
      init: { method: 'POST', body: '{' },
      status: 400,
      code: 'InvalidRequestContent',
    },
  ];
  for (const { what, path, init, status, code } of refusals) {
    it(`refuses ${what} with ${status} ${code}`, async () => {
      const answer = await arm(simulator.url, path, init);
      const body = (await answer.json()) as { error: { code: string } };
      assert.deepEqual([answer.status, body.error.code], [status, code]);
    });
  }

  it('refuses a request that names no api-version', async () => {
    const answer = await fetch(`${simulator.url}/subscriptions`, {
      headers: { authorization: 'Bearer sandbox' },
    });
    assert.deepEqual(
      [answer.status, ((await answer.json()) as { error: { code: string } }).error.code],
      [400, 'MissingApiVersionParameter'],
    );
  });

  it('counts reads, writes and deletions of each subscription by themselves', async () => {
    // A clock that stands still: nothing is filled up again meanwhile.
    const still = await startAzureSimulator({ now: () => 1_000_000 });
    const left = async (path: string, name: string) =>
      Number((await arm(still.url, path)).headers.get(`x-ms-ratelimit-remaining-${name}`) ?? Number.NaN);
    const [one, other] = still.estate.subscriptions.map(
      ({ id }) => `/subscriptions/${id}/providers/Microsoft.Network/networkSecurityGroups`,
    );
    const reads = 'subscription-reads';
    try {
      assert.deepEqual(
        [
          await left(one ?? '', reads),
          await left(one ?? '', reads),
          await left(other ?? '', reads),
          await left('/subscriptions', 'tenant-reads'),
        ],
        [249, 248, 249, 249],
      );
    } finally {
      await still.close();
    }
  });

  it('counts reads and names the call in its headers', async () => {
    const { headers } = await arm(simulator.url, '/subscriptions');
    assert.match(headers.get('x-ms-correlation-request-id') ?? '', /^[0-9a-f-]{36}$/);
    assert.match(headers.get('x-ms-ratelimit-remaining-tenant-reads') ?? '', /^\d+$/);
    assert.ok(Number.isFinite(Date.parse(headers.get('date') ?? '')));
  });

  it('listens on 127.0.0.1 and says so', () => {
    assert.match(simulator.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });
});
