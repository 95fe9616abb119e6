// The form while its requester is at the address page, and the link that leads there.
import assert from 'node:assert/strict';
import type { Draft } from '../../src/domain/access-request.ts';
import { linkLife } from '../../src/domain/address-link.ts';
import { formKept } from '../../src/domain/form-kept.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { aDraft, ada, noon } from '../support/requests.ts';

const draft = aDraft();
const form = draft.asking.kind === 'form' ? draft.asking : assert.fail('a form');
const typed = { port: '22', source: '', time: 'soon', reason: '*why*' };
const expired = noon + linkLife * 1000;

describe('a form that is kept', () => {
  it('has what was typed, unjudged, in the same round and with the same link', () => {
    const move = formKept(draft, typed, noon + 1);
    const expected: Draft = { ...draft, asking: { ...form, values: typed } };
    assert.deepEqual(move, {
      request: expected,
      entries: [{ at: noon + 1, actor: ada.id, kind: 'form-kept', facts: { link: 1, values: typed } }],
    });
  });

  it('has another link once its own can no longer be used', () => {
    const link = { number: 2, expiresAt: expired + linkLife * 1000 };
    assert.equal(formKept(draft, undefined, expired - 1), undefined);
    assert.deepEqual(formKept(draft, undefined, expired)?.request, { ...draft, link });
    assert.deepEqual(formKept(draft, typed, expired)?.request.link, link);
  });

  it('is not written down where nothing has changed', () => {
    assert.equal(formKept(draft, form.values, noon), undefined);
  });

  it('is not made of a question for the machine', () => {
    const asking = { kind: 'machine', why: 'unnamed', typed: '', choices: [] } as const;
    assert.equal(formKept({ ...draft, asking }, typed, noon), undefined);
  });
});

describe('a new round of the form', () => {
  it('keeps a link that can be used, and has another in place of one that cannot', () => {
    const numbers = [expired - 1, expired].map(
      (at) => lifecycle.askedAgain(draft, form, at).request.link.number,
    );
    assert.deepEqual(numbers, [1, 2]);
  });
});
