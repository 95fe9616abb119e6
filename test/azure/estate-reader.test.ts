// A whole subscription, read by the real SDKs from the simulator over real HTTP.
import assert from 'node:assert/strict';
import { type AzureSimulator, startAzureSimulator } from '../../sandbox/azure/simulator.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createEstateReader } from '../../src/azure/estate-reader.ts';
import { createJit } from '../../src/azure/jit.ts';
import type { SeenMachine, SeenSubscription } from '../../src/domain/estate.ts';
import type { NsgRule } from '../../src/domain/nsg/rule.ts';
import { armError } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';
import { machineId, nsgId, policyId, smallEstate, subnetId, subscription } from './small-estate.ts';

const at = Date.parse('2026-11-26T12:00:00Z');
const under = `/subscriptions/${subscription.id}/providers`;

describe('Estate reader', () => {
  let simulator: AzureSimulator;
  let calls: string[];
  const arm = () => createArm({ cloud: 'public', armEndpoint: simulator.url, timeLimitMilliseconds: 5000 });
  const read = () => createEstateReader(arm(), () => at).read(subscription);

  beforeEach(async () => {
    calls = [];
    simulator = await startAzureSimulator({
      estate: smallEstate(),
      journal: (event) => event.kind === 'call' && calls.push(event.path),
    });
  });
  afterEach(() => simulator.close());

  const machineIn = ({ machines }: SeenSubscription, name: string): SeenMachine =>
    machines.find((machine) => machine.name === name) ?? assert.fail(`${name} was not read`);
  const nsgsOf = (rules: readonly NsgRule[] | undefined) =>
    rules && [...new Set(rules.map(({ nsg }) => nsg))];

  const standing = [
    ['on-nic', ['nsg-nic'], undefined],
    ['on-subnet', undefined, ['nsg-subnet']],
    ['on-both', ['nsg-nic'], ['nsg-subnet']],
    ['on-none', undefined, undefined],
  ] as const;
  for (const [name, onInterface, onSubnet] of standing)
    it(`sees the NSGs of ${name}`, async () => {
      const { filters } = machineIn(await read(), name);
      assert.deepEqual(
        filters.map((each) => [nsgsOf(each.onInterface), nsgsOf(each.onSubnet)]),
        [[onInterface, onSubnet]],
      );
    });

  it('sees a machine whole', async () => {
    const { filters, ...machine } = machineIn(await read(), 'on-nic');
    assert.deepEqual(machine, {
      id: machineId('on-nic').toLowerCase(),
      azureId: machineId('on-nic').replace('rg-Estate', 'RG-ESTATE'),
      name: 'on-nic',
      subscription,
      resourceGroup: 'rg-Estate',
      region: 'westeurope',
      publicAddress: '198.51.100.4',
      system: 'Windows',
      jitPorts: [{ policyId, port: 3389, protocol: '*', maximumSeconds: 10_800, allowedSources: ['*'] }],
    });
    assert.deepEqual(
      filters.map(({ privateAddress, primary }) => [privateAddress, primary]),
      [['10.1.1.4', true]],
    );
  });

  it('reads every page, and knows which NSGs stand before something', async () => {
    const { machines, nsgs, readAt } = await read();
    assert.equal(machines.length, 8);
    assert.deepEqual(
      nsgs.map(({ id, name, resourceGroup, region, attached }) => [
        id,
        name,
        resourceGroup,
        region,
        attached,
      ]),
      [
        ['nsg-nic', true],
        ['nsg-subnet', true],
        ['nsg-spare', false],
      ].map(([name, attached]) => [
        nsgId(String(name)).toLowerCase(),
        name,
        'rg-Estate',
        'westeurope',
        attached,
      ]),
    );
    assert.equal(readAt, at);
  });

  it('asks for five lists, and by itself only for the subnet that no NSG names', async () => {
    await read();
    const [lists, others] = [true, false].map((isList) =>
      calls.filter((path) => path.startsWith(under) === isList).map((path) => path.toLowerCase()),
    );
    assert.equal(new Set(lists).size, 5);
    assert.deepEqual(others, [subnetId('bare').toLowerCase()]);
  });

  it('lists what policies say of machines that are gone, and their openings', async () => {
    await createJit(arm()).open({
      policyId,
      machineId: machineId('on-nic'),
      port: 3389,
      source: '203.0.113.7',
      endsAt: Date.now() + 900_000,
      justification: 'test',
    });
    const { policies, machines } = await read();
    assert.deepEqual(
      policies.map(({ id, machineIds }) => [id, machineIds]),
      [[policyId, ['on-nic', 'gone'].map((name) => machineId(name).toLowerCase())]],
    );
    assert.deepEqual(
      policies.flatMap(({ openings }) =>
        openings.map((each) => [each.machineId, each.port, each.sources, each.status]),
      ),
      [[machineId('on-nic').toLowerCase(), 3389, ['203.0.113.7'], 'Initiating']],
    );
    assert.equal(
      machines.some(({ name }) => name === 'gone'),
      false,
    );
  });

  const rights = [
    'Microsoft.Network/networkInterfaces',
    'Microsoft.Network/networkSecurityGroups',
    'Microsoft.Network/publicIPAddresses',
    'Microsoft.Compute/virtualMachines',
    'Microsoft.Security/jitNetworkAccessPolicies',
  ];
  for (const type of rights)
    it(`reads nothing without the right to list ${type}`, async () => {
      const permission = `${type}/read`;
      const message = `The client 'x' does not have authorization to perform action '${permission}' over scope 'y'`;
      simulator.faults.add({
        match: `${under}/${type}`,
        action: { status: 403, body: armError('AuthorizationFailed', message) },
      });
      assert.deepEqual(briefly(await thrownBy(read())), {
        code: 'forbidden',
        message: `The bot lacks the right ${permission} in Azure.`,
        permission,
      });
    });

  describe('where the list of NSGs holds only some', () => {
    const listNone = () =>
      simulator.faults.add({
        match: `${under}/Microsoft.Network/networkSecurityGroups`,
        action: { status: 200, body: { value: [] } },
      });

    it('reads those that something names by themselves', async () => {
      listNone();
      const seen = await read();
      assert.deepEqual(
        standing.map(([name]) =>
          machineIn(seen, name).filters.map((each) => [
            nsgsOf(each.onInterface)?.map((one) => one.toLowerCase()),
            nsgsOf(each.onSubnet)?.map((one) => one.toLowerCase()),
          ]),
        ),
        standing.map(([, onInterface, onSubnet]) => [[onInterface, onSubnet]]),
      );
      assert.deepEqual(
        seen.nsgs.map(({ id, attached }) => [id, attached]),
        [
          [nsgId('nsg-nic').toLowerCase(), true],
          [nsgId('nsg-subnet').toLowerCase(), true],
        ],
      );
    });

    for (const name of ['nsg-nic', 'nsg-subnet'])
      it(`does not take ${name} for none when it may not read it`, async () => {
        listNone();
        simulator.faults.add({
          match: `networkSecurityGroups/${name}`,
          action: { status: 403, body: armError('AuthorizationFailed', 'x') },
        });
        assert.deepEqual(briefly(await thrownBy(read())), {
          code: 'forbidden',
          message: 'The bot lacks the right Microsoft.Network/networkSecurityGroups/read in Azure.',
          permission: 'Microsoft.Network/networkSecurityGroups/read',
        });
      });
  });

  it('does not take a subnet for bare that it may not read', async () => {
    simulator.faults.add({
      match: 'subnets/bare',
      action: { status: 403, body: armError('AuthorizationFailed', 'x') },
    });
    const { permission } = await thrownBy(read());
    assert.equal(permission, 'Microsoft.Network/virtualNetworks/subnets/read');
  });

  it('knows machines whose interface is not shown', async () => {
    simulator.faults.add({
      match: `${under}/Microsoft.Network/networkInterfaces`,
      action: { status: 200, body: { value: [] } },
    });
    const seen = await read();
    const { name, region, system, filters, jitPorts } = machineIn(seen, 'on-nic');
    assert.deepEqual(
      [seen.machines.length, name, region, system, filters, jitPorts.map(({ port }) => port)],
      [8, 'on-nic', 'westeurope', 'Windows', [], [3389]],
    );
  });

  const unclear = [
    ['an interface without an id', 'Microsoft.Network/networkInterfaces', 'a network interface'],
    ['an NSG without rules', 'Microsoft.Network/networkSecurityGroups', 'a network security group'],
    ['a policy without an id', 'Microsoft.Security/jitNetworkAccessPolicies', 'a JIT policy'],
    ['a public address without an id', 'Microsoft.Network/publicIPAddresses', 'a public address'],
    ['a machine without an id', 'Microsoft.Compute/virtualMachines', 'a virtual machine'],
  ] as const;
  for (const [what, type, said] of unclear)
    it(`draws no conclusion from ${what}`, async () => {
      simulator.faults.add({
        match: `${under}/${type}`,
        action: { status: 200, body: { value: [{ name: 'x', properties: {} }] } },
      });
      assert.deepEqual(briefly(await thrownBy(read())), {
        code: 'unavailable',
        message: `Azure described ${said} in a way the bot does not understand.`,
      });
    });

  it('says where a policy describes ports only in part', async () => {
    simulator.faults.add({
      match: `${under}/Microsoft.Security/jitNetworkAccessPolicies`,
      action: {
        status: 200,
        body: {
          value: [
            {
              id: policyId,
              properties: { virtualMachines: [{ id: machineId('ON-NIC'), ports: [{ number: 22 }] }] },
            },
          ],
        },
      },
    });
    const { jitPorts, unclearPorts } = machineIn(await read(), 'on-nic');
    assert.deepEqual([jitPorts, unclearPorts], [[], true]);
  });
});
