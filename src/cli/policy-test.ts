// `npm run policy -- test FILE`: runs the cases written beside the rules.
import { plainPen } from '../../cards/pen.ts';
import { refusalWords } from '../../cards/refusal-words.ts';
import { spanText } from '../../cards/when.ts';
import type { Verdict } from '../domain/policy/question.ts';
import { decidersOf, type Expectation, type PolicyCase, runCase } from '../policy/cases.ts';
import { readPolicyFile } from './policy-file.ts';
import type { CommandIo } from './policy-usage.ts';

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
  for (const { one, verdict } of failed) for (const line of failureLines(file, one, verdict)) print(line);
  print(`${tests.length - failed.length} passed, ${failed.length} failed`);
  return failed.length > 0 ? 1 : 0;
}

function failureLines(
  file: string,
  { line, as, question, expect, by }: PolicyCase,
  verdict: Verdict,
): readonly string[] {
  const { machine, port, source, seconds } = question;
  const refusals = verdict.kind === 'refused' ? verdict.refusals : [];
  return [
    `${file}:${line}: ${as}, ${machine.name}, port ${port}, from ${source}, for ${spanText(seconds)}`,
    `  expected: ${expectedText(expect)}${by === undefined ? '' : `, by “${by}”`}`,
    `  got:      ${gotText(verdict)}${decidedText(verdict)}`,
    ...refusals.map((refusal) => `    ${refusalWords(refusal, plainPen)}`),
  ];
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
