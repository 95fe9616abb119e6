// `npm run policy -- test FILE`: runs the cases written beside the rules.
import { plainPen } from '../../cards/pen.ts';
import { type Hints, refusalWords } from '../../cards/refusal-words.ts';
import { spanText } from '../../cards/when.ts';
import type { AccessPolicy } from '../domain/policy/access-policy.ts';
import type { Verdict } from '../domain/policy/question.ts';
import type { Refusal } from '../domain/refusal.ts';
import { decidersOf, type Expectation, type PolicyCase, runCase } from '../policy/cases.ts';
import { readPolicyFile } from './policy-file.ts';
import type { CommandIo } from './policy-usage.ts';
import { asKey, howToSay } from './unknown-facts.ts';

/** @returns the exit code: 1 where a case failed, or there is none. */
export function testPolicy(file: string, { print }: CommandIo): number {
  const { policy, tests } = readPolicyFile(file);
  if (tests.length === 0) {
    print(`${file}: there are no cases; write some under “tests”.`);
    return 1;
  }
  const failed = tests.flatMap((one) => {
    const { passed, verdict } = runCase(policy, one);
    return passed ? [] : [{ one, verdict }];
  });
  for (const { one, verdict } of failed)
    for (const line of failureLines(file, one, verdict, policy)) print(line);
  print(`${tests.length - failed.length} passed, ${failed.length} failed`);
  return failed.length > 0 ? 1 : 0;
}

function failureLines(
  file: string,
  { line, as, question, expect, by }: PolicyCase,
  verdict: Verdict,
  policy: AccessPolicy,
): readonly string[] {
  const { machine, port, source, seconds } = question;
  const refusals = verdict.kind === 'refused' ? verdict.refusals : [];
  return [
    `${file}:${line}: ${as}, ${plainPen.text(machine.name)}, port ${port}, from ${source}, for ${spanText(seconds)}`,
    `  expected: ${expectedText(expect)}${by === undefined ? '' : `, by “${by}”`}`,
    `  got:      ${gotText(verdict)}${decidedText(verdict)}`,
    ...refusals.map(
      (refusal) => `    ${refusalWords(refusal, plainPen, hintsFor(refusal, question, policy))}`,
    ),
  ];
}

function hintsFor(refusal: Refusal, { machine }: PolicyCase['question'], { rules }: AccessPolicy): Hints {
  if (refusal.code !== 'rule-unknown') return {};
  const rule = rules.find(({ name }) => name === refusal.rule);
  const say = rule && howToSay(rule, machine, asKey);
  return say === undefined ? {} : { say };
}

const needsText = (quorum: number): string => `needs ${quorum} ${quorum === 1 ? 'approver' : 'approvers'}`;

const expectedText = (expect: Expectation): string => {
  if (expect.kind === 'approval') return needsText(expect.quorum);
  return expect.kind === 'break-glass' ? 'break glass' : expect.kind;
};

const gotText = (verdict: Verdict): string => {
  if (verdict.kind === 'approval') return needsText(verdict.rule.approval.quorum);
  return verdict.kind === 'break-glass' ? 'break glass' : verdict.kind;
};

const decidedText = (verdict: Verdict): string => {
  const rules = decidersOf(verdict);
  return rules.length === 0 ? ', by no rule' : `, by ${rules.map((rule) => `“${rule}”`).join(' and ')}`;
};
