// The border between stored documents and the domain.
import assert from 'node:assert/strict';
import { Fault } from '../../src/access/fault.ts';
import type { State } from '../../src/domain/access-request.ts';
import { requestFrom } from '../../src/ledger/request-schema.ts';
import { grantShapes } from './sample-grants.ts';
import { approvalGrounds } from './sample-grounds.ts';
import { draft, everyState, otherShapes } from './sample-requests.ts';

const nobodyAsked = { ...approvalGrounds, asking: { ...approvalGrounds.asking, approvers: [] } };
const samples = { ...everyState(), ...otherShapes(), ...grantShapes() };

type Json = { [key: string]: unknown };
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const asStored = (request: unknown): unknown => JSON.parse(JSON.stringify(request));

/** The object that a path such as `terms.machine` leads to, in a document. */
function at(document: unknown, path: readonly string[]): Json {
  const found = path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), document);
  return isObject(found) ? found : assert.fail(`no ${path.join('.')} in the sample`);
}

/** Paths to every object in a document, but for lists and for those whose keys are free. */
function objectsIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (!isObject(value)) return [];
  const within = Object.entries(value).flatMap(([key, part]) => objectsIn(part, [...path, key]));
  const free = Array.isArray(value) || ['told', 'setbacks'].includes(path.join('.'));
  return free ? within : [path, ...within];
}

describe('A stored request', () => {
  for (const [state, request] of Object.entries(samples))
    it(`comes back as it was: ${state}`, () => {
      assert.deepEqual(requestFrom(asStored(request)), request);
    });

  // Each is there in the sample of its state.
  const mayLack: readonly (readonly [State, string])[] = [
    ['draft', 'origin.private'],
    ['draft', 'told.requester/ending.retired'],
    ['draft', 'learned'],
    ['draft', 'learned.before'],
    ['approved', 'signIn'],
    ['open', 'lost'],
    ['open', 'lost.sure'],
    ['open', 'lost.sight.rule'],
    ['open', 'extension'],
    ['open', 'done'],
    ['open', 'done.kept'],
    ['open', 'done.deleted'],
    ['closing', 'early'],
    ['closing', 'extension'],
    ['closed', 'early'],
    ['closed', 'openedAt'],
    ['superseded', 'extends'],
    ['superseded', 'extends.settled'],
    ['superseded', 'terms.seenAt'],
    ['superseded', 'openedAt'],
    ['failed', 'failure.offer'],
  ];
  for (const [state, field] of mayLack)
    it(`comes back as it was without ${field}: ${state}`, () => {
      const document = asStored(everyState()[state]);
      const path = field.split('.');
      const last = path.pop() ?? '';
      const holder = at(document, path);
      assert.ok(last in holder);
      delete holder[last];
      assert.deepEqual(requestFrom(document), document);
    });

  const mustHave: readonly (readonly [State, string])[] = [
    ['draft', 'link'],
    ['draft', 'link.number'],
    ['draft', 'link.expiresAt'],
    ['draft', 'learned.how'],
    ['draft', 'asking.holes'],
    ['open', 'lookAt'],
    ['open', 'lost.since'],
    ['open', 'done.by'],
    ['closing', 'early.by'],
    ['closing', 'early.endsAt'],
    ['superseded', 'extends.chain'],
    ['superseded', 'extends.endsAt'],
    ['superseded', 'by'],
    ['superseded', 'at'],
  ];
  for (const [state, field] of mustHave)
    it(`is a fault without ${field}: ${state}`, () => {
      const document = asStored(everyState()[state]);
      const path = field.split('.');
      const last = path.pop() ?? '';
      const holder = at(document, path);
      assert.ok(last in holder);
      delete holder[last];
      assert.throws(() => requestFrom(document), { name: 'Fault', code: 'rejected' });
    });

  for (const [state, request] of Object.entries(samples))
    it(`is a fault with a field this version does not know, wherever it is: ${state}`, () => {
      const believed = objectsIn(asStored(request)).filter((path) => {
        const document = asStored(request);
        at(document, path).unheardOf = 1;
        try {
          requestFrom(document);
          return true;
        } catch (error) {
          assert.ok(error instanceof Fault && error.code === 'rejected');
          return false;
        }
      });
      assert.deepEqual(believed, []);
    });

  it('may hold a refusal of no port at all, which JSON leaves out', () => {
    const refusals = [{ code: 'port-not-offered', port: undefined, offered: [22] }];
    const document = asStored({ ...everyState().refused, refusals });
    assert.deepEqual(requestFrom(document), document);
  });

  const unreadable: readonly (readonly [string, unknown])[] = [
    ['nothing', undefined],
    ['text', 'draft'],
    ['an unknown state', { ...draft(), state: 'sleeping' }],
    ['the shape before', { ...draft(), shape: 2 }],
    ['the first shape', { ...draft(), shape: 1 }],
    ['a newer shape', { ...draft(), shape: 4 }],
    ['a missing field', { ...everyState().open, endsAt: undefined }],
    ['a field of another state', { ...everyState().approved, openedAt: 1 }],
    ['approval by nobody', { ...everyState().pending, grounds: nobodyAsked }],
    ['grounds of another kind', { ...everyState().pending, grounds: { kind: 'automatic', rule: 'r' } }],
    ['grounds that are missing', { ...everyState().approved, grounds: undefined }],
    ['no attempt at all', { ...everyState().opening, attempts: [] }],
    ['an extension of nothing', { ...everyState().superseded, extends: { chain: [] } }],
    ['a loss of what is open', { ...everyState().open, lost: { since: 1, sight: { kind: 'shut' } } }],
    ['an early end by nobody', { ...everyState().closed, early: { why: 'done', endsAt: 9 } }],
    ['a rule that went by somebody', { ...everyState().closed, early: { why: 'gone', by: 'x', endsAt: 9 } }],
    ['a private chat that is none', { ...draft(), origin: { ...draft().origin, private: false } }],
  ];
  for (const [what, document] of unreadable)
    it(`is a fault, not a guess: ${what}`, () => {
      assert.throws(
        () => requestFrom(document),
        (error) => error instanceof Fault && error.code === 'rejected',
      );
    });
});
