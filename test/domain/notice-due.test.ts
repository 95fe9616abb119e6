// When a notice became due: the moment it became true, for those that a request knows it of.
import assert from 'node:assert/strict';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { noticeDue, noticeIn, noticeKinds } from '../../src/domain/notice-due.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import { aClosing, aDenied, anOpen, anOpening, aPending, noon } from '../support/requests.ts';

const aClosed = () => lifecycle.closed(aClosing(), undefined, noon + 3602_000).request;
const end = noon + 3600_000;

describe('when a notice was due', () => {
  const table: readonly [key: string, request: Parameters<typeof noticeDue>[0], due: number | undefined][] = [
    ['requester/ready', anOpen(), noon + 5000],
    ['on-call/ready@aaaaaaaa-0000-4000-8000-000000000003', anOpen(), noon + 5000],
    ['requester/ready', aClosing(), undefined],
    ['requester/ending', anOpen(), end - defaultPace.warn * 1000],
    ['on-call/late', anOpening(), noon + defaultPace.openTimeout * 1000],
    ['requester/approved', anOpening(), noon],
    ['requester/denied', aDenied(), noon + 60_000],
    ['on-call/closed', aClosed(), noon + 3602_000],
    ['on-call/overdue/0', aClosing(), end + defaultPace.closeGrace * 1000],
    ['on-call/overdue/1', aClosing(), end + (defaultPace.closeGrace + 600) * 1000],
    ['on-call/overdue/2', aClosing(), end + (defaultPace.closeGrace + 2400) * 1000],
    [`requester/lost/${noon + 9000}`, anOpen(), noon + 9000],
    ['escalation/escalated', aPending(), undefined],
    ['approvers/remind/3', aPending(), undefined],
  ];
  for (const [key, request, due] of table)
    it(`of ${key}, while ${request.state}, is ${due === undefined ? 'not known' : `${(due - noon) / 1000} s after noon`}`, () => {
      const notice = noticeIn(key) ?? assert.fail('no notice');
      assert.equal(noticeDue(request, notice, defaultPace), due);
    });

  it('is asked of notices only', () => {
    assert.deepEqual([noticeIn('show-card'), noticeIn('requester/nonsense')], [undefined, undefined]);
    assert.equal(noticeKinds.length, 19);
  });
});
