// The text beside a grant in Azure: names the person, and tells whose it is, whatever people type.
import assert from 'node:assert/strict';
import { isJustifiedBy, justificationOf } from '../../src/domain/justification.ts';
import { anApproved } from '../support/requests.ts';

describe('a justification', () => {
  const request = { ...anApproved('req-1'), requester: { id: 'p1', name: 'Ada Engineer' } };

  it('names the request, the person and the reason in one line of 400 characters at most', () => {
    assert.deepEqual(
      [
        justificationOf(request, 'disk\nfull'),
        justificationOf(request, ''),
        justificationOf(request, 'x'.repeat(999)).length,
      ],
      ['JIT Access req-1 for Ada Engineer (p1): disk full', 'JIT Access req-1 for Ada Engineer (p1)', 400],
    );
  });

  it('belongs to its own request, also when the reason quotes another', () => {
    const quoting = justificationOf(request, 'JIT Access req-2 for somebody');
    assert.deepEqual(
      ['req-1', 'req-2', 'req-'].map((id) => isJustifiedBy(quoting, id)),
      [true, false, false],
    );
  });
});
