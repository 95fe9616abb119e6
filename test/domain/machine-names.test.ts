// Finding machines by name.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Machine } from '../../src/domain/machine.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';

const machine = (name: string, resourceGroup = 'rg-main'): Machine => {
  const azureId = `/subscriptions/S1/resourceGroups/${resourceGroup}/providers/Microsoft.Compute/virtualMachines/${name}`;
  return {
    id: azureId.toLowerCase(),
    azureId,
    name,
    subscription: { id: 's1', name: 'Production' },
    resourceGroup,
    region: 'westeurope',
    addresses: [],
    jitPorts: [],
  };
};

const namesOf = (machines: readonly Machine[]) => machines.map(({ name }) => name);

const estate = [
  'web-01',
  'web-02',
  'web-10',
  'db-2',
  'prod-sql-1',
  'mysql-7',
  'jumpbox',
  'build-agent-03',
  'mail',
  'WIN-DC01',
].map((name) => machine(name));

describe('byName', () => {
  const twins = [machine('app-1', 'rg-b'), machine('app-1', 'rg-a'), machine('APP-1', 'rg-c')];
  const index = indexMachines([...estate, ...twins]);

  it('finds the exact spelling', () => {
    assert.deepEqual(namesOf(index.byName('web-01')), ['web-01']);
  });

  it('finds another case when nothing is spelt exactly so', () => {
    assert.deepEqual(namesOf(index.byName('Web-01')), ['web-01']);
  });

  it('prefers the exact spelling to other cases', () => {
    assert.deepEqual(index.byName('APP-1'), [twins[2]]);
  });

  it('gives all machines of a name, in the order of their ids', () => {
    assert.deepEqual(index.byName('app-1'), [twins[1], twins[0]]);
  });

  it('gives all cases when none is exact', () => {
    assert.deepEqual(index.byName('App-1'), [twins[2], twins[1], twins[0]]);
  });

  for (const name of ['', 'web', 'web-1', 'constructor', '__proto__'])
    it(`finds no machine called ${JSON.stringify(name)}`, () => {
      assert.deepEqual(index.byName(name), []);
    });
});

describe('byId', () => {
  const [first] = estate;
  const index = indexMachines(estate);

  it('finds a machine by its id in any case', () => {
    assert.equal(index.byId(first?.azureId.toUpperCase() ?? ''), first);
  });

  it('finds nothing for an unknown id', () => {
    assert.equal(index.byId('/subscriptions/s1'), undefined);
  });
});

describe('nearest', () => {
  const index = indexMachines(estate);

  const best: Record<string, readonly string[]> = {
    web1: ['web-01', 'web-10'],
    web01: ['web-01', 'web-10'],
    'WEB-1': ['web-01', 'web-10'],
    'wbe-01': ['web-01'],
    'eb-02': ['web-02'],
    'web-03': ['web-01', 'web-02'],
    web: ['web-01', 'web-02', 'web-10'],
    sql: ['prod-sql-1', 'mysql-7'],
    sql1: ['prod-sql-1'],
    db02: ['db-2'],
    jumpbx: ['jumpbox'],
    jump: ['jumpbox'],
    'jump-box': ['jumpbox'],
    buildagent3: ['build-agent-03'],
    'agent-03': ['build-agent-03'],
    dc1: ['WIN-DC01'],
    mial: ['mail'],
  };
  for (const [typed, expected] of Object.entries(best))
    it(`takes ${typed} for ${expected.join(', then ')}`, () => {
      assert.deepEqual(namesOf(index.nearest(typed, expected.length)), expected);
    });

  for (const typed of ['', '???', 'x'.repeat(10_000)])
    it(`gives as many as asked for ${JSON.stringify(typed.slice(0, 8))}`, () => {
      assert.equal(index.nearest(typed, 5).length, 5);
    });

  it('gives all machines when there are fewer than asked', () => {
    assert.deepEqual(namesOf(indexMachines(estate.slice(0, 2)).nearest('zzz', 5)), ['web-01', 'web-02']);
  });

  it('gives nothing when there are no machines', () => {
    assert.deepEqual(indexMachines([]).nearest('web', 5), []);
  });

  it('gives each machine of a shared name', () => {
    const twins = [machine('app-1', 'rg-b'), machine('app-1', 'rg-a')];

    assert.deepEqual(indexMachines([...estate, ...twins]).nearest('app1', 2), [twins[1], twins[0]]);
  });

  it('does not depend on the order of the machines', () => {
    const shuffled = fc.shuffledSubarray(estate, { minLength: estate.length });
    fc.assert(
      fc.property(shuffled, fc.string({ maxLength: 12 }), (otherwise, typed) => {
        assert.deepEqual(indexMachines(otherwise).nearest(typed, 5), index.nearest(typed, 5));
      }),
    );
  });

  it('finds a slip of the pen among many machines', () => {
    const roles = ['web', 'sql', 'cache', 'proxy', 'build'];
    const many = Array.from({ length: 5000 }, (_, i) =>
      machine(`${roles[i % 5]}-${String(i).padStart(5, '0')}`),
    );
    const index = indexMachines(many);
    const slips = ['wbe-04320', 'sql4321', 'cahce-04322', 'proxi-4323', 'buld-04324'];

    assert.deepEqual(
      slips.map((typed) => namesOf(index.nearest(typed, 1)).join()),
      ['web-04320', 'sql-04321', 'cache-04322', 'proxy-04323', 'build-04324'],
    );
  });
});
