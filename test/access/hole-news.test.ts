// Telling admins of holes beside JIT: each once, surely, and again only after it was gone for a day.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import { createHoleNews } from '../../src/access/hole-news.ts';
import type { Hole } from '../../src/domain/nsg/named-rule.ts';
import { newsOffice } from '../support/news-office.ts';
import { web01 } from '../support/requests.ts';

const rdp: Hole = { port: 3389, rule: { nsg: 'nsg-web', name: 'rdp', priority: 300 }, sources: ['*'] };
const ssh: Hole = { port: 22, rule: { nsg: 'nsg-web', name: 'ssh', priority: 310 }, sources: ['*'] };
const day = 24 * 3600;

/** @param posts how each post ends: a fault, or well */
function office(...[posts, channels]: Parameters<typeof newsOffice>) {
  const { partsOf, ...rest } = newsOffice(posts, channels);
  const process = (owner: string) =>
    createHoleNews({
      ...partsOf(owner),
      words: (machine, holes) => ({
        kind: 'text',
        text: `${machine.name} ${holes.map(({ rule }) => rule.name).join(' ')}`,
      }),
    });
  return { ...rest, process };
}

describe('news of a hole', () => {
  it('are told once, by whichever process and however often it is seen', async () => {
    const { told, kinds, process, pass } = office();
    const [one, other] = [process('p0'), process('p1')];
    for (const announce of [one, one, other, process('p0')]) {
      await announce(web01, [rdp]);
      pass(120);
    }
    assert.deepEqual([told, kinds()], [['approvals: web-01 rdp'], ['hole-found', 'hole-told']]);
  });

  it('are told once by two processes that see it at the same moment', async () => {
    const { told, process } = office();
    await Promise.all(['p0', 'p1'].map((owner) => process(owner)(web01, [rdp])));
    assert.equal(told.length, 1);
  });

  it('are told once by one process that looks twice at the same moment', async () => {
    const { told, process } = office();
    const announce = process('p0');
    await Promise.all([announce(web01, [rdp]), announce(web01, [rdp])]);
    assert.equal(told.length, 1);
  });

  it('come in one message for one machine, without those told before', async () => {
    const { told, process, pass } = office();
    const announce = process('p0');
    await announce(web01, [rdp]);
    pass(120);
    await announce(web01, [rdp, ssh]);
    assert.deepEqual(told, ['approvals: web-01 rdp', 'approvals: web-01 ssh']);
  });

  it('go on-call where no approvals channel is set', async () => {
    const { told, process } = office([], ['on-call']);
    await process('p0')(web01, [rdp]);
    assert.deepEqual(told, ['on-call: web-01 rdp']);
  });

  it('wait for a channel, and are in the trail meanwhile', async () => {
    const { books, told, kinds, process } = office([], []);
    const announce = process('p0');
    await announce(web01, [rdp]);
    assert.deepEqual([told, kinds()], [[], ['hole-found']]);
    books.channels.set('on-call', { conversationId: 'on-call' });
    await announce(web01, [rdp]);
    assert.deepEqual([told, kinds()], [['on-call: web-01 rdp'], ['hole-found', 'hole-told']]);
  });

  it('are tried again while Teams is away', async () => {
    const { told, waited, process } = office([new Fault('unavailable', 'Teams is away.')]);
    await process('p0')(web01, [rdp]);
    assert.deepEqual([told.length, waited], [1, [5]]);
  });

  it('are not tried for ever where the channel is gone', async () => {
    const { told, waited, kinds, process } = office([new Fault('missing', 'gone')]);
    await process('p0')(web01, [rdp]);
    assert.deepEqual([told, waited, kinds()], [[], [], ['hole-found']]);
  });

  it('are told again when it comes back after a day, and not before', async () => {
    const { told, process, pass } = office();
    const announce = process('p0');
    await announce(web01, [rdp]);
    await announce(web01, []);
    pass(day - 60);
    await announce(web01, [rdp]);
    assert.equal(told.length, 1);
    await announce(web01, []);
    pass(day);
    for (const _ of [1, 2, 3]) await announce(web01, [rdp]);
    assert.equal(told.length, 2);
  });

  it('are not told where there is none', async () => {
    const { told, kinds, process } = office();
    await process('p0')(web01, []);
    assert.deepEqual([told, kinds()], [[], []]);
  });
});
