// Mistakes that people make in a policy file: each spoils it, so that nobody is let in by it.
import fc from 'fast-check';
import type { PolicyText, RuleText } from './documents.ts';

type Spoil = (rule: Record<string, unknown>, document: Record<string, unknown>) => void;

const spoils: readonly Spoil[] = [
  (rule) => void (rule.decison = 'refused'),
  (rule) => void (rule.decision = 'Automatic'),
  (rule) => void delete rule.decision,
  (rule) => void delete rule.name,
  (rule) => void (rule.longest = '0m'),
  (rule) => void (rule.longest = 60),
  (rule) => void (rule.longest = '25h'),
  (rule) => void (rule.sources = ['0.0.0.0/0']),
  (rule) => void (rule.sources = []),
  (rule) => void (rule.sources = ['nowhere']),
  (rule) => void (rule.sources = '203.0.113.0/24'),
  (rule) => void (rule.when = { ports: [] }),
  (rule) => void (rule.when = { ports: ['22'] }),
  (rule) => void (rule.when = { ports: [0] }),
  (rule) => void (rule.when = { machines: [] }),
  (rule) => void (rule.when = { machine: ['web-*'] }),
  (rule) => void (rule.when = { requesters: [] }),
  (rule) => void (rule.when = { requesters: [{ person: 'mallory' }] }),
  (rule) => void (rule.when = { requesters: ['ada'] }),
  (rule) => void (rule.when = { hours: 'working' }),
  (rule) => void (rule.approvers = []),
  (rule) => void (rule.approvers = 'everyone'),
  (rule) => void (rule.quorum = 0),
  (rule) => void (rule.ticket = '('),
  (rule) => void (rule.reason = 'yes'),
  (_rule, document) => void (document.version = 2),
  (_rule, document) => void delete document.version,
  (_rule, document) => void (document.rules = {}),
  (_rule, document) => void (document.rule = []),
  (_rule, document) => void (document.people = { ada: 'ada@example.com' }),
  (rule, document) => void (document.rules = [rule, { ...rule }]),
];

/** One mistake in an otherwise good file. */
export const withMistake = (documents: fc.Arbitrary<PolicyText>): fc.Arbitrary<unknown> =>
  fc.tuple(documents, fc.constantFrom(...spoils), fc.nat({ max: 4 })).map(([document, spoil, at]) => {
    const copy = structuredClone(document) as Omit<PolicyText, 'rules'> & { rules: RuleText[] };
    const rule = copy.rules[at % copy.rules.length];
    if (rule !== undefined)
      spoil(rule as unknown as Record<string, unknown>, copy as unknown as Record<string, unknown>);
    return copy;
  });
