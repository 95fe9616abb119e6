// A request for more time: its cards, its notices and the approvers' card say that the grant stays as it was agreed.
import { deepEqual, equal, ok } from 'node:assert/strict';
import { decisionCard } from '../../cards/decision-card.ts';
import { meanwhileLines } from '../../cards/extension-words.ts';
import { grantBlock } from '../../cards/grant-block.ts';
import { noticeText } from '../../cards/notice-text.ts';
import { requestCard } from '../../cards/request-card.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import type { Audience, Notice } from '../../src/domain/debt.ts';
import { textsOf } from './card-reading.ts';
import {
  agreedTwice,
  approved,
  closed,
  closing,
  denied,
  failed,
  lapsed,
  minutes,
  open,
  opening,
  pending,
  refused,
  unasked,
  withdrawn,
} from './samples.ts';
import { validCard } from './valid-card.ts';

const endsAt = minutes(58);
const extending = <R extends AccessRequest>(request: R): R => ({
  ...request,
  extends: { chain: ['req-0'], endsAt },
});
const waiting =
  'This is about more time. Until it is there, the end agreed before holds: 15:00 (Europe/Berlin).';
const over = 'No time was added; the end agreed before was left as it was: 15:00 (Europe/Berlin).';
const waitingDay = waiting.replace('15:00', '15:00 on Mon 23 Nov');
const overDay = over.replace('15:00', '15:00 on Mon 23 Nov');
const trouble = failed('azure-unavailable', 'Azure did not answer.');

describe('the card of a request for more time', () => {
  for (const [what, request, key, said] of [
    ['waits for approval', pending(), 'pending/0', waiting],
    ['cannot be asked everywhere', unasked, 'pending/0/unasked', waiting],
    ['was approved', approved, 'approved', waiting],
    ['is being opened', opening(), 'opening', waiting],
    ['is late', opening({ kind: 'no-jit-rule' }), 'opening/late/no-jit-rule/told', waiting],
    ['failed', trouble, 'failed', over],
    ['was denied', denied, 'denied', over],
    ['was withdrawn', withdrawn, 'withdrawn', over],
    ['lapsed', lapsed, 'lapsed', over],
    ['was refused', refused, 'refused', over],
  ] as const)
    it(`tells of the end that was agreed before when it ${what}`, () => {
      const drawn = requestCard(extending(request), { key });
      validCard(drawn, request.id);
      ok(textsOf(drawn.card).includes(said), textsOf(drawn.card).join('\n'));
      const plain = textsOf(requestCard(request, { key }).card).join();
      equal(/more time|time was added/.test(plain), false);
    });

  for (const [what, request] of [
    ['ready', open],
    ['ended', closing()],
    ['closed', closed],
  ] as const)
    it(`says nothing of it once it took over: ${what}`, () => {
      const { card } = requestCard(extending(request), { key: request.state });
      deepEqual(card, requestCard(request, { key: request.state }).card);
    });

  it('promises no time that starts when the port opens', () => {
    const texts = textsOf(requestCard(extending(pending()), { key: 'pending/0' }).card);
    equal(texts.at(-1), 'This card changes by itself when somebody decides.');
  });
});

describe('a notice of a request for more time', () => {
  for (const [request, notice, to, said] of [
    [{ ...approved, grounds: agreedTwice }, 'approved', 'requester', waitingDay],
    [{ ...opening(), grounds: agreedTwice }, 'approved', 'requester', waitingDay],
    [opening({ kind: 'no-jit-rule' }), 'late', 'requester', waitingDay],
    [opening({ kind: 'no-jit-rule' }), 'late', 'on-call', waitingDay],
    [trouble, 'failed', 'requester', overDay],
    [trouble, 'failed', 'on-call', overDay],
    [denied, 'denied', 'requester', overDay],
    [lapsed, 'lapsed', 'requester', overDay],
    [refused, 'refused', 'requester', overDay],
  ] as readonly (readonly [AccessRequest, Notice, Audience, string])[])
    it(`tells ${to} of the end that was agreed before: ${notice}, ${request.state}`, () => {
      const { text } = noticeText(extending(request), notice, to);
      ok(text.includes(said), text);
      equal(noticeText(request, notice, to).text.includes('agreed before'), false);
    });

  for (const [notice, to] of [
    ['remind/0', 'approvers'],
    ['escalated', 'escalation'],
  ] as readonly (readonly [Notice, Audience])[])
    it(`tells those who may decide that it is about more time: ${notice}`, () => {
      const { text } = noticeText(extending(pending()), notice, to);
      ok(text.includes(' Extends access that ends at 15:00 on Mon 23 Nov (Europe/Berlin).'), text);
    });
});

describe('what approvers see of a request for more time', () => {
  for (const [request, key] of [
    [pending(), 'pending/0'],
    [{ ...approved, grounds: agreedTwice }, 'approved'],
    [denied, 'denied'],
  ] as const)
    it(`names the end of the access that it extends: ${key}`, () => {
      const facts = (asked: AccessRequest) =>
        textsOf(decisionCard(asked, { key, viewer: 'approver', refreshFor: [] }).card);
      ok(facts(extending(request)).includes('Extends: access that ends at 15:00 (Europe/Berlin)'));
      equal(facts(request).join().includes('Extends'), false);
    });
});

describe('a list with a request for more time', () => {
  for (const request of [pending(), approved, opening()])
    it(`tells of the end that was agreed before: ${request.state}`, () => {
      const { reader } = request;
      const { lines } = grantBlock(
        { request: extending(request), key: request.state, may: { kind: 'look' } },
        { reader, now: minutes(5), telling: 'requester' },
      );
      deepEqual(lines.slice(1), meanwhileLines(extending(request), minutes(5)));
    });
});
