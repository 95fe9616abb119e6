// One machine's entry in a JIT policy is changed while others change the same policy, over real HTTP.
import assert from 'node:assert/strict';
import { exampleEstate, production } from '../../sandbox/azure/estate.ts';
import { buildEstate } from '../../sandbox/azure/estate-builder.ts';
import { Fault } from '../../src/access/fault.ts';
import type { JitEdit } from '../../src/access/setup-ports.ts';
import {
  type EditorWorld,
  pay,
  rdpFor,
  setting,
  startEditorWorld,
  vault,
  web,
  webEdit,
  webPorts,
} from './editor-world.ts';
import { briefly, thrownBy } from './faults.ts';

const minute = 60_000;
const putPolicy = 'PUT jitNetworkAccessPolicies';
const getPolicy = 'GET jitNetworkAccessPolicies';

describe('changing a JIT policy', () => {
  let world: EditorWorld;
  beforeEach(async () => {
    world = await startEditorWorld();
  });
  afterEach(() => world.close());

  const policy = (id = web.policyId) => world.simulator.policy(id);
  const neighbour = () => world.entriesOf(web.policyId, web.neighbourId);
  const mine = () => world.entriesOf(web.policyId, web.machineId).map(({ ports }) => ports);
  /** Somebody else gives the neighbour another longest time. */
  const editNeighbour = (longest: string) => () =>
    world.simulator.editPolicy(web.policyId, ({ machines }) => {
      for (const one of machines) if (one.id === web.neighbourId) one.ports = [rdpFor(longest)];
    });
  const wanted = [[rdpFor('PT1H')]];

  describe('alone', () => {
    it("writes this machine's entry, and the neighbour's stays", async () => {
      const before = neighbour();
      assert.deepEqual(
        [await world.write(webEdit), mine(), neighbour(), world.puts()],
        ['written', wanted, before, 1],
      );
    });

    it('keeps what nobody knows of the policy, the entry and the port', async () => {
      const { more, machines } = policy(pay.policyId);
      const [entry] = machines;
      await world.write({
        ...pay,
        wanted: [setting(22, { protocol: 'TCP', maximumSeconds: 1800 }), setting(443)],
      });
      assert.deepEqual(
        [policy(pay.policyId).more, policy(pay.policyId).machines],
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
        [await world.write(edit), policy(vault.policyId).machines],
        ['written', [{ id: vault.machineId, ports: [{ ...rdpFor('PT3H'), number: 8200 }] }]],
      );
    });

    it('takes a machine out, and leaves the others', async () => {
      const before = neighbour();
      assert.deepEqual(
        [await world.write({ ...webEdit, wanted: [] }), policy().machines],
        ['written', before],
      );
    });

    it('takes the last machine out, and leaves an empty policy', async () => {
      const out: JitEdit = { ...pay, wanted: [] };
      assert.deepEqual(
        [await world.write(out), policy(pay.policyId).machines, await world.write(out)],
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
      assert.deepEqual([await world.write(edit), mine()], ['written', wanted]);
    });

    it('makes one entry of two', async () => {
      world.simulator.editPolicy(web.policyId, ({ machines }) =>
        machines.push({ id: web.machineId.toUpperCase(), ports: [rdpFor('PT3H')], odd: true }),
      );
      await world.write(webEdit);
      assert.deepEqual(
        world.entriesOf(web.policyId, web.machineId).map(({ id: _, ...entry }) => entry),
        [{ ports: wanted[0], odd: true }],
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

  describe('with others at work', () => {
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
        [mine(), neighbour().map(({ ports }) => ports), world.puts()],
        [wanted, [[{ ...rdpFor('PT3H'), number: 22 }]], 2],
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
        [await world.write(webEdit), mine(), neighbour().map(({ ports }) => ports)],
        ['written', wanted, [[rdpFor('PT8H')]]],
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
        [await world.write(edit), policy().machines],
        ['written', [{ id: web.machineId, ports: wanted[0] }]],
      );
    });

    it('writes nothing over a change of the same machine', async () => {
      world.simulator.meddle(getPolicy, 1, () =>
        world.simulator.editPolicy(web.policyId, ({ machines }) => {
          for (const one of machines) one.ports = [rdpFor('PT2H')];
        }),
      );
      assert.deepEqual(
        [await world.write(webEdit), mine(), world.puts()],
        ['overtaken', [[rdpFor('PT2H')]], 0],
      );
    });

    it('gives up where others never stop, having written nothing', async () => {
      for (let nth = 1; nth <= 12; nth += 1)
        world.simulator.meddle(getPolicy, nth, editNeighbour(`PT${nth}H`));
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
      const { machines } = policy();
      world.simulator.meddle(putPolicy, 1, () =>
        world.simulator.editPolicy(web.policyId, (one) => {
          one.machines = machines;
        }),
      );
      assert.deepEqual([await world.write(webEdit), mine(), world.puts()], ['written', wanted, 2]);
    });

    it('does not say what it does not know where somebody changed this machine right after', async () => {
      world.simulator.meddle(putPolicy, 1, () =>
        world.simulator.editPolicy(web.policyId, ({ machines }) => {
          for (const one of machines) one.ports = [rdpFor('PT2H')];
        }),
      );
      assert.equal((await thrownBy(world.write(webEdit))).code, 'in-doubt');
      assert.deepEqual(
        [await world.write(webEdit), mine(), world.puts()],
        ['overtaken', [[rdpFor('PT2H')]], 1],
      );
    });
  });

  describe('with trouble in between', () => {
    const body = (code: string) => ({ error: { code, message: 'Raw words of Azure.' } });
    const passing: readonly [string, Parameters<typeof world.simulator.faults.add>[0]['action'], number][] = [
      ['409', { status: 409, body: body('Conflict') }, 2],
      ['412', { status: 412, body: body('PreconditionFailed') }, 2],
      ['500 before anything was done', { status: 500, body: body('InternalServerError') }, 2],
      ['500 after the write took', { status: 500, after: true, body: body('InternalServerError') }, 1],
      ['a connection that broke before', 'reset-before', 2],
      ['a connection that broke after', 'reset-after', 1],
      ["a gateway's page", 'html-502', 2],
      ["a proxy's page with status 200", { status: 200, body: '<html>Sign in</html>' }, 2],
    ];
    for (const [what, action, puts] of passing)
      it(`ends well after ${what}`, async () => {
        const before = neighbour();
        world.simulator.faults.add({ match: putPolicy, action });
        assert.deepEqual(
          [await world.write(webEdit), mine(), neighbour(), world.puts()],
          ['written', wanted, before, puts],
        );
      });

    const lasting: readonly [string, Parameters<typeof world.simulator.faults.add>[0]['action'], object][] = [
      [
        'a conflict that does not pass',
        { status: 409, body: body('Conflict') },
        { code: 'unavailable', message: 'Others keep changing this JIT policy. Nothing was written.' },
      ],
      [
        'a lock',
        { status: 409, body: body('ScopeLocked') },
        { code: 'rejected', message: 'A lock in Azure forbids this change.' },
      ],
      [
        'throttling',
        { status: 429, headers: { 'retry-after': '7' }, body: body('SubscriptionRequestsThrottled') },
        { code: 'throttled', message: 'Azure asks the bot to slow down.', retryAfterSeconds: 7 },
      ],
      [
        'a right that is missing',
        { status: 403, body: body('AuthorizationFailed') },
        {
          code: 'forbidden',
          message:
            'The bot lacks the right Microsoft.Security/locations/jitNetworkAccessPolicies/write in Azure.',
          permission: 'Microsoft.Security/locations/jitNetworkAccessPolicies/write',
        },
      ],
      [
        'settings that Azure refuses',
        { status: 400, body: body('BadRequest') },
        {
          code: 'rejected',
          message: 'Azure did not accept the changed JIT policy (HTTP 400, BadRequest). Nothing was changed.',
        },
      ],
      [
        'an Azure that is broken',
        { status: 500, body: body('InternalServerError') },
        { code: 'in-doubt', message: 'Azure had an error of its own (HTTP 500).' },
      ],
    ];
    for (const [what, action, expected] of lasting)
      it(`says what it is: ${what}`, async () => {
        const before = policy();
        world.simulator.faults.add({ match: putPolicy, times: 9, action });
        assert.deepEqual([briefly(await thrownBy(world.write(webEdit))), policy()], [expected, before]);
      });

    it('is in doubt where it cannot read back, and finds out when it is asked again', async () => {
      world.simulator.faults.add({ match: putPolicy, action: 'reset-after' });
      world.simulator.faults.add({ match: getPolicy, skip: 2, times: 3, action: 'reset-before' });
      assert.equal((await thrownBy(world.write(webEdit))).code, 'in-doubt');
      assert.deepEqual([await world.write(webEdit), world.puts()], ['already', 1]);
    });

    it('is in doubt where Azure took it and then may not be read', async () => {
      world.simulator.faults.add({
        match: getPolicy,
        skip: 2,
        action: { status: 403, body: body('AuthorizationFailed') },
      });
      assert.equal((await thrownBy(world.write(webEdit))).code, 'in-doubt');
    });

    it('reads a group that is not there as no place for a policy', async () => {
      world.simulator.faults.add({
        match: getPolicy,
        action: { status: 404, body: body('ResourceGroupNotFound') },
      });
      const fault = await thrownBy(world.write({ ...vault, before: [], wanted: [setting(22)] }));
      assert.deepEqual([fault.code, world.puts()], ['missing', 0]);
    });
  });
});

describe('changing a JIT policy in a world of its own', () => {
  let world: EditorWorld | undefined;
  afterEach(() => world?.close());

  it('says how to turn Defender on where it is off', async () => {
    world = await startEditorWorld({
      estate: { ...exampleEstate(), plans: { [production]: { pricingTier: 'Free' } } },
    });
    assert.deepEqual(briefly(await thrownBy(world.write(webEdit))), {
      code: 'rejected',
      message:
        'Azure takes no JIT policy while the plan of Defender for Servers is off for this subscription. ' +
        `To turn it on, write: turn on defender for ${production}`,
    });
  });

  it('heeds an ETag where Azure sends one: a change right before the PUT is noticed', async () => {
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

  it('ends well where the answer to a PUT does not come in time', async () => {
    world = await startEditorWorld({ timeLimitMilliseconds: 1000 });
    world.simulator.faults.add({ match: 'PUT', action: { delayMs: 1500 } });
    assert.equal(await world.write(webEdit), 'written');
    assert.deepEqual(
      world.entriesOf(web.policyId, web.machineId).map(({ ports }) => ports),
      [[rdpFor('PT1H')]],
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

  it('is noticed by another process, which writes again what was lost', async () => {
    world = await startEditorWorld();
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
