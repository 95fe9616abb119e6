// Setting JIT up in words and by clicks, over real HTTP: who may, what is meant, and what a forged card can do: nothing.
import assert from 'node:assert/strict';
import type { SetupPlanner } from '../../src/access/setup/plan-setup.ts';
import type { Machine } from '../../src/domain/machine.ts';
import { setupPresenter } from '../../src/present.ts';
import { ofType, textsOf } from '../cards/card-reading.ts';
import { azureModel } from '../support/azure-model.ts';
import { chatModel } from '../support/chat-model.ts';
import { knownMachines } from '../support/known-machines.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { ada, grace } from '../support/people.ts';
import { noon } from '../support/requests.ts';
import { type RunningBot, runBot } from '../support/running-bot.ts';
import { configuring, disabling, enabling, plan, rdp } from '../support/setup-changes.ts';
import { machineNumber, setupWorld } from '../support/setup-world.ts';
import { turnOn, wiredOn } from '../support/wired.ts';

const now = () => noon;
const machines = [1, 2, 3].map(machineNumber);
const [first] = machines as [Machine, ...Machine[]];
const otherGroup = { ...first, id: `${first.id}-2`, resourceGroup: 'rg-old' };

describe('setting JIT up, said and clicked', () => {
  let books = newBooks();
  let world = setupWorld(3);
  let running: RunningBot;
  const script = { setup: true, admin: true as boolean | undefined, slow: false };
  /** What the planner was asked for. */
  const planned: unknown[] = [];

  const never = new Promise<never>(() => {});
  const answering = async <Answer>(what: unknown, answer: Answer): Promise<Answer> => {
    planned.push(what);
    return script.slow ? never : answer;
  };
  const names = (of: readonly Machine[]) => of.map(({ name }) => name);
  const setupPlanner: SetupPlanner = {
    defender: (subscription) => answering(['defender', subscription.name], { asked: plan }),
    enable: (of, form) => answering(['enable', names(of), form], { asked: enabling(of) }),
    configure: (of) => answering(['configure', of.name], { asked: configuring(of, [rdp]) }),
    disable: (of) => answering(['disable', names(of)], { asked: disabling(of, [rdp]) }),
  };

  before(async () => {
    running = await runBot((context) => {
      const wired = wiredOn({
        ledger: memoryLedger(books, 'p0', now),
        azure: azureModel(now),
        notifier: chatModel(),
        now,
        inventory: { ...knownMachines([...machines, otherGroup]), loaded: true },
        setupDesk: world.desk,
        setupPlanner,
        newId: () => 'new',
      });
      const parts = {
        ...wired,
        setup: script.setup,
        setupPresenter,
        machines: { all: () => [...machines, otherGroup], subscriptions: () => [first.subscription] },
        pause: script.slow ? async () => {} : wired.pause,
      };
      const isAdmin = async (id: string) => (id === grace.id ? script.admin : false);
      return turnOn(parts, { admins: { isAdmin } })(context);
    });
  });
  after(() => running.stop());
  beforeEach(() => {
    books = newBooks();
    world = setupWorld(3);
    planned.length = 0;
    Object.assign(script, { setup: true, admin: true, slow: false });
  });

  /** What is answered in words; `undefined`: a card was posted through the desk instead. */
  async function say(text: string, from = grace): Promise<unknown> {
    const before = running.teams.sent.length;
    await running.teams.say(running.url, { text, from });
    return running.teams.sent[before]?.activity.text;
  }
  async function click(verb: string, data: object, from = grace): Promise<unknown> {
    const { body } = await running.teams.click(running.url, {
      verb,
      data: { ...data },
      messageId: 'm1',
      from,
    });
    return Reflect.get(Object(body), 'value');
  }
  const idOf = async () => (await world.book.due(Number.POSITIVE_INFINITY, 1))[0] ?? 'change-1';

  for (const [sentence, asked] of [
    ['turn on defender for Production', ['defender', 'Production']],
    ['enable jit on web-02', ['enable', ['web-02'], { ports: '', longest: '3h', sources: 'any' }]],
    [
      'enable jit on web-02 ports 22, 8443 up to 4h from 203.0.113.0/24',
      ['enable', ['web-02'], { ports: '22, 8443', longest: '4h', sources: '203.0.113.0/24' }],
    ],
    [
      'enable jit on web-0*',
      ['enable', ['web-01', 'web-02', 'web-03', 'web-01'], { ports: '', longest: '3h', sources: 'any' }],
    ],
    ['configure jit on rg-web/web-01', ['configure', 'web-01']],
    ['disable jit on web-03', ['disable', ['web-03']]],
  ] as const)
    it(`understands “${sentence}” and shows a card`, async () => {
      assert.deepEqual([await say(sentence), planned], [undefined, [asked]]);
      assert.equal((await world.change('change-1')).state, 'draft');
    });

  for (const [sentence, answer] of [
    ['enable jit on wbe-02', /no machine called “wbe-02”/],
    ['enable jit on wbe-02 and web-03', /no machine called “wbe-02”.*I did not understand .*“web-03”/s],
    ['enable jit on db-*', /No machine that I see matches “db-/],
    ['disable jit on web-01', /^2 machines are meant by “web-01”: .* as in rg-web\/web-01/],
    ['configure jit on web-0*', /^4 machines match “web-0.*, and one is configured at a time/],
    ['turn on defender for Prodution', /no subscription called “Prodution”\. Is it Production\?/],
  ] as const)
    it(`answers “${sentence}” in words`, async () => {
      assert.match(String(await say(sentence)), answer);
      assert.deepEqual(planned, []);
    });

  it('is for admins, and a refusal is written down', async () => {
    assert.match(String(await say('disable jit on web-03', ada)), /^Only an admin can set JIT up/);
    assert.deepEqual(
      [planned, books.audit.map(({ actor, kind, facts }) => ({ actor, kind, facts }))],
      [[], [{ actor: ada.id, kind: 'setup-refused', facts: { command: 'disable-jit' } }]],
    );
  });

  it('waits where it cannot be found out who is an admin', async () => {
    script.admin = undefined;
    assert.match(
      String(await say('disable jit on web-03')),
      /^I could not find out whether you are an admin/,
    );
    assert.deepEqual(planned, []);
  });

  it('is off unless it was switched on, and says how', async () => {
    script.setup = false;
    assert.match(String(await say('enable jit on web-02')), /`SETUP=on`/);
    assert.deepEqual(planned, []);
  });

  it('does not let anybody wait for Azure in vain', async () => {
    script.slow = true;
    assert.match(String(await say('enable jit on web-02')), /Azure does not answer/);
  });

  it('writes when its admin confirms, and answers the click with the card as it is then', async () => {
    await say('enable jit on web-02');
    const card = await click('setup-confirm', {
      change: await idOf(),
      ports: '22',
      longest: '1h',
      sources: 'any',
    });
    assert.match(textsOf(card).join('\n'), /web-02/);
    await world.pass(10);
    assert.deepEqual(world.settingsOf(machines[1]?.id ?? ''), [
      { port: 22, protocol: '*', maximumSeconds: 3600, allowedSources: ['*'] },
    ]);
  });

  it('lets nobody be everybody by a form that came back empty', async () => {
    await say('enable jit on web-02 ports 8443 up to 1h from 203.0.113.0/24');
    const card = await click('setup-confirm', { change: await idOf() });
    await world.pass(10);
    assert.match(textsOf(card).join('\n'), /Say from which source addresses it may be asked for/);
    assert.deepEqual(world.edits, []);
  });

  it('takes nothing from a card but its id and what was typed', async () => {
    await say('disable jit on web-03');
    const forged = {
      change: await idOf(),
      by: { id: ada.id },
      targets: [{ azureId: first.azureId }],
      state: 'running',
      wanted: [rdp],
    };
    await click('setup-confirm', forged);
    await world.pass(5);
    assert.deepEqual(
      world.edits.map(({ machineId, wanted }) => [machineId, wanted]),
      [[machines[2]?.azureId, []]],
    );
  });

  for (const [what, press, answer] of [
    [
      'somebody who is no admin',
      (id: string) => click('setup-confirm', { change: id }, ada),
      /^Only an admin can set JIT up/,
    ],
    [
      'a card that nobody knows',
      () => click('setup-confirm', { change: 'other' }),
      /^I know nothing of this card/,
    ],
    ['data without an id', () => click('setup-confirm', {}), /not one of mine/],
    ['a verb that no card has', (id: string) => click('setup-force', { change: id }), /not one of mine/],
    ['an id that is no text', () => click('setup-cancel', { change: { $ne: '' } }), /not one of mine/],
  ] as const)
    it(`does nothing for ${what}`, async () => {
      await say('disable jit on web-03');
      const said = await press(await idOf());
      const text = typeof said === 'string' ? said : String(Reflect.get(Object(said), 'message'));
      await world.pass(5);
      assert.match(text, answer);
      assert.deepEqual([(await world.change('change-1')).state, world.edits], ['draft', []]);
    });

  it('asks for the admin’s rights again at the click', async () => {
    await say('disable jit on web-03');
    script.admin = false;
    assert.match(String(await click('setup-confirm', { change: await idOf() })), /^Only an admin/);
    script.admin = true;
    script.setup = false;
    assert.match(String(await click('setup-confirm', { change: await idOf() })), / SETUP=on,/);
    await world.pass(5);
    assert.deepEqual(world.edits, []);
  });

  it('can be cancelled, and says so to whoever presses later', async () => {
    await say('disable jit on web-03');
    const id = await idOf();
    await click('setup-cancel', { change: id });
    const late = await click('setup-confirm', { change: id });
    await world.pass(5);
    assert.match(textsOf(late).join('\n'), /ancelled/);
    assert.deepEqual([(await world.change(id)).state, world.edits], ['dropped', []]);
  });

  it('keeps the lines of ports that a client did not send back', async () => {
    world.policy.set(first.id, { settings: [rdp], since: 0 });
    await say('configure jit on rg-web/web-01');
    const id = await idOf();
    const card = await click('setup-review', {
      change: id,
      port1: '22',
      protocol1: 'TCP',
      longest1: '1h',
      sources1: 'any',
    });
    const change = await world.change(id);
    assert.ok(change.state === 'draft' && change.asked.kind === 'configure');
    assert.deepEqual(change.asked.wanted, [
      rdp,
      { port: 22, protocol: 'TCP', maximumSeconds: 3600, allowedSources: ['*'] },
    ]);
    assert.ok(ofType(card, 'Action.Execute').some(({ verb }) => verb === 'setup-confirm'));
  });

  it('takes fields for cleared that a client left out of a line', async () => {
    world.policy.set(first.id, {
      settings: [rdp, { port: 22, protocol: '*', maximumSeconds: 3600, allowedSources: ['203.0.113.7'] }],
      since: 0,
    });
    await say('configure jit on rg-web/web-01');
    const id = await idOf();
    await click('setup-review', {
      change: id,
      ...{ protocol0: '*', longest0: '1h' },
      ...{ port1: '22', protocol1: '*', sources1: 'any' },
    });
    const change = await world.change(id);
    assert.ok(change.state === 'draft' && change.asked.kind === 'configure');
    assert.deepEqual(change.asked.wanted, [
      { port: 22, protocol: '*', maximumSeconds: 10_800, allowedSources: ['*'] },
    ]);
  });
});
