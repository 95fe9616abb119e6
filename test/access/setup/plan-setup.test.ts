// What an admin's sentence would change: read afresh, judged machine by machine, and nothing is written.
import assert from 'node:assert/strict';
import { Fault } from '../../../src/access/fault.ts';
import type { RightsSeen } from '../../../src/access/rights-port.ts';
import { createSetupPlanner } from '../../../src/access/setup/plan-setup.ts';
import { choiceOf, type Machine } from '../../../src/domain/machine.ts';
import type { AddressFilters } from '../../../src/domain/nsg/rule.ts';
import { allow, azureDefaults, filters, jitDeny } from '../../domain/nsg/rule-builder.ts';
import { policyId, rdp, ssh } from '../../support/setup-changes.ts';
import { machineNumber } from '../../support/setup-world.ts';

const form = { ports: '', longest: '', sources: '' };
const [one, two] = [machineNumber(1), machineNumber(2)];
const listed = (machine: Machine, ...policies: readonly string[]): Machine => ({
  ...machine,
  jitPorts: policies.map((policy) => ({ ...rdp, policyId: policy })),
});
const guarded = filters({ onInterface: [jitDeny, ...azureDefaults] });
const bare = filters({ onInterface: azureDefaults });
const otherPolicy = policyId.replace(/default$/, 'other');

interface Given {
  readonly machines: readonly Machine[];
  readonly filtersOf?: (machine: Pick<Machine, 'azureId'>) => readonly AddressFilters[];
  readonly rights?: RightsSeen;
  readonly plan?: { readonly tier: string; readonly subPlan?: string } | Fault;
  /** What Azure's policies say of machines now; left out: what the machines' own records say. */
  readonly there?: readonly Machine[];
}

const allThere: RightsSeen = { kind: 'known', missing: [], roles: [] };
const policyIdsOf = (machines: readonly Machine[]) =>
  machines.flatMap(({ jitPorts }) => jitPorts.map(({ policyId: id }) => id));

function planner({
  machines,
  filtersOf = () => [bare],
  plan = { tier: 'Standard', subPlan: 'P2' },
  there = machines,
  rights = allThere,
}: Given) {
  const reads: string[] = [];
  const find = (azureId: string) => machines.find(({ id }) => id === azureId.toLowerCase());
  const made = createSetupPlanner({
    watch: {
      filtersOf: async (machine) => {
        reads.push('one');
        return filtersOf(machine);
      },
    },
    jit: {
      allowed: async (policy, machineId) =>
        (find(machineId)?.jitPorts ?? []).filter((port) => port.policyId === policy),
    },
    estate: {
      read: async (subscription) => {
        reads.push('all');
        return {
          subscription,
          readAt: 0,
          nsgs: [],
          policies: policyIdsOf(machines).map((id) => ({ id, machineIds: [], openings: [] })),
          machines: machines.map((machine) => ({ ...machine, filters: filtersOf(machine) })),
        };
      },
    },
    plans: {
      planOf: async () => {
        if (plan instanceof Fault) throw plan;
        return plan;
      },
    },
    places: {
      policiesFor: async ({ azureId }) => ({
        policyIds: policyIdsOf(there),
        jitPorts: there.find((machine) => machine.azureId === azureId)?.jitPorts ?? [],
      }),
    },
    rights: { missingFor: async () => rights },
  });
  return { ...made, reads };
}

describe('What the inventory has not seen yet', () => {
  it('is read: JIT that was turned on in the portal a minute ago is not turned on again in another policy', async () => {
    const there = [listed(one, otherPolicy)];
    const { enable } = planner({ machines: [one], there });
    assert.deepEqual(await enable([one], form), {
      refusal: {
        code: 'all-left-out',
        leftOut: [{ machine: choiceOf(one), why: { code: 'already-on' } }],
      },
    });
  });

  it('is read: such a machine can be configured, and taken out of every policy', async () => {
    const there = [listed(one, policyId, otherPolicy)];
    const { configure } = planner({ machines: [one], there: [listed(one, otherPolicy)] });
    const configured = await configure(one);
    const { disable } = planner({ machines: [listed(one, policyId)], there });
    const disabled = await disable([listed(one, policyId)]);
    assert.ok('asked' in configured && configured.asked.kind === 'configure');
    assert.ok('asked' in disabled && disabled.asked.kind === 'disable');
    assert.deepEqual(
      [configured.asked.target.policyIds, disabled.asked.targets.map(({ policyIds }) => policyIds)],
      [[otherPolicy], [[policyId], [otherPolicy]]],
    );
  });

  it('is read: a policy that somebody else’s machine stands in is not called new', async () => {
    const there = [listed(two, otherPolicy)];
    const planned = await planner({ machines: [one], there }).enable([one], form);
    assert.ok('asked' in planned && planned.asked.kind === 'enable');
    const [only] = planned.asked.machines;
    assert.deepEqual([only?.policyId, only?.newPolicy], [otherPolicy, undefined]);
  });
});

