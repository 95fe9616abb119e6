// What an admin typed into a card that sets JIT up, as clients send it: without the inputs that are empty.
import assert from 'node:assert/strict';
import { setupClick } from '../../src/bot/setup-click.ts';
import { rowsOf } from '../../src/domain/setup/port-rows.ts';
import type { PortSetting } from '../../src/domain/setup/port-setting.ts';
import type { Asked, SetupChange } from '../../src/domain/setup/setup-change.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace, noon } from '../support/requests.ts';
import { configuring, enabling, plan, rdp, ssh } from '../support/setup-changes.ts';
import { setupWorld } from '../support/setup-world.ts';
import { bareSetupPresenter } from '../support/wired.ts';

describe('a click on a card that sets JIT up', () => {
  const books = newBooks();
  let world: ReturnType<typeof setupWorld>;
  beforeEach(() => {
    books.audit.length = 0;
    world = setupWorld(1);
  });

  const asking = (...before: readonly PortSetting[]): Asked => {
    const [machine] = world.machines;
    if (machine === undefined) return assert.fail('no machine');
    return { ...configuring(machine, before), rows: rowsOf(before) };
  };

  /** Asks as Grace, and clicks with this data. @returns the change as it is then */
  async function clicked(
    asked: Asked,
    verb: string,
    data: Readonly<Record<string, unknown>>,
    person = grace,
  ): Promise<SetupChange> {
    const { id } = await world.desk.ask(world.asker(), asked);
    const parts = {
      admins: { isAdmin: async (one: string) => one === grace.id },
      ledger: memoryLedger(books, 'p0', () => noon),
      setup: true,
      setupDesk: world.desk,
      setupPresenter: bareSetupPresenter,
      now: () => noon,
    };
    await setupClick(parts, person, {
      ...{ conversationId: 'chat-1', activityId: 'click-1', conversationType: 'personal', person },
      verb,
      data: { change: id, ...data },
      messageId: 'card-1',
      trigger: 'manual',
    });
    return world.change(id);
  }

  it('takes a field that was emptied for empty, not for what the sentence had said', async () => {
    const asked = {
      ...enabling(world.machines),
      form: { ports: '8443', longest: '1h', sources: '192.0.2.7' },
    };
    const change = await clicked(asked, 'setup-confirm', { sources: 'any' });
    assert.deepEqual(
      change.state === 'running' &&
        change.plan.kind === 'enable' &&
        change.plan.targets.map(({ wanted }) => wanted),
      [[rdp]],
    );
  });

  it('takes a port out whose line was cleared', async () => {
    const change = await clicked(asking(ssh, rdp), 'setup-review', {
      ...{ port0: '22', protocol0: 'TCP', longest0: '1h', sources0: '203.0.113.0/24' },
      ...{ protocol1: '*', longest1: '3h', sources1: '*' },
    });
    assert.deepEqual(
      change.state === 'draft' && change.asked.kind === 'configure' && [change.problems, change.asked.wanted],
      [[], [ssh]],
    );
  });

  it('leaves a line alone that is missing as a whole', async () => {
    const change = await clicked(asking(ssh, rdp), 'setup-review', {
      ...{ port0: '22', protocol0: 'TCP', longest0: '2h', sources0: '203.0.113.0/24' },
    });
    assert.deepEqual(change.state === 'draft' && change.asked.kind === 'configure' && change.asked.wanted, [
      { ...ssh, maximumSeconds: 7200 },
      rdp,
    ]);
  });

  it('takes an emptied time for three hours, and never emptied sources for everybody', async () => {
    const change = await clicked(asking(ssh), 'setup-review', {
      ...{ port0: '22', protocol0: 'TCP' },
    });
    assert.deepEqual(change.state === 'draft' && change.problems, [{ code: 'no-sources' }]);
    const filled = await clicked(asking(ssh), 'setup-review', {
      ...{ port0: '22', protocol0: 'TCP', sources0: '203.0.113.0/24' },
    });
    assert.deepEqual(filled.state === 'draft' && filled.asked.kind === 'configure' && filled.asked.wanted, [
      { ...ssh, maximumSeconds: 10_800 },
    ]);
  });

  it('does not turn the plan on where no name was typed', async () => {
    const change = await clicked(plan, 'setup-confirm', {});
    assert.deepEqual(change.state === 'draft' && change.problems, [{ code: 'name-differs' }]);
  });

  it('does nothing for who is no admin, and writes it down', async () => {
    const change = await clicked(plan, 'setup-confirm', { name: 'Production' }, ada);
    assert.deepEqual(
      [change.state, books.audit.map(({ actor, kind }) => [actor, kind])],
      ['draft', [[ada.id, 'setup-refused']]],
    );
  });
});
