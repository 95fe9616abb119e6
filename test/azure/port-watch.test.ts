import assert from 'node:assert/strict';
import type { PortWatch } from '../../src/access/azure-ports.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createPortWatch } from '../../src/azure/port-watch.ts';
import type { NsgRule } from '../../src/domain/nsg/rule.ts';
import { ids, ipConfiguration, nic, nsg, rule, subnet } from '../support/arm-bodies.ts';
import { type ArmServer, armError, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';

const machine = {
  azureId: ids.machine,
  addresses: [{ interfaceId: ids.nic, privateAddress: '10.0.0.4', primary: true }],
};
const twoInterfaces = {
  azureId: ids.machine,
  addresses: [
    ...machine.addresses,
    { interfaceId: ids.otherNic, privateAddress: '10.0.0.5', primary: false },
  ],
};
const gone = { status: 404, body: armError('ResourceNotFound', 'The Resource was not found.') };
const names = (rules: readonly NsgRule[] | undefined) => rules?.map((one) => `${one.nsg}/${one.name}`);

describe('Port watch', () => {
  let server: ArmServer;
  let watch: PortWatch;

  beforeEach(async () => {
    server = await startArmServer();
    watch = createPortWatch(
      createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 5000 }),
      Date.now,
    );
    server.answer('GET', ids.nsg, {
      body: nsg(ids.nsg, [rule('own')], [rule('DenyAllInBound', { access: 'Deny' })]),
    });
    server.answer('GET', ids.subnetNsg, { body: nsg(ids.subnetNsg, [rule('shared')]) });
  });
  afterEach(() => server.close());

  const seen = async (of = machine) =>
    (await watch.filtersOf(of)).map((filters) => ({
      ...filters,
      onInterface: names(filters.onInterface),
      onSubnet: names(filters.onSubnet),
    }));

  const placements = [
    ['on the interface', ids.nsg, undefined, ['web-nsg/own', 'web-nsg/DenyAllInBound'], undefined],
    ['on the subnet', undefined, ids.subnetNsg, undefined, ['subnet-nsg/shared']],
    ['on both', ids.nsg, ids.subnetNsg, ['web-nsg/own', 'web-nsg/DenyAllInBound'], ['subnet-nsg/shared']],
    ['nowhere', undefined, undefined, undefined, undefined],
  ] as const;
  for (const [where, nicNsg, subnetNsg, onInterface, onSubnet] of placements)
    it(`reads an NSG ${where}`, async () => {
      server.answer('GET', ids.nic, { body: nic({ networkSecurityGroup: nicNsg && { id: nicNsg } }) });
      server.answer('GET', ids.subnet, { body: subnet(subnetNsg) });

      assert.deepEqual(await seen(), [{ privateAddress: '10.0.0.4', primary: true, onInterface, onSubnet }]);
    });

  it('looks afresh each time', async () => {
    server.answer('GET', ids.nic, { body: nic() });
    server.answer('GET', ids.subnet, { body: subnet(ids.subnetNsg) });
    server.answer(
      'GET',
      ids.subnetNsg,
      { body: nsg(ids.subnetNsg, []) },
      { body: nsg(ids.subnetNsg, [rule('new')]) },
    );

    const looks = [await seen(), await seen()];

    assert.deepEqual(
      looks.map(([filters]) => filters?.onSubnet),
      [[], ['subnet-nsg/new']],
    );
  });

  it('reads what two interfaces share once, whatever its spelling', async () => {
    const sharedNsg = (id: string) => ({ networkSecurityGroup: { id } });
    server.answer('GET', ids.nic, { body: nic(sharedNsg(ids.subnetNsg)) });
    server.answer('GET', ids.otherNic, {
      body: nic(
        {
          ...sharedNsg(ids.subnetNsg.toUpperCase()),
          primary: false,
          ipConfigurations: [
            ipConfiguration('10.0.0.5'),
            ipConfiguration('10.0.0.6', { primary: false }),
            ipConfiguration('fd00::5', { privateIPAddressVersion: 'IPv6', primary: false }),
          ],
        },
        ids.otherNic,
      ),
    });
    server.answer('GET', ids.subnet, { body: subnet(ids.subnetNsg) });

    const filters = await watch.filtersOf(twoInterfaces);

    assert.deepEqual(
      filters.map(({ privateAddress, primary }) => [privateAddress, primary]),
      [
        ['10.0.0.4', true],
        ['10.0.0.5', false],
        ['10.0.0.6', false],
      ],
    );
    assert.deepEqual([server.count('GET', ids.subnet), server.count('GET', ids.subnetNsg)], [1, 1]);
  });

  it('passes over an interface that is gone', async () => {
    server.answer('GET', ids.nic, { body: nic() });
    server.answer('GET', ids.otherNic, gone);
    server.answer('GET', ids.subnet, { body: subnet() });

    assert.deepEqual(
      (await watch.filtersOf(twoInterfaces)).map(({ privateAddress }) => privateAddress),
      ['10.0.0.4'],
    );
  });

  it('passes over an interface that another machine has now', async () => {
    server.answer('GET', ids.nic, { body: nic({ virtualMachine: { id: `${ids.machine}0` } }) });
    assert.deepEqual(await watch.filtersOf(machine), []);
  });

  it('keeps an interface that names its machine in another case, or no machine', async () => {
    server.answer('GET', ids.nic, { body: nic({ virtualMachine: { id: ids.machine.toUpperCase() } }) });
    server.answer('GET', ids.otherNic, { body: nic({ virtualMachine: undefined }, ids.otherNic) });
    server.answer('GET', ids.subnet, { body: subnet() });
    assert.equal((await watch.filtersOf(twoInterfaces)).length, 2);
  });

  const rights = [
    [ids.nic, 'Microsoft.Network/networkInterfaces/read'],
    [ids.subnet, 'Microsoft.Network/virtualNetworks/subnets/read'],
    [ids.nsg, 'Microsoft.Network/networkSecurityGroups/read'],
    [ids.subnetNsg, 'Microsoft.Network/networkSecurityGroups/read'],
  ] as const;
  for (const [id, permission] of rights)
    it(`names the missing right on ${id.split('/').at(-1)}`, async () => {
      server.answer('GET', ids.nic, { body: nic({ networkSecurityGroup: { id: ids.nsg } }) });
      server.answer('GET', ids.subnet, { body: subnet(ids.subnetNsg) });
      const message = `The client 'x' does not have authorization to perform action '${permission}' over scope '${id}'`;
      server.answer('GET', id, { status: 403, body: armError('AuthorizationFailed', message) });

      assert.deepEqual(briefly(await thrownBy(watch.filtersOf(machine))), {
        code: 'forbidden',
        message: `The bot lacks the right ${permission} in Azure.`,
        permission,
      });
    });

  const torn = [
    ['an NSG that went while it looked', ids.nsg, gone, 'The network was changed while the bot looked.'],
    ['a subnet that went while it looked', ids.subnet, gone, 'The network was changed while the bot looked.'],
    [
      'an NSG without rules in its body',
      ids.nsg,
      { body: { id: ids.nsg } },
      'Azure described a network security group in a way the bot does not understand.',
    ],
    [
      'an empty subnet',
      ids.subnet,
      { body: {} },
      'Azure described a subnet in a way the bot does not understand.',
    ],
    [
      'an interface that is only half there',
      ids.nic,
      { body: { id: ids.nic } },
      'Azure described a network interface in a way the bot does not understand.',
    ],
    [
      'an interface without a subnet',
      ids.nic,
      { body: nic({ ipConfigurations: [ipConfiguration('10.0.0.4', { subnet: undefined })] }) },
      'Azure did not say in which subnet the machine is.',
    ],
    [
      'a page of some proxy',
      ids.nic,
      { status: 404, body: '<html>404</html>' },
      'Something other than Azure answered the bot.',
    ],
  ] as const;
  for (const [what, id, reply, message] of torn)
    it(`draws no conclusion from ${what}`, async () => {
      server.answer('GET', ids.nic, { body: nic({ networkSecurityGroup: { id: ids.nsg } }) });
      server.answer('GET', ids.subnet, { body: subnet() });
      server.answer('GET', id, reply);

      assert.deepEqual(briefly(await thrownBy(watch.filtersOf(machine))), { code: 'unavailable', message });
    });
});
