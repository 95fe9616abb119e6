// The border between stored documents and the domain.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import { requestFrom } from '../../src/ledger/request-schema.ts';
import { approvalGrounds } from './sample-grounds.ts';
import { draft, everyState, otherShapes } from './sample-requests.ts';

const nobodyAsked = { ...approvalGrounds, asking: { ...approvalGrounds.asking, approvers: [] } };

describe('A stored request', () => {
  for (const [state, request] of Object.entries({ ...everyState(), ...otherShapes() }))
    it(`comes back as it was: ${state}`, () => {
      assert.deepEqual(requestFrom(JSON.parse(JSON.stringify(request))), request);
    });

  it('may hold a refusal of no port at all, which JSON leaves out', () => {
    const refusals = [{ code: 'port-not-offered', port: undefined, offered: [22] }];
    const document: unknown = JSON.parse(JSON.stringify({ ...everyState().refused, refusals }));
    assert.deepEqual(requestFrom(document), document);
  });

  const unreadable: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['text', 'draft'],
    ['an unknown state', { ...draft(), state: 'sleeping' }],
    ['an older shape', { ...draft(), shape: 1 }],
    ['a newer shape', { ...draft(), shape: 3 }],
    ['a missing field', { ...everyState().open, endsAt: undefined }],
    ['a field this version does not know', { ...draft(), approvers: [] }],
    ['a field of another state', { ...everyState().approved, openedAt: 1 }],
    ['approval by nobody', { ...everyState().pending, grounds: nobodyAsked }],
    ['grounds of another kind', { ...everyState().pending, grounds: { kind: 'automatic', rule: 'r' } }],
    ['grounds that are missing', { ...everyState().approved, grounds: undefined }],
    ['no attempt at all', { ...everyState().opening, attempts: [] }],
  ];
  for (const [what, document] of unreadable)
    it(`is a fault, not a guess: ${what}`, () => {
      assert.throws(
        () => requestFrom(document),
        (error) => error instanceof Fault && error.code === 'rejected',
      );
    });
});
