// An approver's yes in advance: who may give it, for what, and what it is worth later.
import assert from 'node:assert/strict';
import { allowInAdvance } from '../../src/access/allowing.ts';
import type { Rule } from '../../src/domain/policy/access-policy.ts';
import { approvalWorld, linus, mallory, needs } from '../support/approval-world.ts';
import { everything } from '../support/hearings.ts';
import { ada, admins, grace, noon, web01 } from '../support/requests.ts';

const hour = 3600_000;

let said = 0;

/** Grace allows Ada RDP on web-01 for two hours, but for the changes. */
async function allowing(world: ReturnType<typeof approvalWorld>, changes: object = {}) {
  said += 1;
  const asked = {
    id: `said-${said}`,
    by: grace,
    person: ada,
    machine: web01,
    port: 3389,
    until: noon + 2 * hour,
    orLess: false,
    ...changes,
  };
  return allowInAdvance(world, asked);
}

describe('allowing in advance', () => {
  const { preApproval: _, ...strict } = needs(1);
  const table: readonly [string, readonly Rule[], object, unknown][] = [
    ['is for approvers only', [needs(1)], { by: mallory }, 'not-approver'],
    ['is not for oneself', [needs(1)], { person: grace }, 'own-self'],
    ['makes no sense where nobody has to be asked', [everything], {}, 'no-rule'],
    ['cannot overrule a refusal', [needs(1), { name: 'no', decision: 'refused', when: {} }], {}, 'no-rule'],
    ['is not possible where the rule does not say so', [strict], {}, 'not-in-rule'],
    ['is bounded by the rule', [{ ...needs(1), preApproval: 3600 }], {}, 'too-long-window'],
  ];
  for (const [does, rules, changes, expected] of table)
    it(`${does}; the attempt is noted`, async () => {
      const world = approvalWorld(...rules);
      const outcome = await allowing(world, changes);
      const [entry] = world.books.audit;
      assert.deepEqual(
        [outcome.kind, world.books.audit.length, entry?.kind, entry?.facts.why],
        [expected, 1, 'allow-refused', expected],
      );
    });

  it('lasts as long as the rule allows where no end was said', async () => {
    const world = approvalWorld({ ...needs(1), preApproval: 3600 });
    const outcome = await allowing(world, { orLess: true });
    assert.deepEqual(outcome.kind === 'allowed' && [outcome.allowance.until, outcome.cutTo], [
      noon + hour,
      3600,
    ]);
  });

  it('is not said to be cut where the rule allows all that was meant', async () => {
    const outcome = await allowing(approvalWorld({ ...needs(1), preApproval: 7200 }), { orLess: true });
    assert.deepEqual([outcome.kind, 'cutTo' in outcome], ['allowed', false]);
  });

  it('cannot be judged while the groups cannot be looked up', async () => {
    const world = approvalWorld(needs(1));
    world.groups.clear();
    assert.equal((await allowing(world)).kind, 'unknown');
  });

  it('lets the person open that port without asking, in the window, and says by whom', async () => {
    const world = approvalWorld(needs(1));
    await allowing(world);
    const request = world.request(await world.send());
    assert.deepEqual('grounds' in request && request.grounds, {
      kind: 'pre-approval',
      rule: 'production',
      by: [grace],
      until: noon + 2 * hour,
    });
  });

  it('is worth nothing once its giver is no approver any more', async () => {
    const world = approvalWorld(needs(1));
    await allowing(world);
    world.groups.set(admins.id, new Set([linus.id]));
    assert.equal(world.request(await world.send()).state, 'pending');
  });

  it('is one, however often its message is delivered', async () => {
    const world = approvalWorld(needs(1));
    for (let time = 0; time < 3; time += 1) await allowing(world, { id: 'same' });
    assert.deepEqual([world.books.allowances.size, world.kinds()], [1, ['allowed']]);
  });

  it('is worth nothing after its window', async () => {
    const world = approvalWorld(needs(1));
    await allowing(world);
    await world.pass(3601);
    assert.equal(world.request(await world.send()).state, 'pending');
  });

  it('counts as many people as the rule needs, each once', async () => {
    const world = approvalWorld(needs(2));
    await allowing(world);
    await allowing(world);
    const first = await world.send();
    assert.equal(world.request(first).state, 'pending');
    await world.broker.withdraw(ada, first);

    await allowing(world, { by: linus });
    const second = await world.send();
    assert.equal(world.request(second).state, 'opening');
  });
});
