// Which rules could decide while source, time and reason are open.
import assert from 'node:assert/strict';
import type { AccessPolicy } from '../../../src/domain/policy/access-policy.ts';
import { outlook } from '../../../src/domain/policy/outlook.ts';
import { approval, asks, automatic, group, mondayAt10, office, policy, refuse, working } from './builders.ts';

/** What is foreseen where it is not known for how long somebody will ask, or for `seconds`. */
const seen = (of: AccessPolicy, { seconds, ...rest }: Parameters<typeof asks>[0] = {}): readonly string[] => {
  const { requester, machine, port, startsAt } = asks(rest);
  const about = { requester, machine, port, startsAt, ...(seconds !== undefined && { seconds }) };
  return outlook(of, about).map(({ rule, certain }) => `${certain ? 'surely' : 'maybe'} ${rule.name}`);
};

const staff = { requesters: [group('staff')] };
const wednesdayOnly = { ...working, spans: [{ days: [3] as const, from: 0, to: 1440 }] };
const always = { ...working, spans: [{ days: [1, 2, 3, 4, 5, 6, 7] as const, from: 0, to: 1440 }] };

describe('outlook', () => {
  const cases: readonly (readonly [what: string, policy: AccessPolicy, seen: readonly string[]])[] = [
    ['nothing in an empty policy', policy(), []],
    ['nothing of another port', policy(automatic('ssh', { ports: [22] })), []],
    ['the first that is certain, and none behind it', policy(automatic('a'), approval('b')), ['surely a']],
    [
      'all that could come before it',
      policy(
        automatic('a', { sources: [office] }),
        approval('b', { hours: working }),
        approval('c'),
        automatic('d'),
      ),
      ['maybe a', 'maybe b', 'surely c'],
    ],
    [
      'a refusing rule that is certain, alone',
      policy(automatic('a'), refuse('b'), refuse('c')),
      ['surely b'],
    ],
    [
      'a refusing rule that could match, wherever it stands',
      policy(automatic('a'), approval('b'), refuse('c', { sources: [office] })),
      ['surely a', 'maybe c'],
    ],
    ['what could not be found out', policy(automatic('a', staff), approval('b')), ['maybe a', 'surely b']],
    ['no hours that do not come within a day', policy(automatic('a', { hours: wednesdayOnly })), []],
    ['hours without an end as certain', policy(automatic('a', { hours: always })), ['surely a']],
  ];
  for (const [what, rules, expected] of cases)
    it(`shows ${what}`, () => assert.deepEqual(seen(rules), expected));

  it('looks no further than the time that is asked for', () => {
    const rules = policy(automatic('day', { hours: working }), automatic('all'));
    assert.deepEqual(seen(rules, { seconds: 8 * 3600 }), ['surely day']);
    assert.deepEqual(seen(rules, { seconds: 8 * 3600 + 1 }), ['maybe day', 'surely all']);
    const evening = mondayAt10 + 9 * 3_600_000;
    assert.deepEqual(seen(rules, { startsAt: evening, seconds: 3600 }), ['surely all']);
    assert.deepEqual(seen(rules, { startsAt: evening }), ['maybe day', 'surely all']);
  });

  it('tells what is not known from what depends on the source', () => {
    const rules = policy(automatic('a', staff), automatic('b', { sources: [office] }));
    assert.deepEqual(
      outlook(rules, asks()).map(({ certain, unknown }) => [certain, unknown]),
      [
        [false, true],
        [false, false],
      ],
    );
  });

  it('shows hours that begin within a day', () => {
    const rules = policy(automatic('a', { hours: wednesdayOnly }));
    const tuesday = mondayAt10 + 14 * 3_600_000;
    assert.deepEqual(seen(rules, { startsAt: tuesday }), []);
    assert.deepEqual(seen(rules, { startsAt: tuesday + 1000 }), ['maybe a']);
  });
});
