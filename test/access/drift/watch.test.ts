// Watching for drift: each finding is told once, surely, by one replica; what cannot be read is not taken for gone.
import assert from 'node:assert/strict';
import { Fault } from '../../../src/access/fault.ts';
import { filtersOf } from '../../domain/nsg/rule-text.ts';
import { memoryFindings } from '../../support/memory-findings.ts';
import { grace, noon, web01 } from '../../support/requests.ts';
import { deny, rdp, ssh, watchWorld } from './watch-world.ts';

const hour = 3600;
const day = 24 * hour;
const away = new Fault('unavailable', 'Teams is away.');
const { subscription } = web01;

describe('a finding', () => {
  it('is told once, by whichever process and however often it is seen', async () => {
    const { see, look, process, pass, told, kinds } = watchWorld();
    see(rdp);
    const [one, other] = [process('p0'), process('p1')];
    for (const watch of [one, one, other, process('p0')]) {
      await look(watch);
      pass(120);
    }
    assert.deepEqual([told, kinds()], [['approvals: first 1 rdp'], ['finding-seen', 'finding-told']]);
  });

  it('is told once by two processes that look at the same moment', async () => {
    const { see, look, process, told } = watchWorld();
    see(rdp);
    await Promise.all(['p0', 'p1'].map((owner) => look(process(owner))));
    assert.equal(told.length, 1);
  });

  it('comes with all the others of a look in one message, the worst first; later ones alone', async () => {
    const { see, look, process, told, pass } = watchWorld();
    const watch = process('p0');
    see('302 Allow office from 203.0.113.0/24 port 22', rdp);
    await look(watch);
    pass(hour);
    see('302 Allow office from 203.0.113.0/24 port 22', rdp, ssh);
    await look(watch);
    assert.deepEqual(told, ['approvals: first 1 rdp, 2 office', 'approvals: 3 ssh']);
  });

  it('is in the books before it is told', async () => {
    const { see, look, process, told, kinds } = watchWorld([new Fault('missing', 'gone')]);
    see(rdp);
    await look(process('p0'));
    assert.deepEqual([told, kinds()], [[], ['finding-seen']]);
  });

  it('is told by the next process, when one dies between the books and the post', async () => {
    const { see, look, process, told, pass } = watchWorld([away, away, away, away]);
    see(rdp);
    await look(process('p0'));
    assert.deepEqual(told, []);
    pass(hour);
    await look(process('p1'));
    assert.deepEqual(told, ['approvals: first 1 rdp']);
  });

  it('is tried again while Teams is away', async () => {
    const { see, look, process, told, waited } = watchWorld([away, away]);
    see(rdp);
    await look(process('p0'));
    assert.deepEqual([told.length, waited], [1, [5, 30]]);
  });

  it('is not told twice when the books are away just after the post', async () => {
    const { see, look, process, told, kept, findings } = watchWorld();
    see(rdp);
    let lost = true;
    const watch = process('p0');
    // The same book, which once does not answer.
    const { rows } = kept;
    const set = rows.set.bind(rows);
    rows.set = (number, known) => {
      if (known.toldAt !== undefined && lost) {
        lost = false;
        throw new Fault('unavailable', 'The database is away.');
      }
      return set(number, known);
    };
    await look(watch);
    assert.deepEqual([told.length, (await findings.current())[0]?.toldAt, lost], [1, noon, false]);
  });

  it('goes on-call where no approvals channel is set, and waits for a channel where none is', async () => {
    const { see, look, process, told, books } = watchWorld([], []);
    see(rdp);
    const watch = process('p0');
    await look(watch);
    assert.deepEqual(told, []);
    books.channels.set('on-call', { conversationId: 'on-call' });
    await look(watch);
    assert.deepEqual(told, ['on-call: first 1 rdp']);
  });

  it('that comes back is news after a day, and not before', async () => {
    const { see, look, process, told, pass, kinds } = watchWorld();
    const watch = process('p0');
    see(rdp);
    await look(watch);
    for (const absence of [day - 1, day]) {
      pass(hour);
      see();
      await look(watch);
      pass(absence);
      see(rdp);
      await look(watch);
    }
    assert.deepEqual(told, ['approvals: first 1 rdp', 'approvals: 1 rdp']);
    assert.deepEqual(
      kinds().filter((kind) => kind !== 'finding-told'),
      ['finding-seen', 'finding-gone', 'finding-back', 'finding-gone', 'finding-back'],
    );
  });

  it('is silent while it is acknowledged, and news after it', async () => {
    const { see, look, process, told, pass, findings } = watchWorld();
    const watch = process('p0');
    see(rdp);
    await look(watch);
    const known = (await findings.current())[0] ?? assert.fail();
    const given = { by: grace, reason: 'vendor', until: noon + 30 * day * 1000, at: noon };
    await findings.acknowledge(known, given, { at: noon, actor: grace.id, kind: 'x', facts: {} });
    for (let days = 1; days < 30; days += 1) {
      pass(day);
      see(...(days % 3 === 0 ? [] : [rdp]));
      await look(watch);
    }
    assert.equal(told.length, 1);
    pass(day);
    see(rdp);
    for (const _ of [1, 2]) await look(watch);
    assert.deepEqual(told, ['approvals: first 1 rdp', 'approvals: 1 rdp']);
  });

  it('of JIT’s own making is given time to settle', async () => {
    const { look, process, told, pass, azure } = watchWorld();
    const watch = process('p0');
    azure.set(subscription.id, ['4096 Deny jit to 10.0.0.4 port 3389']);
    await look(watch);
    pass(599);
    await look(watch);
    assert.deepEqual(told, []);
    pass(1);
    await look(watch);
    assert.deepEqual(told, ['approvals: first 1 unguarded']);
  });
});

