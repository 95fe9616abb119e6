// A change of the setup from the card to the proof, in virtual time: confirmed once, written once, never said before it is proven.
import assert from 'node:assert/strict';
import type { SetupClicked } from '../../../src/access/setup/setup-desk.ts';
import type { Outcome, SetupChange } from '../../../src/domain/setup/setup-change.ts';
import { ada, grace } from '../../support/requests.ts';
import { configuring, disabling, enabling, plan, policyId, rdp, ssh } from '../../support/setup-changes.ts';
import { setupWorld } from '../../support/setup-world.ts';

const outcomesOf = (change: SetupChange): readonly (Outcome['kind'] | string)[] =>
  change.state === 'running' || change.state === 'ended'
    ? change.steps.map((step) => (step.stage === 'done' ? step.outcome.kind : step.stage))
    : [change.state];

describe('A change of the setup', () => {
  it('changes nothing before it is confirmed, and lapses after an hour', async () => {
    const world = setupWorld(1);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.pass(3599);
    const before = (await world.change(id)).state;
    await world.pass(2);
    const after = await world.change(id);
    assert.deepEqual(
      [before, after.state, after.state === 'dropped' && after.why, world.edits],
      ['draft', 'dropped', 'lapsed', []],
    );
  });

  it('is on only when JIT’s Deny is in the NSG', async () => {
    const world = setupWorld(1);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(2);
    const written = outcomesOf(await world.change(id));
    await world.pass(10);
    const ended = await world.change(id);
    assert.deepEqual(
      [written, outcomesOf(ended), ended.state, world.settingsOf(world.machines[0]?.id ?? '')],
      [['proving'], ['effective'], 'ended', [rdp]],
    );
    assert.deepEqual(
      world.audit.map(({ kind }) => kind),
      ['setup-asked', 'setup-confirmed', 'setup-writing', 'setup-written', 'setup-done', 'setup-ended'],
    );
    assert.deepEqual(world.chat.texts(), ['chat-1: ended', `chat-1: ended ${id}`]);
  });

  it('is in the history of its machine, with who asked and who confirmed', async () => {
    const world = setupWorld(1);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    assert.deepEqual(
      world.audit.slice(0, 2).map(({ kind, actor, facts }) => [kind, actor, facts.machineId]),
      ['setup-asked', 'setup-confirmed'].map((kind) => [kind, grace.id, world.machines[0]?.id]),
    );
  });

  it('is told apart where an older rule defeats it', async () => {
    const world = setupWorld(1);
    world.setHole();
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(10);
    const [step] = (await world.change(id)).state === 'ended' ? stepsOf(await world.change(id)) : [];
    assert.deepEqual(step?.stage === 'done' && step.outcome, {
      kind: 'defeated',
      holes: [
        {
          port: 3389,
          rule: { nsg: 'nsg-web', name: 'default-allow-rdp', priority: 300 },
          sources: ['*'],
        },
      ],
    });
  });

  it('is not called on when JIT’s Deny never comes', async () => {
    const world = setupWorld(1);
    world.setDenyAfter('never');
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(170);
    const waiting = outcomesOf(await world.change(id));
    await world.pass(20);
    const [step] = stepsOf(await world.change(id));
    assert.deepEqual(
      [waiting, step?.stage === 'done' && step.outcome],
      [
        ['proving'],
        { kind: 'unproven', why: 'JIT’s Deny rule for port 3389 is not in front of the machine.' },
      ],
    );
  });

  it('is not called gone by a process that does not know the machines yet, however long it was away', async () => {
    const world = setupWorld(1);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(1);
    world.setLoaded(false);
    await world.pass(300);
    const meanwhile = outcomesOf(await world.change(id));
    world.setLoaded(true);
    await world.pass(10);
    assert.deepEqual([meanwhile, outcomesOf(await world.change(id))], [['proving'], ['effective']]);
  });

  it('is confirmed by its own admin alone, and a stranger’s click is written down', async () => {
    const world = setupWorld(1);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    const clicked = await world.desk.confirm(ada, id, {});
    await world.pass(5);
    assert.deepEqual(
      [clicked.kind, (await world.change(id)).state, world.edits, world.audit.at(-1)],
      [
        'not-yours',
        'draft',
        [],
        {
          at: world.audit.at(-1)?.at,
          actor: ada.id,
          kind: 'setup-refused',
          facts: { changeId: id, verb: 'setup-confirm' },
        },
      ],
    );
  });

  it('runs once however often it is confirmed, and cannot be cancelled then', async () => {
    const world = setupWorld(2);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    const clicks = await Promise.all([
      world.desk.confirm(grace, id, {}),
      world.replica('p1').desk.confirm(grace, id, {}),
      world.desk.cancel(grace, id),
    ]);
    await world.pass(60);
    assert.deepEqual(
      [clicks.map(({ kind }) => kind).sort(), world.edits.length, outcomesOf(await world.change(id))],
      [['dead', 'dead', 'moved'], 2, ['effective', 'effective']],
    );
  });

  it('is one change however often the message is delivered', async () => {
    const world = setupWorld(1);
    const asker = world.asker();
    const [first, second] = [
      await world.desk.ask(asker, enabling(world.machines)),
      await world.replica('p1').desk.ask(asker, enabling(world.machines)),
    ];
    assert.deepEqual([first.id === second.id, world.chat.texts()], [true, ['chat-1: draft']]);
  });

  it('is looked at, not repeated blindly, when the write had no answer', async () => {
    const world = setupWorld(1);
    world.writings.push({ fault: 'in-doubt', taken: true });
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(30);
    // The second look finds what the first write made, and calls it its own.
    assert.deepEqual([outcomesOf(await world.change(id)), world.edits.length], [['effective'], 2]);
  });

  it('is not said to be unwritten where somebody changed the machine after a write without an answer', async () => {
    const world = setupWorld(1);
    const [machine] = world.machines;
    assert.ok(machine);
    world.writings.push({ fault: 'in-doubt', taken: true });
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(1);
    world.policy.set(machine.id, { settings: [ssh], since: 0 });
    await world.pass(30);
    assert.deepEqual(outcomesOf(await world.change(id)), ['in-doubt']);
  });

  it('is not said to be written where no try had an answer, nor tried for ever', async () => {
    const world = setupWorld(1);
    world.writings.push(...Array.from({ length: 50 }, () => ({ fault: 'in-doubt' }) as const));
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(900);
    assert.deepEqual([outcomesOf(await world.change(id)), world.edits.length], [['in-doubt'], 8]);
  });

  it('is given up when its writing breaks off again and again', async () => {
    const world = setupWorld(1);
    world.writings.push(...Array.from({ length: 50 }, () => 'crash' as const));
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(100);
    assert.deepEqual([outcomesOf(await world.change(id)), world.edits.length], [['in-doubt'], 8]);
  });

  it('is not carried out further by a process with SETUP=off, which proves what was written all the same', async () => {
    const world = setupWorld(3);
    world.writings.push('ok', { fault: 'in-doubt' }, { fault: 'throttled' });
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(1);
    await world.settle.stop();
    await world.pass(100, world.replica('p1', false));
    const change = await world.change(id);
    const off = 'Setting JIT up was turned off (SETUP=off)';
    assert.deepEqual(
      [stepsOf(change).map((step) => step.stage === 'done' && step.outcome), world.edits.length],
      [
        [
          { kind: 'effective' },
          { kind: 'in-doubt', why: `${off} before it was looked at again.` },
          { kind: 'failed', why: `${off} before it was written.` },
        ],
        3,
      ],
    );
  });

  it('writes a policy in one process at a time: whoever replaces all of it takes away what another is adding', async () => {
    const world = setupWorld(2);
    let [underWay, most] = [0, 0];
    world.setDuringWrite(async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await turns(20);
      underWay -= 1;
    });
    const replicas = [world.replica('one'), world.replica('other')];
    const ids = await Promise.all(
      world.machines.map(async (machine, at) => {
        const desk = replicas[at]?.desk ?? world.desk;
        const { id } = await desk.ask(world.asker(), enabling([machine]));
        await desk.confirm(grace, id, {});
        return id;
      }),
    );
    for (let second = 0; second < 30; second += 1) {
      await turns(50);
      await world.pass(1, replicas[second % 2]);
    }
    const ends = await Promise.all(ids.map(async (id) => outcomesOf(await world.change(id))));
    assert.deepEqual([most, ends], [1, [['effective'], ['effective']]]);
  });

  it('waits as long as Azure asks, and says why meanwhile', async () => {
    const world = setupWorld(1);
    world.writings.push({ fault: 'throttled' }, { fault: 'unavailable' });
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(1);
    const [waiting] = stepsOf(await world.change(id));
    await world.pass(60);
    assert.deepEqual(
      [waiting?.stage === 'writing' && waiting.because, outcomesOf(await world.change(id))],
      ['Azure said no.', ['effective']],
    );
  });

  it('ends where a right is missing, and goes on with the other machines', async () => {
    const world = setupWorld(3);
    world.writings.push('ok', { fault: 'forbidden' });
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(30);
    assert.deepEqual(outcomesOf(await world.change(id)), ['effective', 'failed', 'effective']);
  });

  it('says what to write where the plan of the subscription is off', async () => {
    const world = setupWorld(1);
    world.writings.push({ fault: 'rejected', reason: 'plan-off' });
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(5);
    const [step] = stepsOf(await world.change(id));
    assert.deepEqual(step?.stage === 'done' && step.outcome, {
      kind: 'failed',
      why: 'Azure said no. To turn it on, write “turn on defender for Production”.',
    });
  });

  it('writes nothing over what somebody changed after the card was drawn', async () => {
    const world = setupWorld(1);
    const [machine] = world.machines;
    assert.ok(machine);
    world.policy.set(machine.id, { settings: [rdp], since: 0 });
    const { id } = await world.desk.ask(world.asker(), configuring(machine, [rdp]));
    const shown = await world.desk.review(grace, id, () => [
      { port: '3389', protocol: 'TCP', longest: '1h', sources: '203.0.113.0/24' },
    ]);
    world.policy.set(machine.id, { settings: [ssh], since: 0 });
    await world.desk.confirm(grace, id, { round: shownRound(shown) });
    await world.pass(10);
    assert.deepEqual(
      [outcomesOf(await world.change(id)), world.settingsOf(machine.id)],
      [['overtaken'], [ssh]],
    );
  });

  it('shows the difference before it is written, and can go back', async () => {
    const world = setupWorld(1);
    const [machine] = world.machines;
    assert.ok(machine);
    world.policy.set(machine.id, { settings: [rdp], since: 0 });
    const { id } = await world.desk.ask(world.asker(), configuring(machine, [rdp]));
    const early = await world.desk.confirm(grace, id, {});
    const rows = [{ port: '3389', protocol: '*', longest: '8h', sources: 'any' }];
    const shown = await world.desk.review(grace, id, () => rows);
    const wanted =
      shown.kind === 'moved' && shown.change.state === 'draft' && shown.change.asked.kind === 'configure'
        ? shown.change.asked.wanted
        : undefined;
    await world.desk.back(grace, id);
    const afterBack = await world.desk.confirm(grace, id, {});
    const again = await world.desk.review(grace, id, () => rows);
    await world.desk.confirm(grace, id, { round: shownRound(again) });
    await world.pass(10);
    assert.deepEqual(
      [early.kind, wanted, afterBack.kind, world.settingsOf(machine.id)],
      ['dead', [{ ...rdp, maximumSeconds: 28_800 }], 'dead', [{ ...rdp, maximumSeconds: 28_800 }]],
    );
  });

  it('writes no difference but the one that was shown with the button', async () => {
    const world = setupWorld(1);
    const [machine] = world.machines;
    assert.ok(machine);
    world.policy.set(machine.id, { settings: [rdp], since: 0 });
    const { id } = await world.desk.ask(world.asker(), configuring(machine, [rdp]));
    const rows = (longest: string) => [{ port: '3389', protocol: '*', longest, sources: 'any' }];
    const first = shownRound(await world.desk.review(grace, id, () => rows('1h')));
    // On another device, whose card shows what this one does not yet.
    await world.desk.back(grace, id);
    const second = shownRound(await world.desk.review(grace, id, () => rows('24h')));
    const stale = await world.desk.confirm(grace, id, { round: first });
    const without = await world.desk.confirm(grace, id, {});
    await world.pass(5);
    const before = world.edits.length;
    await world.desk.confirm(grace, id, { round: second });
    await world.pass(10);
    assert.deepEqual(
      [stale.kind, without.kind, before, world.settingsOf(machine.id)],
      ['dead', 'dead', 0, [{ ...rdp, maximumSeconds: 86_400 }]],
    );
  });

  it('takes what a client did not send for what the card said, and not for any source', async () => {
    const world = setupWorld(1);
    const asked = enabling(world.machines);
    assert.ok(asked.kind === 'enable');
    const form = { ports: '', longest: '', sources: '203.0.113.0/24' };
    const { id } = await world.desk.ask(world.asker(), { ...asked, form });
    await world.desk.confirm(grace, id, { enable: { ports: '22', longest: '1h' } });
    await world.pass(10);
    assert.deepEqual(world.settingsOf(world.machines[0]?.id ?? ''), [{ ...ssh, protocol: '*' }]);
  });

  it('keeps what was typed and says what is wrong with it', async () => {
    const world = setupWorld(1);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    const form = { ports: '22, 99999', longest: '2 days', sources: '10.0.0.1/8' };
    const clicked = await world.desk.confirm(grace, id, { enable: form });
    assert.ok(clicked.kind === 'moved' && clicked.change.state === 'draft');
    assert.deepEqual(
      [
        clicked.change.asked.kind === 'enable' && clicked.change.asked.form,
        clicked.change.problems,
        world.edits,
      ],
      [
        form,
        [
          { code: 'port-unclear', typed: '99999' },
          { code: 'time-out-of-bounds', typed: '2 days' },
          { code: 'source-unclear', typed: '10.0.0.1/8' },
        ],
        [],
      ],
    );
  });

  it('calls no machine gone whose subscription could not be read, and claims nothing of it', async () => {
    const world = setupWorld(1);
    world.setReadable(false);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(30);
    const waiting = outcomesOf(await world.change(id));
    world.setReadable(true);
    await world.pass(30);
    assert.deepEqual([waiting, outcomesOf(await world.change(id))], [['proving'], ['effective']]);
  });

  it('goes on writing while the Deny rules of others do not come', async () => {
    const world = setupWorld(8);
    world.setDenyAfter('never');
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.desk.confirm(grace, id, {});
    await world.pass(5);
    assert.deepEqual(new Set(outcomesOf(await world.change(id))), new Set(['proving']));
  });

  it('is off only when JIT’s Deny is gone, and says what that leaves open', async () => {
    const world = setupWorld(1);
    const [machine] = world.machines;
    assert.ok(machine);
    world.setHole();
    world.policy.set(machine.id, { settings: [rdp], since: 0 });
    const { id } = await world.desk.ask(world.asker(), disabling([machine], [rdp]));
    await world.desk.confirm(grace, id, {});
    await world.pass(10);
    const [step] = stepsOf(await world.change(id));
    assert.deepEqual(step?.stage === 'done' && step.outcome, {
      kind: 'off',
      leaves: [
        {
          port: 3389,
          world: 'all',
          rules: [{ nsg: 'nsg-web', name: 'default-allow-rdp', priority: 300 }],
        },
      ],
    });
  });

  it('is off for a machine of several policies only when JIT’s Deny is gone, however long the last write took', async () => {
    const world = setupWorld(1);
    const [machine] = world.machines;
    assert.ok(machine);
    const other = policyId.replace('default', 'other');
    world.policy.set(machine.id, { settings: [rdp], since: 0 });
    world.listedPorts.set(
      machine.id,
      [policyId, other].map((id) => ({ ...rdp, policyId: id })),
    );
    world.setLingering(true);
    world.writings.push('ok', ...Array.from({ length: 7 }, () => ({ fault: 'in-doubt' }) as const));
    const asked = disabling([machine, machine], [rdp]);
    assert.ok(asked.kind === 'disable');
    const [first] = asked.targets;
    assert.ok(first);
    const targets = [first, { ...first, policyIds: [other] as const }];
    const { id } = await world.desk.ask(world.asker(), { ...asked, targets });
    await world.desk.confirm(grace, id, {});
    const steps = async () => outcomesOf(await world.change(id));
    for (let passed = 0; passed < 600 && !(await steps()).every((one) => one === 'proving'); passed += 1)
      await world.pass(1);
    await world.pass(170);
    const waiting = await steps();
    world.setLingering(false);
    await world.pass(25);
    assert.deepEqual(
      [waiting, outcomesOf(await world.change(id))],
      [
        ['proving', 'proving'],
        ['off', 'off'],
      ],
    );
  });

  it('takes JIT off many machines only when their number was typed', async () => {
    const world = setupWorld(4);
    for (const { id } of world.machines) world.policy.set(id, { settings: [rdp], since: 0 });
    const { id } = await world.desk.ask(world.asker(), disabling(world.machines, [rdp]));
    const [missing, wrong] = [
      await world.desk.confirm(grace, id, {}),
      await world.desk.confirm(grace, id, { count: '5' }),
    ];
    const before = world.edits.length;
    await world.desk.confirm(grace, id, { count: ' 4 ' });
    await world.pass(30);
    assert.deepEqual(
      [
        [missing, wrong].map(
          (one) => one.kind === 'moved' && one.change.state === 'draft' && one.change.problems,
        ),
        before,
        outcomesOf(await world.change(id)),
      ],
      [
        [[{ code: 'count-differs', count: 4 }], [{ code: 'count-differs', count: 4 }]],
        0,
        ['off', 'off', 'off', 'off'],
      ],
    );
  });

  it('is dropped with all others of its admin that were not confirmed', async () => {
    const world = setupWorld(2);
    const [machine] = world.machines;
    assert.ok(machine);
    const confirmed = await world.desk.ask(world.asker(), enabling([machine]));
    await world.desk.confirm(grace, confirmed.id, { enable: { sources: 'any' } });
    const mine = await world.desk.ask(world.asker(), enabling(world.machines));
    const theirs = await world.desk.ask(world.asker(ada), enabling(world.machines));
    const count = await world.desk.cancelAll(grace);
    await world.pass(10);
    const states = await Promise.all(
      [confirmed, mine, theirs].map(async ({ id }) => (await world.change(id)).state),
    );
    assert.deepEqual([count, states], [1, ['ended', 'dropped', 'draft']]);
  });

  it('turns on the plan only when the subscription’s name was typed, and reads it back', async () => {
    const world = setupWorld(0);
    const { id } = await world.desk.ask(world.asker(), plan);
    const wrong = await world.desk.confirm(grace, id, { name: 'production' });
    const missing = await world.desk.confirm(grace, id, {});
    await world.desk.confirm(grace, id, { name: ' Production ' });
    await world.pass(3);
    assert.deepEqual(
      [
        [wrong, missing].map(
          (one) => one.kind === 'moved' && one.change.state === 'draft' && one.change.problems,
        ),
        outcomesOf(await world.change(id)),
      ],
      [[[{ code: 'name-differs' }], [{ code: 'name-differs' }]], ['effective']],
    );
  });

  it('posts its card, and its end, twice at most where Teams never answers', async () => {
    const world = setupWorld(1);
    world.troubles.push(...Array.from({ length: 50 }, () => 'lost' as const));
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    await world.pass(300);
    const asked = world.chat.posts();
    await world.desk.cancel(grace, id);
    await world.pass(300);
    assert.deepEqual(
      [asked, world.chat.texts()],
      [2, ['draft', 'draft', 'dropped', 'dropped'].map((view) => `chat-1: ${view}`)],
    );
  });

  it('goes on with the machines while Teams is away, and shows the card later', async () => {
    const world = setupWorld(2);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    world.troubles.push(true, true, true);
    await world.desk.confirm(grace, id, {});
    await world.pass(8);
    const steps = outcomesOf(await world.change(id));
    await world.pass(80);
    assert.deepEqual(
      [steps, world.chat.texts()],
      [
        ['effective', 'effective'],
        ['chat-1: ended', `chat-1: ended ${id}`],
      ],
    );
  });
});

const turns = async (count: number): Promise<void> => {
  for (let turn = 0; turn < count; turn += 1) await new Promise(setImmediate);
};

/** As the card of a draft carries it. */
const shownRound = (clicked: SetupClicked): string =>
  clicked.kind === 'moved' && clicked.change.state === 'draft' ? String(clicked.change.round) : '';

const stepsOf = (change: SetupChange) =>
  change.state === 'running' || change.state === 'ended' ? change.steps : [];
