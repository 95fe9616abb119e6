// What must hold for any policy: less is never treated more strictly, refusals only ever close, unknown is never a yes.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { AccessPolicy } from '../../../src/domain/policy/access-policy.ts';
import { evaluate } from '../../../src/domain/policy/evaluate.ts';
import { outlook } from '../../../src/domain/policy/outlook.ts';
import type { Question, Verdict } from '../../../src/domain/policy/question.ts';
import { covers, parsePrefix } from '../../../src/domain/source-prefix.ts';
import { facts, policy, refuse } from './builders.ts';
import { anyPolicy, anyQuestion, anyQuestionAndPart, anyWhen } from './models.ts';

const RUNS = { numRuns: 800 };

/** Higher is stricter. Breaking glass is an approval that comes later. */
const strictness: Readonly<Record<Verdict['kind'], number>> = {
  automatic: 0,
  'break-glass': 1,
  approval: 1,
  refused: 2,
};

const ruleOf = (verdict: Verdict): string | undefined =>
  verdict.kind === 'refused' ? undefined : verdict.rule.name;

const covering = (outer: string, inner: string): boolean => {
  const [a, b] = [parsePrefix(outer), parsePrefix(inner)];
  return a !== undefined && b !== undefined && covers(a, b);
};

/** Half-hours and single addresses of a question, each asked for by itself. */
function atoms(question: Question): readonly Question[] {
  const block = parsePrefix(question.source);
  assert.ok(block !== undefined);
  const addresses = Array.from({ length: block.last - block.first + 1 }, (_, index) => {
    const address = block.first + index;
    return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.');
  });
  const starts = Array.from(
    { length: question.seconds / 1800 },
    (_, index) => question.startsAt + index * 1_800_000,
  );
  return addresses.flatMap((source) =>
    starts.map((startsAt) => ({ ...question, source, startsAt, seconds: 1800 })),
  );
}