describe('a subscription that cannot be read', () => {
  it('keeps its findings, and the books say why', async () => {
    const { see, azure, look, process, pass, findings, kinds } = watchWorld();
    see(rdp);
    await look(process('p0'));
    pass(hour);
    azure.set(subscription.id, new Fault('forbidden', 'A right is missing.'));
    await look(process('p0'));
    assert.equal((await findings.current()).length, 1);
    assert.deepEqual(await findings.looks(), [
      { subscription, readAt: noon, triedAt: noon + hour * 1000, problem: 'A right is missing.' },
    ]);
    assert.deepEqual(kinds(), ['finding-seen', 'finding-told']);
  });

  it('hides nothing of the others', async () => {
    const { azure, look, process, told, subscriptions } = watchWorld();
    const other = { id: 'other', name: 'Other' };
    azure.set(subscription.id, new Fault('unavailable', 'Azure is away.'));
    azure.set(other.id, [rdp, deny]);
    subscriptions([subscription, other]);
    await look(process('p0'));
    assert.deepEqual(told, ['approvals: first 1 rdp']);
  });
});

describe('what a form has seen', () => {
  const filters = [filtersOf({ nic: [rdp, deny] })];
  const machine = { ...web01, id: `${subscription.id}/web-01` };

  it('is told at once, and not again by the watch', async () => {
    const { see, look, process, told } = watchWorld();
    const watch = process('p0');
    await watch.saw(machine, filters, noon);
    assert.deepEqual(told, ['approvals: first 1 rdp']);
    see(rdp);
    await look(watch);
    await watch.saw(machine, filters, noon);
    assert.equal(told.length, 1);
  });

  it('is gone when the next form does not see it', async () => {
    const { process, findings } = watchWorld();
    const watch = process('p0');
    await watch.saw(machine, filters, noon);
    await watch.saw(machine, [filtersOf({ nic: [deny] })], noon + 1000);
    assert.deepEqual(await findings.current(), []);
  });

  it('is not denied by a look that began before', async () => {
    const { look, process, findings, kept } = watchWorld();
    const watch = process('p0');
    const looking = look(watch);
    await memoryFindings(kept).record({ kind: 'machine', machineId: machine.id }, [], noon);
    await watch.saw(machine, filters, noon + 500);
    await looking;
    assert.equal((await findings.current()).length, 1);
  });
});

describe('the watch in the background', () => {
  const settle = async () => {
    // Everything is in memory: a few turns of the loop, and nothing is under way any more.
    for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  };

  it('looks at once, and again when the pause is over', async () => {
    const { process, read, sleepers, see, told, pass } = watchWorld();
    see(rdp);
    const watch = process('p0');
    watch.start();
    await settle();
    assert.deepEqual([read.length, sleepers.map(({ seconds }) => seconds), told.length], [1, [10], 1]);
    for (const [seconds, looks] of [
      [899, 1],
      [1, 2],
    ] as const) {
      pass(seconds);
      sleepers.shift()?.wake();
      await settle();
      assert.deepEqual([read.length, sleepers.length], [looks, 1]);
    }
    await watch.stop();
    sleepers.shift()?.wake();
    await settle();
    assert.equal(read.length, 2);
  });

  it('is one replica’s work at a time, and another’s when that is gone', async () => {
    const { process, read, sleepers, pass } = watchWorld();
    const [one, other] = [process('p0'), process('p1')];
    one.start();
    await settle();
    other.start();
    await settle();
    assert.equal(read.length, 1);
    await one.stop();
    pass(900);
    for (const { wake } of sleepers.splice(0)) wake();
    await settle();
    assert.equal(read.length, 2);
    await other.stop();
  });

  it('goes on where a process died in the middle, and not at what that had done', async () => {
    const { process, read, sleepers, subscriptions, azure, pass, books } = watchWorld();
    const others = ['s-2', 's-3'].map((id) => ({ id, name: id }));
    for (const { id } of others) azure.set(id, [deny]);
    subscriptions([subscription, ...others]);
    books.claims.set('drift-look', { owner: 'dead', until: noon + 15_000 });
    await (await process('dead').look([subscription])).told;
    const alive = process('p1');
    alive.start();
    await settle();
    assert.deepEqual(read, [subscription.id]);
    for (const seconds of [10, 10]) {
      pass(seconds);
      for (const { wake } of sleepers.splice(0)) wake();
      await settle();
    }
    assert.deepEqual(read, [subscription.id, 's-2', 's-3']);
    await alive.stop();
  });

  it('waits for the list of machines without waiting long', async () => {
    const { process, sleepers, subscriptions, read } = watchWorld();
    subscriptions([]);
    const watch = process('p0');
    watch.start();
    await settle();
    assert.deepEqual([read, sleepers.map(({ seconds }) => seconds)], [[], [2]]);
    await watch.stop();
  });

  it('looks only when somebody asks, where the pause is 0', async () => {
    const { process, read, look } = watchWorld();
    const watch = process('p0', 0);
    watch.start();
    await settle();
    assert.equal(read.length, 0);
    await look(watch);
    assert.equal(read.length, 1);
  });
});
