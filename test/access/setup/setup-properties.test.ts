// Whatever fails, and whenever a process dies: every change ends, and what is said of it is true at that moment.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sameSettings } from '../../../src/domain/setup/port-setting.ts';
import { isGuarded } from '../../../src/domain/setup/ports-left.ts';
import type { Target } from '../../../src/domain/setup/setup-change.ts';
import { grace } from '../../support/requests.ts';
import { enabling, rdp, ssh } from '../../support/setup-changes.ts';
import { setupWorld, type Writing } from '../../support/setup-world.ts';

const writing: fc.Arbitrary<Writing> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<Writing>('ok') },
  fc.record({
    fault: fc.constantFrom('in-doubt', 'unavailable', 'throttled', 'forbidden', 'rejected'),
    taken: fc.constant(false),
  }),
  fc.constant<Writing>({ fault: 'in-doubt', taken: true }),
);

describe('Changes of the setup, whatever happens', () => {
  it('end, and say what is true', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          count: fc.integer({ min: 1, max: 4 }),
          writings: fc.array(writing, { maxLength: 12 }),
          troubles: fc.array(fc.boolean(), { maxLength: 6 }),
          /** At which saves, counted from the confirmation, the process dies. */
          deaths: fc.uniqueArray(fc.integer({ min: 1, max: 20 }), { maxLength: 3 }),
          denyAfter: fc.constantFrom<number | 'never'>(0, 3, 100, 'never'),
          /** Somebody else sets a machine's ports by hand at some time. */
          meddling: fc.option(
            fc.record({ machine: fc.integer({ min: 0, max: 3 }), at: fc.integer({ max: 20, min: 0 }) }),
            { nil: undefined },
          ),
        }),
        async ({ count, writings, troubles, deaths, denyAfter, meddling }) => {
          const world = setupWorld(count);
          world.setDenyAfter(denyAfter);
          const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
          world.writings.push(...writings);
          world.troubles.push(...troubles);
          let saves = 0;
          let process = world.replica('p0');
          let next = 1;
          world.failSaves(() => {
            saves += 1;
            if (!deaths.includes(saves)) return false;
            process = world.replica(`p${next}`);
            next += 1;
            return true;
          });
          while ((await world.change(id)).state === 'draft')
            await process.desk.confirm(grace, id, {}).catch(() => undefined);
          const meant = meddling && world.machines[meddling.machine];
          for (let second = 0; second < 40; second += 1) {
            if (meant !== undefined && second === meddling?.at)
              world.policy.set(meant.id, { settings: [ssh], since: world.now() });
            await world.pass(1, process);
          }
          for (let more = 0; more < 60 && (await world.change(id)).state !== 'ended'; more += 1)
            await world.pass(60, process);

          const change = await world.change(id);
          assert.equal(change.state, 'ended');
          assert.ok(change.state === 'ended' && change.plan.kind === 'enable');
          for (const [at, { outcome }] of change.steps.entries()) {
            const target: Target | undefined = change.plan.targets[at];
            assert.ok(target);
            const touched = meant?.id === target.machine.id;
            const standing = world.settingsOf(target.azureId);
            const isOn = sameSettings(standing, [rdp]);
            if (outcome.kind === 'effective' && !touched)
              assert.deepEqual([isOn, isGuarded(world.filtersOf(target.azureId), 3389)], [true, true]);
            if (outcome.kind === 'overtaken') assert.ok(touched);
            // Cards say of it that it was written and read back.
            if (outcome.kind === 'unproven') assert.ok(isOn || touched);
            if (outcome.kind === 'already') assert.fail('nobody else turns it on');
            if (outcome.kind === 'failed') assert.ok(!isOn || touched);
          }
          const ends = world.audit.filter(({ kind }) => kind === 'setup-ended');
          assert.equal(ends.length, 1);
        },
      ),
      { numRuns: 150 },
    );
  });
});
