// What the example estate promises to those who test against it.
import assert from 'node:assert/strict';
import { exampleEstate, production } from '../../../sandbox/azure/estate.ts';
import { buildEstate } from '../../../sandbox/azure/estate-builder.ts';
import { partsOf, sameId } from '../../../sandbox/azure/ids.ts';
import { protect } from '../../../sandbox/azure/protection.ts';
import { estateSchema, type World } from '../../../sandbox/azure/world.ts';

const worldOf = (): World => ({
  ...exampleEstate(),
  initiations: [],
  deletions: [],
  quirks: {},
  randomState: 1,
});
const ports = (world: World, name: string) =>
  world.policies
    .flatMap((policy) => policy.machines)
    .filter((machine) => partsOf(machine.id).name === name)
    .map((machine) =>
      machine.ports.map((port) => `${port.number} ${port.maxRequestAccessDuration}`).join(', '),
    );

describe('the example estate', () => {
  it('holds to its schema', () => {
    assert.deepEqual(estateSchema.parse(exampleEstate()), exampleEstate());
  });

  const cases: readonly [string, readonly string[]][] = [
    ['web-01', ['3389 PT3H, 5985 PT3H, 5986 PT3H']],
    ['web-02', ['3389 PT3H, 5985 PT3H, 5986 PT3H']],
    ['db-2', ['22 PT3H']],
    ['prod-sql-1', ['1433 PT2H, 3389 PT1H']],
    ['jump-01', ['3389 PT8H', '3389 PT3H']],
    ['pay-01', ['22 PT15M']],
    ['batch-01', ['22 PT24H']],
    ['build-01', []],
    ['demo-01', []],
  ];
  for (const [name, expected] of cases) {
    it(`lists ${expected.length === 0 ? 'no JIT port' : expected.join(' and ')} for ${name}`, () => {
      assert.deepEqual(ports(worldOf(), name), expected);
    });
  }

  it('gives no NSG two rules of one priority and direction, as Azure would refuse', () => {
    const world = worldOf();
    protect(world);
    const twice = world.nsgs.filter(
      ({ rules }) => new Set(rules.map((rule) => `${rule.direction} ${rule.priority}`)).size < rules.length,
    );
    assert.deepEqual(twice, []);
  });

  it('gives machines that share an NSG a Deny rule each', () => {
    const world = worldOf();
    protect(world);
    const shared = world.nsgs.find((nsg) => partsOf(nsg.id).name === 'nsg-snet-tools');
    assert.deepEqual(
      shared?.rules.map((rule) => [rule.priority, rule.destinations, rule.destinationPorts]),
      [
        [4096, ['10.40.1.4'], ['3389']],
        [4095, ['10.40.1.5'], ['22']],
        [4094, ['10.40.1.6'], ['22', '8443']],
      ],
    );
  });

  it('spells the ids of one policy’s machines differently', () => {
    const policy = exampleEstate().policies.find(({ id }) => id.includes('rg-web-prod'));
    assert.deepEqual(
      policy?.machines.map((machine) => partsOf(machine.id).group),
      ['RG-WEB-PROD', 'rg-web-prod'],
    );
  });

  it('keeps every machine in the group and region of its policy', () => {
    const { policies, machines } = exampleEstate();
    const strays = policies.flatMap((policy) =>
      policy.machines.filter((covered) => {
        const machine = machines.find((candidate) => sameId(candidate.id, covered.id));
        return (
          machine?.region !== policy.region || !sameId(partsOf(covered.id).group, partsOf(policy.id).group)
        );
      }),
    );
    assert.deepEqual(strays, []);
  });

  it('is made anew at every call', () => {
    exampleEstate().nsgs[0]?.rules.splice(0);
    assert.ok((exampleEstate().nsgs[0]?.rules.length ?? 0) > 0);
  });

  it('cannot be built with an NSG nobody described', () => {
    const row = {
      subscription: production,
      group: 'rg',
      region: 'westeurope',
      name: 'vnet',
      prefix: '10.0.0.0/8',
    };
    assert.throws(
      () =>
        buildEstate({
          subscriptions: [],
          nsgs: [],
          machines: [],
          networks: [{ ...row, subnets: [{ name: 'snet', prefix: '10.0.0.0/24', nsg: 'nix' }] }],
        }),
      /no NSG nix/,
    );
  });
});