describe('any policy', () => {
  it('never treats a part of a request more strictly than the whole, nor by a rule the whole is not under', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestionAndPart, (rules, [whole, part]) => {
        const [all, some] = [evaluate(rules, whole), evaluate(rules, part)];
        assert.ok(strictness[some.kind] <= strictness[all.kind], `${some.kind}, as a part of ${all.kind}`);
        if (all.kind !== 'refused') assert.ok(some.rules.every((rule) => all.rules.includes(rule)));
        if (all.kind === 'approval' || all.kind === 'break-glass')
          assert.ok(some.kind === 'automatic' || ruleOf(some) === ruleOf(all));
      }),
      RUNS,
    );
  });

  it('decides as trying every address and every half-hour does', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (rules, question) => {
        fc.pre(covering('10.0.0.0/24', question.source) && !/\/2[4-8]$/.test(question.source));
        // Limits of time are about the whole: without them the parts must tell everything.
        const timeless: AccessPolicy = {
          ...rules,
          rules: rules.rules.map((rule) => {
            if (rule.decision === 'refused') return rule;
            const { longest: _, ...limits } = rule.limits;
            return {
              ...rule,
              limits,
              ...(rule.decision === 'approval' && rule.breakGlass && { breakGlass: {} }),
            };
          }),
        };
        const parts = atoms(question).map((atom) => evaluate(timeless, atom));
        const approvals = new Set(
          parts.flatMap((part) =>
            part.kind === 'approval' || part.kind === 'break-glass' ? [part.rule.name] : [],
          ),
        );
        const strictest = Math.max(...parts.map(({ kind }) => strictness[kind]));
        const verdict = evaluate(timeless, question);
        assert.equal(strictness[verdict.kind], approvals.size > 1 ? 2 : strictest);
        if (verdict.kind !== 'refused')
          assert.deepEqual(new Set(verdict.rules), new Set(parts.flatMap((part) => part.rules)));
      }),
      { numRuns: 300 },
    );
  });

  it('never lets in what breaks a limit of a rule that decides', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (rules, question) => {
        const verdict = evaluate(rules, question);
        if (verdict.kind === 'refused') return;
        for (const rule of rules.rules.filter(({ name }) => verdict.rules.includes(name))) {
          assert.ok(rule.decision !== 'refused');
          const { longest = Number.POSITIVE_INFINITY, sources, reasonRequired, ticket } = rule.limits;
          assert.ok(question.seconds <= longest);
          // Generated networks have two blocks at most: where neither covers the whole, the two halves do.
          if (sources !== undefined)
            assert.ok(
              sources.some(({ prefixes }) =>
                atoms({ ...question, seconds: 1800 }).every(({ source }) =>
                  prefixes.some((prefix) => covering(prefix, source)),
                ),
              ),
            );
          if (reasonRequired) assert.notEqual(question.reason, '');
          if (ticket !== undefined) assert.match(question.reason, /INC-\d+/);
          if (verdict.kind === 'break-glass' && rule.decision === 'approval') {
            assert.ok(rule.breakGlass !== undefined && question.breakGlass && question.reason !== '');
            assert.ok(question.seconds <= (rule.breakGlass.longest ?? Number.POSITIVE_INFINITY));
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('never opens by a refusing rule that is added', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, anyWhen, fc.nat({ max: 6 }), (rules, question, when, place) => {
        const before = evaluate(rules, question);
        const after = evaluate(policy(...rules.rules.toSpliced(place, 0, refuse('added', when))), question);
        assert.ok(
          after.kind === 'refused' || (after.kind === before.kind && ruleOf(after) === ruleOf(before)),
        );
      }),
      RUNS,
    );
  });

  it('never gives more where less is known', () => {
    const forgetting: readonly ((question: Question) => Question)[] = [
      (question) => ({ ...question, requester: facts('ada') }),
      ({ requester, ...rest }) => ({
        ...rest,
        requester: { ...requester, groups: new Map([...requester.groups].slice(1)) },
      }),
      ({ machine: { resourceGroup: _, ...machine }, ...rest }) => ({ ...rest, machine }),
      ({ machine: { subscription: _, ...machine }, ...rest }) => ({ ...rest, machine }),
      ({ machine: { tags: _, ...machine }, ...rest }) => ({ ...rest, machine }),
    ];
    fc.assert(
      fc.property(anyPolicy, anyQuestion, fc.constantFrom(...forgetting), (rules, question, forget) => {
        const [before, after] = [evaluate(rules, question), evaluate(rules, forget(question))];
        assert.ok(
          after.kind === 'refused' || (after.kind === before.kind && ruleOf(after) === ruleOf(before)),
        );
      }),
      RUNS,
    );
  });

  it('cares only for the order of the rules that let somebody in', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (rules, question) => {
        const refusing = rules.rules.filter(({ decision }) => decision === 'refused');
        const others = rules.rules.filter(({ decision }) => decision !== 'refused');
        const [before, after] = [rules, policy(...others, ...refusing.toReversed())].map((each) =>
          evaluate(each, question),
        );
        assert.ok(before !== undefined && after !== undefined);
        assert.equal(after.kind, before.kind);
        assert.equal(ruleOf(after), ruleOf(before));
      }),
      RUNS,
    );
  });

  it('lets nobody in without a rule that says so', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (rules, question) => {
        const closed = policy(...rules.rules.filter(({ decision }) => decision === 'refused'));
        assert.equal(evaluate(closed, question).kind, 'refused');
      }),
      RUNS,
    );
  });

  it('is foreseen: whatever decides was among the candidates', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (rules, question) => {
        const verdict = evaluate(rules, question);
        const candidates = outlook(rules, question);
        const [alone] = candidates;
        if (alone?.certain && alone.rule.decision === 'refused') return assert.equal(verdict.kind, 'refused');
        const names = candidates.map(({ rule }) => rule.name);
        assert.deepEqual(
          verdict.rules.filter((rule) => !names.includes(rule)),
          [],
        );
      }),
      RUNS,
    );
  });

  it('is foreseen: what is certain matches whatever the source and the time', () => {
    fc.assert(
      fc.property(anyPolicy, anyQuestion, (rules, question) => {
        const { trace } = evaluate(rules, question);
        for (const { rule, certain } of outlook(rules, question))
          if (certain) assert.equal(trace.find((each) => each.rule === rule)?.matches, 'yes');
      }),
      RUNS,
    );
  });
});
