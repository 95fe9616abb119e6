// One machine's entry in a JIT policy is changed, over real HTTP.
import assert from 'node:assert/strict';
import { exampleEstate, production } from '../../sandbox/azure/estate.ts';
import { buildEstate } from '../../sandbox/azure/estate-builder.ts';
import type { JitEdit } from '../../src/access/setup-ports.ts';
import {
  type EditorWorld,
  edited,
  pay,
  rdpFor,
  setting,
  startEditorWorld,
  vault,
  web,
  webEdit,
} from './editor-world.ts';
import { thrownBy } from './faults.ts';

const getPolicy = 'GET jitNetworkAccessPolicies';

describe('changing a JIT policy', () => {
  let world: EditorWorld;
  beforeEach(async () => {
    world = await startEditorWorld();
  });
  afterEach(() => world.close());

  it("writes this machine's entry, and the neighbour's stays", async () => {
    const before = world.neighbour();
    assert.deepEqual(
      [await world.write(webEdit), world.mine(), world.neighbour(), world.puts()],
      ['written', edited, before, 1],
    );
  });

  it('keeps what nobody knows of the policy, the entry and the port', async () => {
    const { more, machines } = world.policy(pay.policyId);
    const [entry] = machines;
    await world.write({
      ...pay,
      wanted: [setting(22, { protocol: 'TCP', maximumSeconds: 1800 }), setting(443)],
    });
    assert.deepEqual(
      [world.policy(pay.policyId).more, world.policy(pay.policyId).machines],
      [
        more,
        [
          {
            ...entry,
            ports: [
              { ...entry?.ports[0], maxRequestAccessDuration: 'PT30M' },
              { ...rdpFor('PT3H'), number: 443 },
            ],
          },
        ],
      ],
    );
    assert.deepEqual(
      [entry?.ports[0]?.reviewedBy, entry?.onboardedBy, more?.auditProfile !== undefined],
      ['pci-board', 'portal', true],
    );
  });

  it('writes nothing where it is so already', async () => {
    await world.write(webEdit);
    assert.deepEqual([await world.write(webEdit), world.puts()], ['already', 1]);
  });

  it('writes nothing where the policy says neither what it said nor what is wanted', async () => {
    const edit = { ...webEdit, before: [setting(22)] };
    assert.deepEqual([await world.write(edit), world.puts()], ['overtaken', 0]);
  });

  it('makes a policy that was not there', async () => {
    const edit: JitEdit = { ...vault, before: [], wanted: [setting(8200)] };
    assert.deepEqual(
      [await world.write(edit), world.policy(vault.policyId).machines],
      ['written', [{ id: vault.machineId, ports: [{ ...rdpFor('PT3H'), number: 8200 }] }]],
    );
  });

  it('takes a machine out, and leaves the others', async () => {
    const before = world.neighbour();
    assert.deepEqual(
      [await world.write({ ...webEdit, wanted: [] }), world.policy().machines],
      ['written', before],
    );
  });

  it('takes the last machine out, and leaves an empty policy', async () => {
    const out: JitEdit = { ...pay, wanted: [] };
    assert.deepEqual(
      [await world.write(out), world.policy(pay.policyId).machines, await world.write(out)],
      ['written', [], 'already'],
    );
  });

  it('has nothing to take out where there is no policy', async () => {
    assert.equal(await world.write({ ...vault, before: [], wanted: [] }), 'already');
  });

  it('finds policy and machine in any letter case', async () => {
    const edit = {
      ...webEdit,
      policyId: web.policyId.toUpperCase(),
      machineId: web.machineId.toUpperCase(),
    };
    assert.deepEqual([await world.write(edit), world.mine()], ['written', edited]);
  });

  it('makes one entry of two', async () => {
    world.simulator.editPolicy(web.policyId, ({ machines }) =>
      machines.push({ id: web.machineId.toUpperCase(), ports: [rdpFor('PT3H')], odd: true }),
    );
    await world.write(webEdit);
    assert.deepEqual(
      world.entriesOf(web.policyId, web.machineId).map(({ id: _, ...entry }) => entry),
      [{ ports: edited[0], odd: true }],
    );
  });

  it('writes nothing where Azure says only part of this machine', async () => {
    world.simulator.editPolicy(web.policyId, ({ machines }) => {
      for (const { ports } of machines) for (const port of ports) Object.assign(port, { protocol: 'SCTP' });
    });
    const fault = await thrownBy(world.write(webEdit));
    assert.deepEqual([fault.code, world.puts()], ['unavailable', 0]);
  });

  it('writes nothing where something other than the policy is answered', async () => {
    world.simulator.faults.add({
      match: getPolicy,
      action: { status: 200, headers: { 'content-type': 'application/json' }, body: { properties: {} } },
    });
    const fault = await thrownBy(world.write(webEdit));
    assert.deepEqual([fault.code, world.puts()], ['unavailable', 0]);
  });
});

describe('changing a JIT policy in a world of its own', () => {
  let world: EditorWorld | undefined;
  afterEach(() => world?.close());

  it('knows a refusal because Defender is off', async () => {
    world = await startEditorWorld({
      estate: { ...exampleEstate(), plans: { [production]: { pricingTier: 'Free' } } },
    });
    const { code, reason, message } = await thrownBy(world.write(webEdit));
    assert.deepEqual(
      [code, reason, message],
      [
        'rejected',
        'plan-off',
        'Azure takes no JIT policy while the plan of Defender for Servers is off for this subscription.',
      ],
    );
  });

  it('changes one of a hundred machines, and of the others not a byte', async () => {
    const place = { subscription: production, group: 'rg-web-prod', region: 'westeurope' };
    const machines = Array.from({ length: 100 }, (_, index) => ({
      ...place,
      name: `web-${String(index + 1).padStart(2, '0')}`,
      system: 'Windows' as const,
      privateAddress: `10.20.1.${index + 4}`,
      subnet: 'snet',
      jit: { policy: 'default', ports: [rdpFor('PT3H')], more: { odd: index } },
    }));
    const networks = [
      { ...place, name: 'vnet', prefix: '10.20.0.0/16', subnets: [{ name: 'snet', prefix: '10.20.1.0/24' }] },
    ];
    const subscriptions = [{ id: production, name: 'Production' }];
    world = await startEditorWorld({ estate: buildEstate({ subscriptions, networks, nsgs: [], machines }) });
    const { simulator } = world;
    const entries = () => simulator.policy(web.policyId).machines.map((entry) => JSON.stringify(entry));
    const before = entries();
    const at = before.findIndex((entry) => entry.includes('/web-50"'));

    assert.equal(
      await world.write({
        ...webEdit,
        machineId: web.machineId.replace('web-01', 'web-50'),
        before: [setting(3389)],
      }),
      'written',
    );
    const after = entries();
    assert.deepEqual(after.toSpliced(at, 1), before.toSpliced(at, 1));
    assert.deepEqual(JSON.parse(after[at] ?? ''), {
      ...JSON.parse(before[at] ?? ''),
      ports: [rdpFor('PT1H')],
    });
  });
});
