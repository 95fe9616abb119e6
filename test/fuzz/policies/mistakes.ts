// Mistakes that people make in a policy file: each spoils it, so that nobody is let in by it.
import fc from 'fast-check';
import type { PolicyText } from './documents.ts';

/** What is put into one of the rules, or into the file; `undefined`: what is taken out. */
interface Mistake {
  readonly in: 'rule' | 'file';
  readonly put: Readonly<Record<string, unknown>>;
}

const mistakes: readonly Mistake[] = [
  { in: 'rule', put: { decison: 'refused' } },
  { in: 'rule', put: { decision: 'Automatic' } },
  { in: 'rule', put: { decision: undefined } },
  { in: 'rule', put: { name: undefined } },
  { in: 'rule', put: { longest: '0m' } },
  { in: 'rule', put: { longest: 60 } },
  { in: 'rule', put: { longest: '25h' } },
  { in: 'rule', put: { sources: ['0.0.0.0/0'] } },
  { in: 'rule', put: { sources: [] } },
  { in: 'rule', put: { sources: ['nowhere'] } },
  { in: 'rule', put: { sources: '203.0.113.0/24' } },
  { in: 'rule', put: { when: { ports: [] } } },
  { in: 'rule', put: { when: { ports: ['22'] } } },
  { in: 'rule', put: { when: { ports: [0] } } },
  { in: 'rule', put: { when: { machines: [] } } },
  { in: 'rule', put: { when: { machine: ['web-*'] } } },
  { in: 'rule', put: { when: { requesters: [] } } },
  { in: 'rule', put: { when: { requesters: [{ person: 'mallory' }] } } },
  { in: 'rule', put: { when: { requesters: ['ada'] } } },
  { in: 'rule', put: { when: { hours: 'working' } } },
  { in: 'rule', put: { approvers: [] } },
  { in: 'rule', put: { approvers: 'everyone' } },
  { in: 'rule', put: { quorum: 0 } },
  { in: 'rule', put: { ticket: '(' } },
  { in: 'rule', put: { reason: 'yes' } },
  { in: 'file', put: { version: 2 } },
  { in: 'file', put: { version: undefined } },
  { in: 'file', put: { rules: {} } },
  { in: 'file', put: { rule: [] } },
  { in: 'file', put: { people: { ada: 'ada@example.com' } } },
];

/** Without what is undefined, as JSON would write it: there YAML would put null. */
const written = (value: object): object => JSON.parse(JSON.stringify(value));

/** One mistake in an otherwise good file; or a rule in it twice. */
export const withMistake = (documents: fc.Arbitrary<PolicyText>): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      documents,
      fc.option(fc.constantFrom(...mistakes), { nil: undefined, freq: 30 }),
      fc.nat({ max: 4 }),
    )
    .map(([document, mistake, at]) => {
      const { rules } = document;
      if (mistake === undefined) return { ...document, rules: [...rules, rules[0]] };
      if (mistake.in === 'file') return written({ ...document, ...mistake.put });
      const place = at % rules.length;
      const spoilt = rules.map((rule, index) => (index === place ? { ...rule, ...mistake.put } : rule));
      return written({ ...document, rules: spoilt });
    });
