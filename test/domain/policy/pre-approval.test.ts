// What approvers allowed in advance counts only within what they said, and only while they may decide.
import assert from 'node:assert/strict';
import type { Allowance } from '../../../src/domain/allowance.ts';
import { allowedUntil, type GivenAllowance, preApprovedBy } from '../../../src/domain/policy/pre-approval.ts';
import type { PersonFacts } from '../../../src/domain/policy/question.ts';
import { approval, asks, facts, group, mondayAt10, person } from './builders.ts';

const hour = 3_600_000;

const allowed = (
  by: string,
  rest: Partial<Allowance> = {},
  giver: PersonFacts = facts(by),
): GivenAllowance => ({
  allowance: {
    id: `allowance-of-${by}`,
    person: { id: person('ada').id, name: 'Ada' },
    by: { id: person(by).id, name: by },
    machineId: '/vm/web-01',
    machine: 'web-01',
    port: 3389,
    from: mondayAt10 - hour,
    until: mondayAt10 + 2 * hour,
    ...rest,
  },
  giver,
});

const rule = approval(
  'databases',
  {},
  {},
  {
    preApproval: 8 * 3600,
    terms: { approvers: [person('grace'), group('leads')] },
  },
);
const ofTwo = { ...rule, approval: { ...rule.approval, quorum: 2 } };
const names = (
  given: readonly GivenAllowance[],
  by: typeof rule = rule,
  question = asks(),
): readonly string[] | undefined => preApprovedBy(by, question, '/VM/web-01', given)?.map(({ name }) => name);

const useless: readonly (readonly [why: string, given: GivenAllowance])[] = [
  ['is for somebody else', allowed('grace', { person: { id: person('bob').id, name: 'Ada' } })],
  ['is for another machine', allowed('grace', { machineId: '/vm/web-02' })],
  ['is for another port', allowed('grace', { port: 22 })],
  ['starts a moment too late', allowed('grace', { from: mondayAt10 + 1 })],
  ['ends a moment too early', allowed('grace', { until: mondayAt10 + hour - 1 })],
  ['is longer than the rule lets anybody allow', allowed('grace', { until: mondayAt10 + 7 * hour + 1 })],
  ['comes from somebody who may not decide', allowed('linus', {}, facts('linus', { leads: false }))],
  ['comes from somebody of whom it is not known', allowed('linus', {}, facts('linus'))],
  ['names somebody else than its giver', allowed('linus', {}, facts('grace'))],
];

describe('preApprovedBy', () => {
  it('names who agreed in advance', () => assert.deepEqual(names([allowed('grace')]), ['grace']));

  it('takes an allowance that covers the request to the second', () => {
    const exact = { from: mondayAt10, until: mondayAt10 + hour };
    assert.deepEqual(names([allowed('grace', exact)]), ['grace']);
  });

  for (const [why, given] of useless)
    it(`does not count one that ${why}`, () => assert.equal(names([given]), undefined));

  it('never counts what the requester allowed', () => {
    const ownRule = approval('own', {}, {}, { preApproval: 28_800, terms: { approvers: [person('ada')] } });
    assert.equal(names([allowed('ada')], ownRule), undefined);
  });

  it('counts nothing where the rule lets nobody agree in advance', () => {
    const { preApproval: _, ...without } = rule;
    assert.equal(names([allowed('grace')], without), undefined);
  });

  it('wants as many distinct people as an approval does', () => {
    const lead = allowed('linus', {}, facts('linus', { leads: true }));
    assert.equal(names([allowed('grace'), allowed('grace', { id: 'again' })], ofTwo), undefined);
    assert.deepEqual(names([allowed('grace'), lead], ofTwo), ['grace', 'linus']);
  });
});

describe('allowedUntil', () => {
  const untilWhen = (given: readonly GivenAllowance[], by: typeof rule = rule, startsAt = mondayAt10) => {
    const found = allowedUntil(
      by,
      { requester: { id: person('ada').id }, machineId: '/VM/web-01', port: 3389, startsAt },
      given,
    );
    return found && [found.by.map(({ name }) => name), found.until - mondayAt10];
  };
  const lead = allowed('linus', { until: mondayAt10 + hour }, facts('linus', { leads: true }));

  it('is the end of the latest one', () =>
    assert.deepEqual(untilWhen([allowed('grace', { until: mondayAt10 + hour }), allowed('grace')]), [
      ['grace'],
      2 * hour,
    ]));

  it('is when the last of as many people as an approval takes stops agreeing', () => {
    assert.deepEqual(untilWhen([allowed('grace'), lead], ofTwo), [['grace', 'linus'], hour]);
    assert.equal(untilWhen([allowed('grace'), allowed('grace', { id: 'again' })], ofTwo), undefined);
  });

  it('is nothing before one begins, at its end, and where it does not count', () => {
    assert.equal(untilWhen([allowed('grace', { from: mondayAt10 + 1 })]), undefined);
    assert.equal(untilWhen([allowed('grace', { until: mondayAt10 })]), undefined);
    for (const [, given] of useless.filter(([why]) => !why.startsWith('ends')))
      assert.equal(untilWhen([given]), undefined);
  });

  it('is where preApprovedBy agrees to all that ends by then, and to nothing longer', () => {
    const given = [allowed('grace'), lead];
    const lasting = (seconds: number) => names(given, ofTwo, { ...asks(), seconds });
    assert.deepEqual([lasting(3600)?.length, lasting(3601)?.length], [2, undefined]);
  });
});
