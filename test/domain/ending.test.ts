// The moment at which a grant ends: what it owes then, and what is forgotten of before.
import assert from 'node:assert/strict';
import { ending } from '../../src/domain/lifecycle.ts';
import { owed } from '../../src/domain/owed.ts';
import { defaultPace as pace } from '../../src/domain/pace.ts';
import { anOpen, noon } from '../support/requests.ts';

const end = noon + 3600_000;

describe('a grant whose end has come', () => {
  const setback = { tries: 9, notBefore: end + 290_000, message: 'Azure did not answer in time.' };

  it('is looked at once more at once, however long looks failed before', () => {
    const { request } = ending({ ...anOpen(), setbacks: { look: setback, 'show-card': setback } }, end);
    assert.deepEqual(request.setbacks, { 'show-card': setback });
    assert.ok(owed(request, end, pace).due.some(({ kind }) => kind === 'look'));
  });
});
