// The text of a policy file as an access policy, or everything that is wrong with it.
import type { AccessPolicy } from '../domain/policy/access-policy.ts';
import { adminWarnings, readAdmins } from './admins.ts';
import { type PolicyCase, readCases } from './cases.ts';
import { fileShape, type PolicyFile } from './file-shape.ts';
import { readNames } from './names.ts';
import { onCallWarnings, readOnCall } from './on-call.ts';
import { plainLine } from './plain-letters.ts';
import { mostProblems, type Problem, reportInto } from './problem.ts';
import { readRules } from './rules.ts';
import { type Finding, findingsOf } from './shape-problems.ts';
import { rulesThatNeverDecide } from './warnings.ts';
import { readYaml, type YamlText } from './yaml-document.ts';

/** A file that can be used. */
export interface ReadPolicy {
  readonly ok: true;
  readonly policy: AccessPolicy;
  /** The cases written beside the rules. */
  readonly tests: readonly PolicyCase[];
  /** What is allowed and hardly ever meant. Worked out when it is asked for: whoever only wants the policy need not wait. */
  readonly warnings: () => readonly Problem[];
  /** IANA zone of the file's hours; UTC where it names none. */
  readonly timeZone: string;
}

/** A file that cannot be used; `problems` are in the order of the file, and never none. */
export interface UnreadPolicy {
  readonly ok: false;
  readonly problems: readonly Problem[];
}

/** Reads a policy file: YAML, its shape, then the names in it. Never throws, whatever the text. */
export function readPolicyText(text: string): ReadPolicy | UnreadPolicy {
  const read = readYaml(text);
  if (!read.ok) return failed(read.problems);
  const { yaml } = read;
  if (yaml.value === null)
    return failed([
      { line: 1, column: 1, message: 'The file is empty; begin with “version: 1” and “rules:”.' },
    ]);
  const shape = fileShape.safeParse(yaml.value);
  if (!shape.success) return failed(located(findingsOf(shape.error.issues), yaml));

  const problems: Problem[] = [];
  const report = reportInto(problems, yaml.locate);
  const names = readNames(shape.data, report);
  const rules = readRules(shape.data, names, report);
  const onCall = readOnCall(shape.data, names, report);
  const admins = readAdmins(shape.data, names, report);
  const policy: AccessPolicy = {
    people: [...names.people.values()],
    groups: [...names.groups.values()],
    networks: [...names.networks.values()],
    rules,
    ...(onCall && { onCall }),
    ...(admins.length > 0 && { admins }),
  };
  const tests = readCases(shape.data, policy, names, report, (path) => yaml.locate(path).line);
  if (problems.length > 0) return failed(problems);
  return {
    ok: true,
    policy,
    tests,
    warnings: () => warningsOf(shape.data, policy, yaml),
    timeZone: names.timeZone,
  };
}

/** At most so many, in the order of the file, each on one plain line whatever the file says. */
const failed = (problems: readonly Problem[]): UnreadPolicy => ({
  ok: false,
  problems: problems
    .slice(0, mostProblems)
    .map((problem) => ({ ...problem, message: plainLine(problem.message) }))
    .sort((a, b) => a.line - b.line || a.column - b.column),
});

// Only those that are told: finding a place in the file takes time, too.
const located = (findings: readonly Finding[], yaml: YamlText): readonly Problem[] =>
  findings
    .slice(0, mostProblems)
    .map(({ path, key, message }) => ({ ...yaml.locate(path, key), message: message() }));

const warningsOf = (file: PolicyFile, policy: AccessPolicy, yaml: YamlText): readonly Problem[] =>
  [
    ...rulesThatNeverDecide(policy.rules).map(({ index, message }) => ({
      path: ['rules', index, 'name'],
      message,
    })),
    ...onCallWarnings(file, policy.onCall),
    ...adminWarnings(policy),
  ].map(({ path, message }) => ({ ...yaml.locate(path), message: plainLine(message) }));
