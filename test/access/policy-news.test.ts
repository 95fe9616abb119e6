// Telling admins that the access policy's file cannot be used: once, surely, and never by crashing.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import { createPolicyNews } from '../../src/access/policy-news.ts';
import type { PolicyNews } from '../../src/access/policy-port.ts';
import { newsOffice } from '../support/news-office.ts';

const broken: PolicyNews = {
  kind: 'unreadable',
  fingerprint: 'abc',
  problems: ['line 3: rule 2 has no approvers'],
  kept: true,
};

/** @param posts how each post ends: a fault, or well */
function office(...[posts, channels]: Parameters<typeof newsOffice>) {
  const { partsOf, ...rest } = newsOffice(posts, channels);
  const process = (owner: string) =>
    createPolicyNews({ ...partsOf(owner), words: (news) => ({ kind: 'text', text: news.kind }) });
  return { ...rest, process };
}

describe('news of the access policy', () => {
  it('of a broken file goes to the approvals channel once, whoever reads it and however often', async () => {
    const { told, kinds, process } = office();
    for (const owner of ['p0', 'p0', 'p1']) await process(owner)(broken);
    assert.deepEqual([told, kinds()], [['approvals: unreadable'], ['policy-unreadable']]);
  });

  it('of another broken version is told again', async () => {
    const { told, process } = office();
    const announce = process('p0');
    await announce(broken);
    await announce({ ...broken, fingerprint: 'def' });
    assert.equal(told.length, 2);
  });

  it('goes on-call where no approvals channel is set', async () => {
    const { told, process } = office([], ['on-call']);
    await process('p0')(broken);
    assert.deepEqual(told, ['on-call: unreadable']);
  });

  it('is written down where no channel is set at all', async () => {
    const { told, kinds, process } = office([], []);
    await process('p0')(broken);
    assert.deepEqual([told, kinds()], [[], ['policy-unreadable']]);
  });

  it('is tried again while Teams is away', async () => {
    const away = new Fault('unavailable', 'Teams is away.');
    const { told, waited, process } = office([away, away]);
    await process('p0')(broken);
    assert.deepEqual([told, waited], [['approvals: unreadable'], [5, 30]]);
  });

  it('is not tried for ever where the channel is gone', async () => {
    const { told, waited, kinds, process } = office([new Fault('missing', 'gone')]);
    await process('p0')(broken);
    assert.deepEqual([told, waited, kinds()], [[], [], ['policy-unreadable']]);
  });

  it('is told at each turn for the better or the worse, so that the channel’s last word is true', async () => {
    const { told, kinds, process, pass } = office();
    const announce = process('p0');
    const good = { kind: 'loaded', fingerprint: 'abc', rules: 3 } as const;
    for (const news of [broken, good, good, broken, good]) {
      await announce(news);
      pass(60);
    }
    assert.deepEqual(
      [told.length, kinds()],
      [4, ['policy-unreadable', 'policy-loaded', 'policy-loaded', 'policy-unreadable', 'policy-loaded']],
    );
  });

  it('of a turn that two replicas see at the same time is told once', async () => {
    const { told, process } = office();
    const replicas = [process('p0'), process('p1')];
    const good = { kind: 'loaded', fingerprint: 'abc', rules: 3 } as const;
    for (const news of [broken, good]) for (const announce of replicas) await announce(news);
    assert.equal(told.length, 2);
  });

  it('of a good file is only written down', async () => {
    const { told, kinds, process } = office();
    await process('p0')({ kind: 'loaded', fingerprint: 'abc', rules: 3 });
    assert.deepEqual([told, kinds()], [[], ['policy-loaded']]);
  });
});