describe('Turning JIT on, planned', () => {
  it('is for the machines that can have it, and names the others with why', async () => {
    const many = [1, 2, 3, 4].map(machineNumber);
    const [first, second, third, fourth] = many as [Machine, Machine, Machine, Machine];
    const machines = [listed(first, policyId), second, third, fourth];
    const { enable } = planner({
      machines,
      filtersOf: ({ azureId }) => {
        if (azureId === third.azureId) return [filters({})];
        return azureId === fourth.azureId ? [] : [bare];
      },
    });
    const planned = await enable(machines, form);
    assert.ok('asked' in planned && planned.asked.kind === 'enable');
    assert.deepEqual(
      [planned.asked.machines, planned.asked.leftOut],
      [
        [{ machine: choiceOf(second), azureId: second.azureId, system: 'Windows', policyId, open: [] }],
        [
          { machine: choiceOf(first), why: { code: 'already-on' } },
          { machine: choiceOf(third), why: { code: 'no-nsg' } },
          { machine: choiceOf(fourth), why: { code: 'no-interface' } },
        ],
      ],
    );
  });

  it('tells of what is open now, by which rule', async () => {
    const old = allow(300, 'default-allow-rdp', { destinationPorts: ['3389'] });
    const { enable } = planner({
      machines: [one],
      filtersOf: () => [filters({ onInterface: [old, ...azureDefaults] })],
    });
    const planned = await enable([one], form);
    assert.ok('asked' in planned && planned.asked.kind === 'enable');
    assert.deepEqual(planned.asked.machines[0]?.open, [
      { port: 3389, rule: { nsg: 'nsg-web', name: 'default-allow-rdp', priority: 300 }, sources: ['*'] },
    ]);
  });

  it('names what no plan of Defender would mend before the plan that is off', async () => {
    const { enable } = planner({
      machines: [one],
      plan: { tier: 'Free' },
      filtersOf: () => [filters({})],
    });
    assert.deepEqual(await enable([one], form), {
      refusal: { code: 'all-left-out', leftOut: [{ machine: choiceOf(one), why: { code: 'no-nsg' } }] },
    });
  });

  it('is refused where nothing can be turned on', async () => {
    const planned = await planner({ machines: [listed(one, policyId)] }).enable(
      [listed(one, policyId)],
      form,
    );
    assert.deepEqual(planned, {
      refusal: {
        code: 'all-left-out',
        leftOut: [{ machine: choiceOf(one), why: { code: 'already-on' } }],
      },
    });
  });

  it('leaves out what could not be read, and does not guess', async () => {
    const { enable } = planner({
      machines: [one, two],
      filtersOf: ({ azureId }) => {
        if (azureId === one.azureId) throw new Fault('forbidden', 'A right is missing.');
        return [bare];
      },
    });
    const planned = await enable([one, two], form);
    assert.ok('asked' in planned && planned.asked.kind === 'enable');
    assert.deepEqual(planned.asked.leftOut, [
      { machine: choiceOf(one), why: { code: 'unread', why: 'A right is missing.' } },
    ]);
  });

  it('says that the plan is off before anything is written, and goes on where it cannot be read', async () => {
    const off = await planner({ machines: [one], plan: { tier: 'Free' } }).enable([one], form);
    const unread = new Fault('forbidden', 'No.');
    const unknown = await planner({ machines: [one], plan: unread }).enable([one], form);
    const leftOut = [{ machine: choiceOf(one), why: { code: 'plan-off', subscription: 'Production' } }];
    assert.deepEqual([off, 'asked' in unknown], [{ refusal: { code: 'all-left-out', leftOut } }, true]);
  });

  it('reads a subscription once for many machines, and few one by one', async () => {
    const many = Array.from({ length: 9 }, (_, at) => machineNumber(at + 1));
    const all = planner({ machines: many });
    await all.enable(many, form);
    const few = planner({ machines: many });
    await few.enable(many.slice(0, 2), form);
    assert.deepEqual([all.reads, few.reads], [['all'], ['one', 'one']]);
  });
});

