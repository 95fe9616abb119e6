// Which rules may be deleted to end a grant: those that serve it and nothing else.
import assert from 'node:assert/strict';
import type { NewRule } from '../../sandbox/azure/rule-changes.ts';
import { createArm } from '../../src/azure/arm.ts';
import { createRevoke } from '../../src/azure/revoke.ts';
import { ids, nic, nsg, rule, subnet } from '../support/arm-bodies.ts';
import { type ArmServer, armError, startArmServer } from '../support/arm-server.ts';
import { briefly, thrownBy } from './faults.ts';
import { jitName, type RevokeWorld, rdp, startRevokeWorld, vault, web } from './revoke-world.ts';

const like: NewRule = {
  name: jitName('a'),
  priority: 120,
  access: 'Allow',
  sources: [rdp.source],
  destinations: ['10.20.1.4'],
  destinationPorts: ['3389'],
};

describe('The rules that stand for a grant', () => {
  let world: RevokeWorld;
  beforeEach(async () => {
    world = await startRevokeWorld();
  });
  afterEach(() => world.simulator.close());

  const names = async (machine = web, opening = rdp) =>
    (await world.revoke.standing(machine, opening)).map((one) => `${one.rule.nsg}/${one.rule.name}`);

  it('are told with where they are and their version', async () => {
    await world.open();
    const { id, etag, rule: named } = await world.only();
    const [made] = world.jitRules();
    assert.deepEqual(
      { id, rule: named },
      {
        id: `${web.nsgs}/nsg-web-01/securityRules/${made?.name}`,
        rule: { nsg: 'nsg-web-01', name: made?.name, priority: 100 },
      },
    );
    assert.match(etag, /^W\/"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"$/);
  });

  it('are found with and without the length of the address', async () => {
    await world.open();
    assert.equal((await names(web, { ...rdp, source: '203.0.113.7/32' })).length, 1);
  });

  it('are none for another source, another port, or before Azure made one', async () => {
    assert.deepEqual(await names(), []);
    await world.open();
    assert.deepEqual(await names(web, { ...rdp, source: '203.0.113.8' }), []);
    assert.deepEqual(await names(web, { ...rdp, port: 5986 }), []);
  });

  it('are two where two grants look the same', async () => {
    await world.open();
    await world.open();
    assert.equal((await names()).length, 2);
  });

  it('are looked for on both NSGs', async () => {
    const ssh = { source: rdp.source, port: 22 };
    await world.open(ssh, vault);
    const { machines } = world.simulator.picture();
    const address = machines.find(({ name }) => name === 'vault-01')?.privateAddress ?? '';
    world.simulator.addRule('nsg-snet-vault', {
      ...like,
      destinations: [address],
      destinationPorts: ['22'],
    });
    assert.deepEqual(
      (await world.revoke.standing(vault, ssh)).map((one) => one.rule.nsg),
      ['nsg-vault-01', 'nsg-snet-vault'],
    );
  });

  it('are those that read as JIT writes them', async () => {
    world.simulator.addRule('nsg-web-01', like);
    assert.deepEqual(await names(), [`nsg-web-01/${jitName('a')}`]);
  });

  const others: Record<string, Partial<NewRule>> = {
    'serves another source, too': { sources: ['203.0.113.7', '203.0.113.8'] },
    'serves another port, too': { destinationPorts: ['3389', '22'] },
    'serves another machine, too': { destinations: ['10.20.1.4', '10.20.1.5'] },
    'serves all machines': { destinations: ['*'] },
    'JIT did not make': { name: 'allow-ada' },
    denies: { access: 'Deny' },
  };
  for (const [what, change] of Object.entries(others))
    it(`leave out one that ${what}`, async () => {
      world.simulator.addRule('nsg-web-01', { ...like, ...change });
      assert.deepEqual(await names(), []);
    });

  it('are unknown when an NSG cannot be read', async () => {
    await world.open();
    const action = { status: 403, body: armError('AuthorizationFailed', 'x') };
    world.simulator.faults.add({ match: 'GET networkSecurityGroups', action });
    assert.partialDeepStrictEqual(briefly(await thrownBy(names())), {
      code: 'forbidden',
      permission: 'Microsoft.Network/networkSecurityGroups/read',
    });
  });

  describe('in an answer that lacks something', () => {
    let server: ArmServer;
    beforeEach(async () => {
      server = await startArmServer();
    });
    afterEach(() => server.close());

    for (const missing of ['id', 'etag'])
      it(`are unknown, not none, without the ${missing}`, async () => {
        const whole = { ...rule(jitName('c')), id: ids.rule, etag: 'W/"1"' };
        server.answer('GET', ids.nic, { body: nic({ networkSecurityGroup: { id: ids.nsg } }) });
        server.answer('GET', ids.subnet, { body: subnet() });
        server.answer('GET', ids.nsg, { body: nsg(ids.nsg, [{ ...whole, [missing]: undefined }]) });
        const machine = {
          azureId: ids.machine,
          addresses: [{ interfaceId: ids.nic, privateAddress: '10.0.0.4', primary: true }],
        };
        const arm = createArm({ cloud: 'public', armEndpoint: server.origin, timeLimitMilliseconds: 3000 });
        assert.deepEqual(briefly(await thrownBy(createRevoke(arm).standing(machine, rdp))), {
          code: 'unavailable',
          message: `Azure described the rule ${jitName('c')} of web-nsg only in part.`,
        });
      });
  });
});
