// A bot that was away between the yes and Azure: what it finds is held against the access policy of that moment.
import assert from 'node:assert/strict';
import { createJudgeAnew } from '../../src/access/judging-anew.ts';
import { createSettle } from '../../src/access/settle.ts';
import type { Approved } from '../../src/domain/access-request.ts';
import type { Rule } from '../../src/domain/policy/access-policy.ts';
import { automatic, refuse } from '../domain/policy/builders.ts';
import { azureModel } from '../support/azure-model.ts';
import { barePresenter, chatModel, noExtensions, quietLog } from '../support/chat-model.ts';
import { everything, knowledgeOn, nobodyOnDuty, policyOf, rostersOf } from '../support/hearings.ts';
import { knownMachines } from '../support/known-machines.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import { anApproved, noon, web01 } from '../support/requests.ts';
import { unwatchedPace as pace } from '../support/unwatched-pace.ts';

/** A request that was let in at noon, found by a bot that comes back so many seconds later. */
async function foundAfter(
  seconds: number,
  {
    rules = [everything],
    request = anApproved(),
    inventory = { ...knownMachines([web01]), loaded: true },
  }: {
    readonly rules?: readonly Rule[];
    readonly request?: Approved;
    readonly inventory?: Parameters<typeof createJudgeAnew>[0]['inventory'];
  } = {},
) {
  const at = noon + seconds * 1000;
  const now = () => at;
  const books = newBooks();
  const ledger = memoryLedger(books, 'p0', now);
  await memoryLedger(books, 'earlier', () => noon).create(request, [], noon);
  const row = books.rows.get(request.id) ?? assert.fail('not recorded');
  row.lease = undefined;
  const azure = azureModel(now);
  const settle = createSettle({
    ...{ ledger, jit: azure, watch: azure, revoke: azure, judge: noExtensions, now, pace, log: quietLog },
    judgeAnew: createJudgeAnew({
      knowledge: knowledgeOn(ledger, now, { policy: () => policyOf(...rules) }),
      inventory,
    }),
    ...{
      notifier: chatModel(),
      presenter: barePresenter,
      rosters: rostersOf(undefined),
      onDuty: nobodyOnDuty,
    },
  });
  await settle.settle(request.id);
  await settle.idle();
  const found = row.request;
  const failed = books.audit.find(({ kind }) => kind === 'failed');
  return {
    sent: azure.sent.length,
    state: found.state === 'failed' ? found.failure.code : found.state,
    setback: found.setbacks['ask-azure']?.message,
    failed,
  };
}

const freeze = refuse('freeze', {}, { because: 'Quarter end.' });
const nothing = { ...knownMachines([]), loaded: true };

describe('a request that waited for a bot that was away', () => {
  it('is asked of Azure where it would be let in still', async () => {
    const { sent, failed } = await foundAfter(90);
    assert.deepEqual([sent, failed], [1, undefined]);
  });

  it('is not where a rule refuses it now; the audit trail says which', async () => {
    const { sent, state, failed } = await foundAfter(90, { rules: [freeze, everything] });
    assert.deepEqual([sent, state, failed?.rule], [0, 'not-allowed-any-more', 'freeze']);
    assert.deepEqual(failed?.facts.refusals, [
      { code: 'rule-refuses', rule: 'freeze', because: 'Quarter end.' },
    ]);
  });

  it('is asked at once within the minute in which its approval is as good as new', async () => {
    assert.equal((await foundAfter(59, { rules: [freeze, everything] })).sent, 1);
  });

  it('is judged for the time that would be left, and not for what was asked', async () => {
    const until: Approved = {
      ...anApproved(),
      terms: { ...anApproved().terms, time: { kind: 'until', at: noon + 1800_000 } },
    };
    const short = [automatic('short', {}, { longest: 1800 - 90 })];
    assert.equal((await foundAfter(90, { rules: short, request: until })).sent, 1);
    assert.equal((await foundAfter(90, { rules: short })).sent, 0);
  });

  it('ends by its time, and not by the policy, where that is over', async () => {
    const over: Approved = {
      ...anApproved(),
      terms: { ...anApproved().terms, time: { kind: 'until', at: noon + 80_000 } },
    };
    const { sent, state } = await foundAfter(90, { rules: [freeze], request: over });
    assert.deepEqual([sent, state], [0, 'time-passed']);
  });

  it('waits while the machines are still being read, or its subscription is not', async () => {
    for (const inventory of [
      { ...nothing, loaded: false },
      { ...nothing, knows: () => false },
    ]) {
      const { sent, state, setback } = await foundAfter(90, { inventory });
      assert.deepEqual([sent, state], [0, 'approved']);
      assert.match(setback ?? '', /^It cannot be told whether/);
    }
  });

  it('leaves it to Azure to say that a machine is gone', async () => {
    assert.equal((await foundAfter(90, { inventory: nothing })).sent, 1);
  });
});
