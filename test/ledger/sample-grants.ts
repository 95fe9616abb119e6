// What can become of a grant, in every kind there is and with as little as each can have.
import type { AccessRequest, Closed, Closing, Draft, Open } from '../../src/domain/access-request.ts';
import type { Done, Early } from '../../src/domain/early-end.ts';
import type { Lost } from '../../src/domain/sight.ts';
import { everyState } from './sample-requests.ts';

const ada = { id: 'person-a', name: 'Ada' };

const kept: readonly Done['kept'][] = [
  { why: 'not-set' },
  { why: 'shared', until: 9 },
  { why: 'fault', message: 'The rule is locked.' },
];

const losses: readonly Lost[] = [
  { kind: 'no-jit-rule' },
  { kind: 'blocked', level: 'interface' },
  { kind: 'unknown', because: 'It cannot be read.' },
];

const ends: readonly Early[] = [
  { why: 'done', by: ada, endsAt: 9 },
  { why: 'gone', endsAt: 9 },
];

/** A new request of that state, with fields replaced; each has an id of its own. */
const a = <S extends AccessRequest['state']>(
  state: S,
  fields: Partial<Extract<AccessRequest, { state: S }>>,
): AccessRequest => ({ ...everyState()[state], ...fields }) as AccessRequest;

const open = (fields: Partial<Open>): AccessRequest => a('open', fields);
const closing = (fields: Partial<Closing>): AccessRequest => a('closing', fields);
const closed = (fields: Partial<Closed>): AccessRequest => a('closed', fields);
const draft = (fields: Partial<Draft>): AccessRequest => a('draft', fields);

/** Requests by what is special about them. */
export const grantShapes = (): Readonly<Record<string, AccessRequest>> => ({
  'open, and somebody is done': open({ done: { at: 2, by: ada } }),
  ...Object.fromEntries(
    kept.map((reason) => [
      `open, done, and kept: ${reason?.why}`,
      open({ done: { at: 2, by: ada, ...(reason && { kept: reason }) } }),
    ]),
  ),
  ...Object.fromEntries(
    losses.map((sight) => [`open, perhaps lost: ${sight.kind}`, open({ lost: { since: 2, sight } })]),
  ),
  ...Object.fromEntries(
    ends.map((early) => [`closing early: ${early.why}`, closing({ openedAt: 1, early })]),
  ),
  ...Object.fromEntries(ends.map((early) => [`closed early: ${early.why}`, closed({ early })])),
  'a form that only offers an address': draft({ learned: { address: '203.0.113.7', at: 5, how: 'earlier' } }),
});
