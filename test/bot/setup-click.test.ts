// Buttons of cards that set JIT up: who pressed comes from the channel, what was typed is checked, nothing else in the data counts.
import assert from 'node:assert/strict';
import { setupClick } from '../../src/bot/setup-click.ts';
import type { AuditEntry } from '../../src/domain/audit.ts';
import type { Person } from '../../src/domain/person.ts';
import { ada, grace } from '../support/requests.ts';
import { configuring, enabling, rdp } from '../support/setup-changes.ts';
import { setupWorld } from '../support/setup-world.ts';
import { bareSetupPresenter } from '../support/wired.ts';

function clicks(setup = true) {
  const world = setupWorld(1);
  let admins: readonly string[] | undefined = [grace.id];
  const parts = {
    admins: { isAdmin: async (id: string) => admins?.includes(id) },
    ledger: { note: async (entry: AuditEntry) => void world.audit.push(entry) },
    now: world.now,
    setup,
    setupDesk: world.desk,
    setupPresenter: bareSetupPresenter,
  };
  return {
    world,
    setAdmins: (ids: readonly string[] | undefined) => {
      admins = ids;
    },
    press: async (verb: string, data: Readonly<Record<string, unknown>>, person: Person = grace) => {
      const clicked = { person, verb, data, messageId: 'm1', trigger: 'manual' as const, ...occasion };
      const { body } = await setupClick(parts, person, clicked);
      return body;
    },
  };
}

const occasion = { conversationId: 'chat-1', conversationType: 'personal' as const, activityId: 'click-1' };

describe('A button of a card that sets JIT up', () => {
  it('is pressed by who the channel says, whoever the data names', async () => {
    const { world, press } = clicks();
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    const forged = { change: id, by: grace.id, person: grace, from: { aadObjectId: grace.id } };
    const answer = await press('setup-confirm', forged, ada);
    await world.pass(5);
    assert.match(JSON.stringify(answer), /^.*Only an admin can set JIT up/);
    assert.deepEqual([world.edits, world.audit.at(-1)?.kind], [[], 'setup-refused']);
  });

  it('does nothing for who was an admin when the card was drawn, or may not be one now', async () => {
    const { world, press, setAdmins } = clicks();
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    for (const admins of [[], undefined]) {
      setAdmins(admins);
      await press('setup-confirm', { change: id });
    }
    await world.pass(5);
    assert.deepEqual([(await world.change(id)).state, world.edits], ['draft', []]);
  });

  it('cancels with SETUP=off, and does nothing else', async () => {
    const { world, press } = clicks(false);
    const { id } = await world.desk.ask(world.asker(), enabling(world.machines));
    const answer = await press('setup-confirm', { change: id });
    const before = (await world.change(id)).state;
    await press('setup-cancel', { change: id });
    assert.match(JSON.stringify(answer), /SETUP=on/);
    assert.deepEqual([before, (await world.change(id)).state], ['draft', 'dropped']);
  });

  it('changes a line of the card by what came back, whatever else the data claims', async () => {
    const { world, press } = clicks();
    const [machine] = world.machines;
    assert.ok(machine);
    world.policy.set(machine.id, { settings: [rdp], since: 0 });
    const asked = configuring(machine, [rdp]);
    const rows = [{ port: '3389', protocol: '*', longest: '3h', sources: '*' }];
    assert.ok(asked.kind === 'configure');
    const { id } = await world.desk.ask(world.asker(), { ...asked, rows });
    const line = { port0: '3389', protocol0: '*', longest0: '1h', sources0: '*' };
    await press('setup-review', { change: id, ...line, wanted: [{ port: 22 }], rows: 'forged' });
    const change = await world.change(id);
    assert.ok(change.state === 'draft' && change.asked.kind === 'configure');
    assert.deepEqual(change.asked.wanted, [{ ...rdp, maximumSeconds: 3600 }]);
  });

  for (const [what, verb, data] of [
    ['a verb that no card has', 'setup-everything', { change: 'change-1' }],
    ['no change', 'setup-confirm', {}],
    ['a change that is no text', 'setup-confirm', { change: { id: 'change-1' } }],
    ['more text than a field holds', 'setup-confirm', { change: 'change-1', ports: '2'.repeat(2001) }],
  ] as const)
    it(`makes no sense with ${what}, and is told so`, async () => {
      const { press, world } = clicks();
      await world.desk.ask(world.asker(), enabling(world.machines));
      assert.match(JSON.stringify(await press(verb, data)), /BadRequest/);
      assert.equal((await world.change('change-1')).state, 'draft');
    });
});