describe('Changing a machine’s ports, planned', () => {
  it('begins with what Azure says now', async () => {
    const machine = {
      ...one,
      jitPorts: [
        { ...ssh, policyId },
        { ...rdp, policyId },
      ],
    };
    const planned = await planner({ machines: [machine] }).configure(machine);
    assert.ok('asked' in planned && planned.asked.kind === 'configure');
    assert.deepEqual(
      [planned.asked.target, planned.asked.rows.map(({ port }) => port)],
      [
        { machine: choiceOf(one), azureId: one.azureId, policyIds: [policyId], before: [ssh, rdp] },
        ['22', '3389'],
      ],
    );
  });

  for (const [what, machine, why] of [
    ['JIT is not on', one, { code: 'not-on' }],
    [
      'it stands in several policies',
      listed(one, policyId, otherPolicy),
      { code: 'in-several-policies', policies: [policyId, otherPolicy] },
    ],
  ] as const)
    it(`is refused where ${what}`, async () =>
      assert.deepEqual(await planner({ machines: [machine] }).configure(machine), {
        refusal: { code: 'all-left-out', leftOut: [{ machine: choiceOf(one), why }] },
      }));
});

describe('Turning JIT off, planned', () => {
  it('takes a machine out of every policy it stands in, and says what that leaves open', async () => {
    const machine = listed(one, policyId, otherPolicy);
    const old = allow(300, 'default-allow-rdp', { destinationPorts: ['3389'] });
    const { disable } = planner({
      machines: [machine],
      filtersOf: () => [filters({ onInterface: [old, jitDeny, ...azureDefaults] })],
    });
    const planned = await disable([machine]);
    assert.ok('asked' in planned && planned.asked.kind === 'disable');
    const left = [
      {
        port: 3389,
        world: 'all',
        rules: [{ nsg: 'nsg-web', name: 'default-allow-rdp', priority: 300 }],
      },
    ];
    const target = { machine: choiceOf(one), azureId: one.azureId, before: [rdp], wanted: [] };
    assert.deepEqual(planned.asked, {
      kind: 'disable',
      targets: [
        { ...target, policyIds: [policyId] },
        { ...target, policyIds: [otherPolicy] },
      ],
      leftOut: [],
      leaves: [left, left],
    });
  });

  it('leaves out machines without JIT', async () => {
    const machines = [listed(one, policyId), two];
    const planned = await planner({ machines, filtersOf: () => [guarded] }).disable(machines);
    assert.ok('asked' in planned && planned.asked.kind === 'disable');
    assert.deepEqual(planned.asked.leftOut, [{ machine: choiceOf(two), why: { code: 'not-on' } }]);
  });
});

describe('Turning on the plan, planned', () => {
  for (const [what, plan, refused] of [
    ['there is none', { tier: 'Free' }, undefined],
    ['there is plan 1', { tier: 'Standard', subPlan: 'P1' }, undefined],
    ['there is one that nobody knows', { tier: 'Standard', subPlan: 'P9' }, undefined],
    ['plan 2 is on', { tier: 'Standard', subPlan: 'P2' }, 'plan-on'],
    [
      'it cannot be read',
      new Fault('forbidden', 'No.', { permission: 'Microsoft.Security/pricings/read' }),
      'unread',
    ],
  ] as const)
    it(`is ${refused === undefined ? 'a card' : `refused as ${refused}`} where ${what}`, async () => {
      const planned = await planner({ machines: [], plan }).defender(one.subscription);
      assert.equal('refusal' in planned ? planned.refusal.code : undefined, refused);
    });

  it('is refused before anybody confirms it where the right is missing, and goes on where that is not known', async () => {
    const role = { name: 'JIT Access bot with setup', file: 'infra/roles/bot-with-setup.json' };
    const action = 'Microsoft.Security/pricings/write';
    const lacking: RightsSeen = {
      kind: 'known',
      missing: [{ action, features: ['defender'], without: [] }],
      roles: [role],
    };
    const planned = (rights: RightsSeen) =>
      planner({ machines: [], rights, plan: { tier: 'Free' } }).defender(one.subscription);
    const unknown = await planned({ kind: 'unknown', why: 'Azure does not answer.' });
    assert.deepEqual(
      [await planned(lacking), 'asked' in unknown],
      [{ refusal: { code: 'right-missing', actions: [action], roles: [role.name] } }, true],
    );
  });
});
