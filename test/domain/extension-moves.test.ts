// Extending: what the new request is, and when it takes over from the one it extends.
import assert from 'node:assert/strict';
import type { AccessRequest } from '../../src/domain/access-request.ts';
import {
  extensionAsked,
  extensionEnded,
  extensionOf,
  successionOf,
  superseded,
  takesOver,
} from '../../src/domain/extension-moves.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import {
  aClosing,
  aDenied,
  anApproved,
  anOpen,
  anOpening,
  aPending,
  aSuperseded,
  automatic,
  byApproval,
  inEveryState,
  noon,
  terms,
} from '../support/requests.ts';

const end = noon + 3600_000;
const until = end + 1800_000;
const longer = { ...terms, time: { kind: 'until', at: until } } as const;

describe('an extension', () => {
  it('is a request of its own, in the same conversation, that knows what it goes on from', () => {
    const open = {
      ...anOpen(),
      extends: { chain: ['req-0'] as const, endsAt: noon, settled: true as const },
    };
    const { request, entries } = extensionOf(
      open,
      { id: 'req-2', saidIn: 'req-2' },
      longer,
      automatic,
      noon + 60_000,
    );
    const { id, state, requester, origin, card, told, askedAt } = request;
    assert.deepEqual(
      [
        { id, state, requester, origin, card, told, askedAt },
        request.extends,
        entries.map(({ kind }) => kind),
      ],
      [
        {
          id: 'req-2',
          state: 'approved',
          requester: open.requester,
          origin: { conversationId: 'chat-1', activityId: 'extension req-2' },
          card: {},
          told: {},
          askedAt: noon + 60_000,
        },
        { chain: ['req-1', 'req-0'], endsAt: end },
        ['requested', 'approved'],
      ],
    );
  });

  it('waits for approvers where the rule says so', () => {
    const { request } = extensionOf(
      anOpen(),
      { id: 'req-2', saidIn: 'req-2' },
      longer,
      byApproval(),
      noon + 60_000,
    );
    assert.deepEqual(
      [request.state, request.decisionCards, request.extends],
      ['pending', [{ channel: '' }], { chain: ['req-1'], endsAt: end }],
    );
  });

  it('is remembered by the grant, until nothing came of it', () => {
    const asked = extensionAsked(anOpen(), { id: 'req-2', seconds: 1800, endsAt: until }, noon);
    const ended = extensionEnded(asked.request, 'req-2', noon + 60_000);
    assert.deepEqual(
      [asked.request.extension, ended.request, [...asked.entries, ...ended.entries].map(({ kind }) => kind)],
      ['req-2', anOpen(), ['extension-asked', 'extension-ended']],
    );
  });

  it('survives every move of the request', () => {
    const made = extensionOf(anOpen(), { id: 'req-2', saidIn: 'req-2' }, longer, automatic, noon).request;
    assert.ok(made.state === 'approved');
    const opening = lifecycle.attempting(made, until, noon).request;
    const failed = lifecycle.failed(opening, { code: 'azure-refused', message: 'No.' }, noon).request;
    assert.deepEqual(
      [opening.extends, failed.extends],
      [
        { chain: ['req-1'], endsAt: end },
        { chain: ['req-1'], endsAt: end },
      ],
    );
  });
});

describe('what a grant hears of its extension', () => {
  const extending = <R extends AccessRequest>(request: R): R => ({
    ...request,
    extends: { chain: ['req-0'], endsAt: noon },
  });

  it('is nothing of a request that extends nothing, or was dealt with', () => {
    const dealtWith = inEveryState().map((request) => ({
      ...request,
      extends: { chain: ['req-0'] as const, endsAt: noon, settled: true as const },
    }));
    for (const request of [...inEveryState(), ...dealtWith]) assert.equal(successionOf(request), undefined);
  });

  const table: readonly [string, AccessRequest, ReturnType<typeof successionOf>][] = [
    ['approved: nothing yet', anApproved(), undefined],
    ['waiting for approvers: nothing yet', aPending(), undefined],
    ['sent without an answer: nothing yet', anOpening('unknown'), undefined],
    ['not taken: nothing yet', anOpening('absent'), undefined],
    ['accepted: it takes over, before it was seen open', anOpening(), { kind: 'takes-over', endsAt: end }],
    ['open: it takes over', anOpen(), { kind: 'takes-over', endsAt: end }],
    ['taken over itself: it takes over', aSuperseded(), { kind: 'takes-over', endsAt: end }],
    ['denied: it came to nothing', aDenied(), { kind: 'came-to-nothing' }],
    [
      'withdrawn: it came to nothing',
      lifecycle.withdrawn(aPending(), noon).request,
      { kind: 'came-to-nothing' },
    ],
    [
      'failed: it came to nothing',
      lifecycle.failed(anApproved(), { code: 'azure-refused', message: 'No.' }, noon).request,
      { kind: 'came-to-nothing' },
    ],
  ];
  for (const [situation, request, succession] of table)
    it(`is, of one ${situation}`, () => assert.deepEqual(successionOf(extending(request)), succession));
});

describe('taking over', () => {
  it('is possible while the grant is open or being closed, and only with an end as late', () => {
    const able = inEveryState()
      .filter((request) => takesOver(request, end))
      .map(({ state }) => state);
    assert.deepEqual(
      [able, takesOver(anOpen(), end - 1), takesOver(aClosing(), end - 1)],
      [['open', 'closing'], false, false],
    );
  });

  it('keeps what was agreed and says who goes on', () => {
    const { request, entries } = superseded(anOpen(), { id: 'req-2', endsAt: until }, noon + 60_000);
    const { state, terms: agreed, openedAt, endsAt, by } = request;
    assert.deepEqual(
      [{ state, agreed, openedAt, endsAt, by }, entries.map(({ kind }) => kind)],
      [
        {
          state: 'superseded',
          agreed: terms,
          openedAt: noon + 5000,
          endsAt: end,
          by: { id: 'req-2', endsAt: until },
        },
        ['superseded'],
      ],
    );
  });
});
