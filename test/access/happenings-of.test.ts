// What is counted of a save: each end, opening and notice once, by what was written and nothing else.
import assert from 'node:assert/strict';
import type { Happening } from '../../src/access/happenings.ts';
import { callOutcome } from '../../src/access/happenings.ts';
import { happeningsOf, openingIn } from '../../src/access/happenings-of.ts';
import { heardLedger } from '../../src/access/heard-ledger.ts';
import * as approvalMoves from '../../src/domain/approval-moves.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import type { Move } from '../../src/domain/move.ts';
import { defaultPace } from '../../src/domain/pace.ts';
import { memoryLedger, newBooks } from '../support/memory-ledger.ts';
import {
  aClosing,
  aDraft,
  ada,
  anApproved,
  anOpen,
  anOpening,
  aPending,
  automatic,
  grace,
  jitAllow,
  noon,
  seen,
  terms,
} from '../support/requests.ts';

const of = ({ request, entries }: Move): readonly Happening[] => happeningsOf(request, entries, defaultPace);
const refusal = { code: 'machine-gone', machine: 'web-01' } as const;
const told = (notice: string, facts: object) => ({
  at: noon + 7000,
  actor: 'bot',
  kind: 'told',
  facts: { notice, at: noon + 7000, ...facts },
});

describe('what happened, read off a save', () => {
  const table: readonly [does: string, happened: readonly Happening[], expected: readonly Happening[]][] = [
    [
      'counts an end that was seen shut, and how late that was',
      of(lifecycle.closed(aClosing(), undefined, noon + 3602_000)),
      [
        { what: 'ended', outcome: 'closed' },
        { what: 'shut', seconds: 2 },
      ],
    ],
    [
      'counts an end at which another rule lets the source in as still open, and no lateness',
      of(lifecycle.closed(aClosing(), { kind: 'open-by-other-rule', rule: jitAllow }, noon)),
      [{ what: 'ended', outcome: 'still-open' }],
    ],
    [
      'counts a failure',
      of(lifecycle.failed(anApproved(), { code: 'azure-refused', message: 'No.' }, noon)),
      [{ what: 'ended', outcome: 'failed' }],
    ],
    [
      'counts a denial once',
      of(approvalMoves.denied(aPending(), grace, 'No.', noon)),
      [{ what: 'ended', outcome: 'denied' }],
    ],
    [
      'tells a dropped form',
      of(lifecycle.withdrawn(aDraft(), noon)),
      [{ what: 'ended', outcome: 'form-dropped' }],
    ],
    [
      'from a request that was taken back',
      of(lifecycle.withdrawn(aPending(), noon)),
      [{ what: 'ended', outcome: 'withdrawn' }],
    ],
    [
      'tells a form that nobody sent',
      of(lifecycle.lapsed(aDraft(), noon)),
      [{ what: 'ended', outcome: 'form-lapsed' }],
    ],
    [
      'from a request that nobody decided',
      of(lifecycle.lapsed(aPending(), noon)),
      [{ what: 'ended', outcome: 'lapsed' }],
    ],
    [
      'counts a refusal that ends it',
      of(lifecycle.refused(aPending(), [refusal], noon)),
      [{ what: 'ended', outcome: 'refused' }],
    ],
    [
      'counts no refusal of a form that can be sent again',
      of(lifecycle.askedAgain(aDraft(), { ...formOf(), refusals: [refusal] }, noon)),
      [],
    ],
    [
      'counts what was sent, with what it rests on',
      of(lifecycle.approved(aDraft(), terms, automatic, noon)),
      [{ what: 'requested', grounds: 'automatic' }],
    ],
    [
      'measures a notice from when it became true',
      happeningsOf(anOpen(), [told('requester/ready', { messageId: 'm' })], defaultPace),
      [{ what: 'told', notice: 'ready', delivered: true, seconds: 2 }],
    ],
    [
      'counts a notice that had nowhere to go',
      happeningsOf(anOpen(), [told('on-call/ready', { why: 'gone' })], defaultPace),
      [{ what: 'told', notice: 'ready', delivered: false, seconds: 2 }],
    ],
  ];
  for (const [does, happened, expected] of table) it(does, () => assert.deepEqual(happened, expected));

  it('measures an opening from the attempt that Azure accepted', () => {
    const opened = lifecycle.opened(anOpening(), seen, noon + 65_000, noon + 5000).request;
    assert.deepEqual(
      [openingIn(anOpening(), opened), openingIn(opened, opened)],
      [{ what: 'opened', how: 'grant', seconds: 5 }, undefined],
    );
  });

  it('sorts the answers of services into few outcomes', () => {
    assert.deepEqual([200, 202, 404, 429, 503, undefined].map(callOutcome), [
      'ok',
      'ok',
      'refused',
      'throttled',
      'broken',
      'no-answer',
    ]);
  });
});

describe('a ledger that is listened to', () => {
  it('tells what was committed, and nothing of a save that was refused or of a message delivered twice', async () => {
    const heard: Happening[] = [];
    const ledger = heardLedger(
      memoryLedger(newBooks(), 'here', () => noon),
      (happening) => heard.push(happening),
      defaultPace,
    );
    const entry = { at: noon, actor: ada.id, kind: 'asked', facts: {} };
    const { request } = await ledger.create(aDraft(), [entry], noon);
    await ledger.create({ ...aDraft('req-1'), id: 'req-again' }, [entry], noon);
    const dropped = lifecycle.withdrawn(aDraft(), noon);
    const move = { ...dropped.request, version: request.version };
    assert.notEqual(await ledger.save(move, dropped.entries), 'conflict');
    assert.equal(await ledger.save(move, dropped.entries), 'conflict');
    assert.deepEqual(heard, [
      { what: 'asked', how: 'sentence' },
      { what: 'ended', outcome: 'form-dropped' },
    ]);
  });

  it('has each end told by one of two processes: by the one whose save was first', async () => {
    const books = newBooks();
    const heard: string[] = [];
    const processes = ['one', 'other'].map((name) =>
      heardLedger(
        memoryLedger(books, name, () => noon),
        ({ what }) => heard.push(`${name}: ${what}`),
        defaultPace,
      ),
    );
    const { request } = (await processes[0]?.create(aDraft(), [], noon)) ?? assert.fail('no process');
    const dropped = lifecycle.withdrawn(aDraft(), noon);
    const move = { ...dropped.request, version: request.version };
    const saved = await Promise.all(processes.map((ledger) => ledger.save(move, dropped.entries)));
    assert.equal(saved.filter((each) => each === 'conflict').length, 1);
    assert.equal(heard.length, 1);
  });
});

function formOf() {
  const { asking } = aDraft();
  return asking.kind === 'form' ? asking : assert.fail('a draft asks with a form');
}
