// The text of a policy file as an access policy, or everything that is wrong with it.
import type { AccessPolicy } from '../domain/policy/access-policy.ts';
import { type PolicyCase, readCases } from './cases.ts';
import { fileShape } from './file-shape.ts';
import { readNames } from './names.ts';
import type { Problem, Report } from './problem.ts';
import { readRules } from './rules.ts';
import { findingsOf } from './shape-problems.ts';
import { neverDecides } from './warnings.ts';
import { readYaml, type YamlText } from './yaml-document.ts';

/** A file that can be used. */
export interface ReadPolicy {
  readonly ok: true;
  readonly policy: AccessPolicy;
  /** The cases written beside the rules. */
  readonly tests: readonly PolicyCase[];
  /** What is allowed and hardly ever meant. */
  readonly warnings: readonly Problem[];
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
  if (!read.ok) return read;
  const { yaml } = read;
  if (yaml.value === null)
    return failed([
      { line: 1, column: 1, message: 'The file is empty; begin with “version: 1” and “rules:”.' },
    ]);
  const shape = fileShape.safeParse(yaml.value);
  if (!shape.success)
    return failed(
      findingsOf(shape.error.issues).map(({ path, key, message }) => ({
        ...yaml.locate(path, key),
        message,
      })),
    );

  const problems: Problem[] = [];
  const report = reporterTo(problems, yaml);
  const names = readNames(shape.data, report);
  const policy: AccessPolicy = {
    people: [...names.people.values()],
    groups: [...names.groups.values()],
    networks: [...names.networks.values()],
    rules: readRules(shape.data, names, report),
  };
  const tests = readCases(shape.data, policy, names, report, (path) => yaml.locate(path).line);
  if (problems.length > 0) return failed(problems);
  return { ok: true, policy, tests, warnings: warningsOf(policy, yaml), timeZone: names.timeZone };
}

const failed = (problems: readonly Problem[]): UnreadPolicy => ({
  ok: false,
  problems: [...problems].sort((a, b) => a.line - b.line || a.column - b.column),
});

const reporterTo =
  (problems: Problem[], yaml: YamlText): Report =>
  (path, message) => {
    problems.push({ ...yaml.locate(path), message });
    return undefined;
  };

const warningsOf = ({ rules }: AccessPolicy, yaml: YamlText): readonly Problem[] =>
  rules.flatMap((_, index) => {
    const message = neverDecides(rules, index);
    return message === undefined ? [] : [{ ...yaml.locate(['rules', index, 'name']), message }];
  });
