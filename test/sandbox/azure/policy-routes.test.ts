// Writing JIT policies: PUT replaces all of it, and the Deny rules follow.
import assert from 'node:assert/strict';
import { type AzureSimulator, startAzureSimulator } from '../../../sandbox/azure/simulator.ts';
import { machineId, sdkFor, testClock } from './clients.ts';

const port = (number: number, maxRequestAccessDuration = 'PT3H') => ({
  number,
  protocol: '*',
  allowedSourceAddressPrefix: '*',
  maxRequestAccessDuration,
});

describe('JIT policies in the Azure simulator', () => {
  let clock: ReturnType<typeof testClock>;
  let simulator: AzureSimulator;
  let policies: ReturnType<typeof sdkFor>['security']['jitNetworkAccessPolicies'];
  beforeEach(async () => {
    clock = testClock();
    simulator = await startAzureSimulator({ now: clock.now });
    policies = sdkFor(simulator.url).security.jitNetworkAccessPolicies;
  });
  afterEach(() => simulator.close());

  const denied = (nsg: string) =>
    simulator
      .nsg(nsg)
      .filter((rule) => rule.access === 'Deny' && rule.jitFor !== undefined)
      .map((rule) => [rule.priority, rule.destinations, rule.destinationPorts]);
  const read = () => policies.get('rg-web-prod', 'westeurope', 'default');
  type Body = Parameters<typeof policies.createOrUpdate>[3];
  const put = (virtualMachines: Body['virtualMachines'], more: Partial<Body> = {}) =>
    policies.createOrUpdate('rg-web-prod', 'westeurope', 'default', {
      kind: 'Basic',
      virtualMachines,
      ...more,
    });

  it('replaces the whole policy: machines left out lose their protection', async () => {
    const id = machineId('rg-web-prod', 'web-01');
    await put([{ id, ports: [port(3389), port(22)] }]);
    const policy = await policies.get('rg-web-prod', 'westeurope', 'default');
    assert.deepEqual(
      [policy.virtualMachines, denied('nsg-web-01'), denied('nsg-web-02')],
      [[{ id, ports: [port(3389), port(22)] }], [[4096, ['10.20.1.4'], ['22', '3389']]], []],
    );
  });

  it('keeps the requests of machines that left', async () => {
    const id = machineId('rg-web-prod', 'web-02');
    await policies.initiate('rg-web-prod', 'westeurope', 'default', {
      virtualMachines: [
        {
          id,
          ports: [
            {
              number: 3389,
              endTimeUtc: new Date(clock.now() + 60_000),
              allowedSourceAddressPrefix: '203.0.113.7',
            },
          ],
        },
      ],
    });
    const { requests = [] } = await read();
    const policy = await put([{ id: machineId('rg-web-prod', 'web-01'), ports: [port(3389)] }], { requests });
    assert.deepEqual(
      policy.requests?.flatMap((request) => request.virtualMachines.map((machine) => machine.id)),
      [id],
    );
  });

  it('makes a policy that was not there, and takes it away again', async () => {
    const id = machineId('rg-vault-prod', 'vault-01');
    await policies.createOrUpdate('rg-vault-prod', 'westeurope', 'second', {
      kind: 'Basic',
      virtualMachines: [{ id, ports: [port(8200)] }],
    });
    const added = denied('nsg-vault-01');
    await policies.delete('rg-vault-prod', 'westeurope', 'second');
    const removed = denied('nsg-vault-01');
    assert.deepEqual(
      [added, removed],
      [[[4096, ['10.20.4.4'], ['22', '8200']]], [[4096, ['10.20.4.4'], ['22']]]],
    );
    await policies.delete('rg-vault-prod', 'westeurope', 'second');
    await assert.rejects(policies.get('rg-vault-prod', 'westeurope', 'second'), { code: 'PolicyNotFound' });
  });

  const web01 = machineId('rg-web-prod', 'web-01');
  const wrongs = [
    { what: 'a machine of another group', id: machineId('rg-app-prod', 'app-01'), ports: [port(22)] },
    { what: 'a maximum under five minutes', id: web01, ports: [port(22, 'PT4M')] },
    { what: 'a maximum over a day', id: web01, ports: [port(22, 'P2D')] },
    {
      what: 'an IPv6 source',
      id: web01,
      ports: [{ ...port(22), allowedSourceAddressPrefix: '2001:db8::/32' }],
    },
  ];
  for (const { what, id, ports } of wrongs) {
    it(`refuses ${what} and changes nothing`, async () => {
      const before = simulator.picture();
      await assert.rejects(put([{ id, ports }]), { statusCode: 400 });
      assert.deepEqual(simulator.picture(), before);
    });
  }
});
