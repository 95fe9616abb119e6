// Every notice that a state can come to owe has words: states are made by the moves, time by leaps.
import { deepEqual, ok } from 'node:assert/strict';
import { decisionCard } from '../../cards/decision-card.ts';
import { noticeText } from '../../cards/notice-text.ts';
import { requestCard } from '../../cards/request-card.ts';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import * as approvalMoves from '../../src/domain/approval-moves.ts';
import * as extension from '../../src/domain/extension-moves.ts';
import { doneSaid } from '../../src/domain/grant-moves.ts';
import type { Grounds } from '../../src/domain/grounds.ts';
import * as move from '../../src/domain/lifecycle.ts';
import { owed } from '../../src/domain/owed.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import type { Sight } from '../../src/domain/sight.ts';
import { decisionViewOf, viewOf } from '../../src/domain/view.ts';
import { ruleToday } from '../support/requests.ts';
import { approval, broken, draft, form, grace, linus, minutes, rule, terms } from './samples.ts';
import { validCard } from './valid-card.ts';

const seen: Extract<Sight, { kind: 'open' }> = { kind: 'open', address: '10.0.0.4', rule };
const grants: readonly Exclude<Grounds, { kind: 'approval' }>[] = [
  { kind: 'jit-policy' },
  { kind: 'automatic', rule: 'labs' },
  { kind: 'pre-approval', rule: 'labs', by: [grace], until: minutes(600) },
  broken,
];

/** Every state on the ways from a form to each end. */
function everyState(): readonly AccessRequest[] {
  const asked = draft(form);
  const sent = approvalMoves.sentToApprovers(asked, terms, approval, minutes(1)).request;
  const unreachable = { ...sent, decisionCards: [{ channel: 'prod', why: 'gone' }] };
  const agreed = approvalMoves.agreed(
    sent,
    [{ by: grace, at: minutes(5) }],
    ruleToday(2),
    minutes(5),
  ).request;
  const counted = [
    { by: grace, at: minutes(5) },
    { by: linus, at: minutes(6), seconds: 600 },
  ];
  const refusals = [{ code: 'no-rule', machine: 'web-01', port: 3389 }] as const;
  return [
    asked,
    move.withdrawn(asked, minutes(2)).request,
    move.lapsed(asked, minutes(2)).request,
    move.refused(asked, refusals, minutes(2)).request,
    sent,
    unreachable,
    agreed,
    approvalMoves.escalated(agreed, 'leads', minutes(31)).request,
    approvalMoves.rerouted(unreachable, 'prod', minutes(31)).request,
    move.withdrawn(agreed, minutes(8)).request,
    move.lapsed(agreed, minutes(241)).request,
    move.refused(agreed, refusals, minutes(8)).request,
    approvalMoves.denied(agreed, linus, 'no', minutes(8)).request,
    ...[
      approvalMoves.granted(agreed, terms, { by: linus, counted }, minutes(8)).request,
      approvalMoves.granted(sent, terms, { by: grace, counted: [], waivedBy: 'labs' }, minutes(8)).request,
      ...grants.map((grounds) => move.approved(asked, terms, grounds, minutes(2)).request),
    ].flatMap((approved) => {
      const opening = move.attempting(approved, minutes(70), minutes(9)).request;
      const opened = move.opened(
        move.attemptKnown(opening, minutes(9), 'accepted', { lookAt: minutes(9) }, minutes(9)).request,
        seen,
        minutes(11),
        minutes(10),
      ).request;
      const closing = move.ending(opened, minutes(70)).request;
      const closed = move.closed(closing, undefined, minutes(71)).request;
      const failure = { code: 'azure-refused', message: 'No.' } as const;
      const failed = move.failed(opening, failure, minutes(9)).request;
      const { grounds } = closed;
      const reviewed =
        grounds.kind === 'break-glass'
          ? [approvalMoves.reviewed({ ...closed, grounds }, grace, 'fine', minutes(99)).request]
          : [];
      const lost = {
        ...opened,
        lost: { since: minutes(12), sight: { kind: 'no-jit-rule' }, sure: true },
      } as const;
      const done = doneSaid(opened, opened.requester, undefined, minutes(12)).request;
      const kept = { ...done, done: { at: 1, by: grace, kept: { why: 'fault', message: 'No.' } } } as const;
      const early = [
        { why: 'done', by: grace, endsAt: minutes(70) },
        { why: 'gone', endsAt: minutes(70) },
      ] as const;
      const others = early.map((each) => ({ ...closed, early: each }));
      const superseded = extension.superseded(opened, { id: 'x', endsAt: minutes(99) }, minutes(12)).request;
      const unreviewable = { ...closed, decisionCards: [{ channel: 'prod', why: 'gone' }] };
      return [
        ...[approved, opening, opened, closing, closed, failed, unreviewable],
        { ...closed, told: { 'requester/closed': { at: minutes(71), why: 'The conversation is gone.' } } },
        ...[lost, done, kept, superseded],
        ...others,
        ...reviewed,
      ];
    }),
  ];
}

// Before and after reminders, escalation, lapse, the end, and days of not being reviewed.
const leaps = [2, 9, 12, 35, 100, 250, 1600, 9000];

describe('what a state owes', () => {
  it('always has words', () => {
    const said = new Set<string>();
    for (const request of everyState())
      for (const now of leaps.map(minutes))
        for (const debt of owed(request, now, defaultPace).due) {
          if (debt.kind !== 'tell') continue;
          ok(noticeText(request, debt.notice, debt.to).text.length > 20);
          said.add(`${debt.to}: ${debt.notice.replace(/\d+/, 'n')}`);
        }
    deepEqual([...said].sort(), [
      'approvers: break-glass',
      'approvers: remind/n',
      'approvers: review/n',
      'escalation: escalated',
      'on-call: break-glass',
      'on-call: closed',
      'on-call: failed',
      'on-call: late',
      'on-call: lost/n',
      'on-call: overdue/n',
      'on-call: ready',
      'on-call: review/n',
      'on-call: unasked',
      'on-call: unheard',
      'requester: approved',
      'requester: closed',
      'requester: denied',
      'requester: ending',
      'requester: failed',
      'requester: kept',
      'requester: lapsed',
      'requester: late',
      'requester: lost/n',
      'requester: overdue/n',
      'requester: ready',
      'requester: refused',
      'requester: unasked',
    ]);
  });

  it('always has a card', () => {
    for (const request of everyState()) {
      const keys = new Set(leaps.map((minute) => viewOf(request, minutes(minute), defaultPace)));
      for (const key of keys) validCard(requestCard(request, { key }), request.id);
      const decisions = new Set(leaps.map((minute) => decisionViewOf(request, minutes(minute))));
      for (const key of decisions)
        if (key !== undefined)
          validCard(decisionCard(request, { key, viewer: 'everyone', refreshFor: [] }), request.id);
    }
  });
});
