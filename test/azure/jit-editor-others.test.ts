// Others change the JIT policy that is being changed: in this process, in another one, and by hand. Over real HTTP.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import type { JitEdit } from '../../src/access/setup-ports.ts';
import {
  type EditorWorld,
  edited,
  rdpFor,
  setting,
  startEditorWorld,
  web,
  webEdit,
  webPorts,
} from './editor-world.ts';
import { briefly, thrownBy } from './faults.ts';

const minute = 60_000;
const putPolicy = 'PUT jitNetworkAccessPolicies';
const getPolicy = 'GET jitNetworkAccessPolicies';

describe('changing a JIT policy that others change', () => {
  let world: EditorWorld;
  beforeEach(async () => {
    world = await startEditorWorld();
  });
  afterEach(() => world.close());

  /** Somebody else gives the neighbour another longest time. */
  const editNeighbour = (longest: string) => () =>
    world.simulator.editPolicy(web.policyId, ({ machines }) => {
      for (const one of machines) if (one.id === web.neighbourId) one.ports = [rdpFor(longest)];
    });

  it('lets writers of one process take turns: every entry survives', async () => {
    const edits: JitEdit[] = [
      webEdit,
      {
        ...webEdit,
        policyId: web.policyId.toUpperCase(),
        machineId: web.neighbourId,
        wanted: [setting(22)],
      },
    ];
    assert.deepEqual(await Promise.all(edits.map((edit) => world.write(edit))), ['written', 'written']);
    assert.deepEqual(
      [world.mine(), world.neighbour().map(({ ports }) => ports), world.puts()],
      [edited, [[{ ...rdpFor('PT3H'), number: 22 }]], 2],
    );
  });

  it('goes on with the next writer after one that failed', async () => {
    world.simulator.faults.add({ match: getPolicy, times: 3, action: 'reset-before' });
    const [first, second] = await Promise.allSettled([world.write(webEdit), world.write(webEdit)]);
    assert.deepEqual([first?.status, second], ['rejected', { status: 'fulfilled', value: 'written' }]);
  });

  it("notices another's change between its reads, and both survive", async () => {
    world.simulator.meddle(getPolicy, 1, editNeighbour('PT8H'));
    assert.deepEqual(
      [await world.write(webEdit), world.mine(), world.neighbour().map(({ ports }) => ports)],
      ['written', edited, [[rdpFor('PT8H')]]],
    );
  });

  it('notices that the policy went away between its reads, and makes it anew', async () => {
    const edit = { ...webEdit, machineId: web.machineId, before: [] as const };
    world.simulator.editPolicy(web.policyId, (one) => {
      one.machines = one.machines.filter(({ id }) => id === web.neighbourId);
    });
    world.simulator.meddle(getPolicy, 1, () =>
      fetch(`${world.simulator.url}${web.policyId}?api-version=1`, {
        method: 'DELETE',
        headers: { authorization: 'Bearer x' },
      }),
    );
    assert.deepEqual(
      [await world.write(edit), world.policy().machines],
      ['written', [{ id: web.machineId, ports: edited[0] }]],
    );
  });

  it('writes nothing over a change of the same machine', async () => {
    world.simulator.meddle(getPolicy, 1, () =>
      world.simulator.editPolicy(web.policyId, ({ machines }) => {
        for (const one of machines) one.ports = [rdpFor('PT2H')];
      }),
    );
    assert.deepEqual(
      [await world.write(webEdit), world.mine(), world.puts()],
      ['overtaken', [[rdpFor('PT2H')]], 0],
    );
  });

  it('gives up where others never stop, having written nothing', async () => {
    for (let nth = 1; nth <= 12; nth += 1) world.simulator.meddle(getPolicy, nth, editNeighbour(`PT${nth}H`));
    assert.deepEqual(
      [briefly(await thrownBy(world.write(webEdit))), world.puts()],
      [{ code: 'unavailable', message: 'Others keep changing this JIT policy. Nothing was written.' }, 0],
    );
  });

  it('keeps openings that were asked for between its reads', async () => {
    world.simulator.meddle(getPolicy, 1, () => initiate(world, 'between'));
    await initiate(world, 'before');
    await world.write(webEdit);
    const { properties } = (await (await raw(world, 'GET')).json()) as Listed;
    assert.deepEqual(
      properties.requests.map(({ justification }) => justification),
      ['before', 'between'],
    );
  });

  it('writes again where somebody wrote the old policy over it', async () => {
    const { machines } = world.policy();
    world.simulator.meddle(putPolicy, 1, () =>
      world.simulator.editPolicy(web.policyId, (one) => {
        one.machines = machines;
      }),
    );
    assert.deepEqual([await world.write(webEdit), world.mine(), world.puts()], ['written', edited, 2]);
  });

  it('does not say what it does not know where somebody changed this machine right after', async () => {
    world.simulator.meddle(putPolicy, 1, () =>
      world.simulator.editPolicy(web.policyId, ({ machines }) => {
        for (const one of machines) one.ports = [rdpFor('PT2H')];
      }),
    );
    assert.equal((await thrownBy(world.write(webEdit))).code, 'in-doubt');
    assert.deepEqual(
      [await world.write(webEdit), world.mine(), world.puts()],
      ['overtaken', [[rdpFor('PT2H')]], 1],
    );
  });

  it('is noticed by another process, which writes again what was lost', async () => {
    const { simulator, write, newEditor } = world;
    // Both read; the other one's PUT comes after ours, and before we read back.
    const other = newEditor();
    const stale = simulator.policy(web.policyId).machines;
    simulator.meddle('PUT', 1, () =>
      simulator.editPolicy(web.policyId, (policy) => {
        policy.machines = stale;
      }),
    );
    const neighbourOut: JitEdit = { ...webEdit, machineId: web.neighbourId, before: webPorts, wanted: [] };
    assert.equal(await write(webEdit), 'written');
    assert.equal(await other.write(neighbourOut), 'written');
    assert.deepEqual(
      simulator.policy(web.policyId).machines.map(({ ports }) => ports),
      [[rdpFor('PT1H')]],
    );
  });

  it('heeds an ETag where Azure sends one: a change right before the PUT is noticed', async () => {
    await world.close();
    world = await startEditorWorld({ policyEtags: true });
    const { simulator } = world;
    simulator.meddle('GET jitNetworkAccessPolicies', 2, () =>
      simulator.editPolicy(web.policyId, ({ machines }) => {
        for (const one of machines) if (one.id === web.neighbourId) one.ports = [rdpFor('PT8H')];
      }),
    );
    assert.deepEqual(
      [
        await world.write(webEdit),
        world.entriesOf(web.policyId, web.neighbourId).map(({ ports }) => ports),
        world.puts(),
      ],
      ['written', [[rdpFor('PT8H')]], 2],
    );
  });
});

interface Listed {
  readonly properties: { readonly requests: readonly { justification: string }[] };
}

const raw = (world: EditorWorld, method: string, path = '', body?: object) =>
  fetch(`${world.simulator.url}${web.policyId}${path}?api-version=2020-01-01`, {
    method,
    headers: { authorization: 'Bearer x', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });

async function initiate(world: EditorWorld, justification: string): Promise<void> {
  const ports = [
    {
      number: 3389,
      allowedSourceAddressPrefix: '203.0.113.7',
      endTimeUtc: new Date(Date.now() + 10 * minute).toISOString(),
    },
  ];
  const answer = await raw(world, 'POST', '/initiate', {
    virtualMachines: [{ id: web.machineId, ports }],
    justification,
  });
  if (answer.status !== 202) throw new Fault('rejected', await answer.text());
}
