// Fuzzes access policies, from the file's text to the verdict: a mistake grants nothing, and what is granted the file's words grant.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { stringify } from 'yaml';
import type { AccessPolicy } from '../../../src/domain/policy/access-policy.ts';
import { evaluate } from '../../../src/domain/policy/evaluate.ts';
import type { Question, Verdict } from '../../../src/domain/policy/question.ts';
import { readPolicyText } from '../../../src/policy/read-policy-text.ts';
import { hostileText } from '../hostile-text.ts';
import { pureTarget } from '../target.ts';
import { type AskedText, anyAsked, anyDocument, groups, type PolicyText, people } from './documents.ts';
import { withMistake } from './mistakes.ts';
import { saidBy } from './oracle.ts';

const questionOf = (asked: AskedText): Question => ({
  requester: {
    id: people.ada,
    groups: new Map([
      [groups.dba, asked.groups.dba],
      [groups.ops, asked.groups.ops],
    ]),
    teams: new Map(),
  },
  machine: { name: asked.machine },
  port: asked.port,
  source: asked.source,
  startsAt: Date.UTC(2026, 10, 23, 12),
  seconds: asked.seconds,
  reason: asked.reason,
  breakGlass: asked.breakGlass,
});

const granted = (verdict: Verdict): string | undefined =>
  verdict.kind === 'refused' ? undefined : `${verdict.kind} by ${verdict.rule.name}`;

/** As people write it: nothing is written by reference to something above. */
const asYaml = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false });

function policyIn(text: string): AccessPolicy | undefined {
  const read = readPolicyText(text);
  if (read.ok) {
    read.warnings();
    return read.policy;
  }
  assert.ok(read.problems.length > 0, 'refused, and nobody is told why');
  for (const { line, column, message } of read.problems) {
    assert.ok(line >= 1 && column >= 1, `line ${line}`);
    assert.doesNotMatch(message, /\p{Cc}|node_modules|\bat .*:\d+:\d+/u);
    assert.notEqual(message, '');
  }
  return undefined;
}

/** From the text to the verdict and by hand: the same. And a refusing rule more never lets in. */
function goodFile(document: PolicyText, asked: AskedText, block: boolean, at: number): void {
  const policy = policyIn(block ? asYaml(document) : JSON.stringify(document));
  assert.ok(policy !== undefined, 'a good file was not read');
  const verdict = evaluate(policy, questionOf(asked));
  const said = saidBy(document, asked);
  assert.equal(granted(verdict), said.rule === undefined ? undefined : `${said.kind} by ${said.rule}`);
  const refusing = { name: 'added', decision: 'refused' as const, when: { machines: ['web-*'] } };
  const stricter = policyIn(
    JSON.stringify({ ...document, rules: document.rules.toSpliced(at, 0, refusing) }),
  );
  assert.ok(stricter !== undefined);
  const after = granted(evaluate(stricter, questionOf(asked)));
  assert.ok(after === undefined || (after === granted(verdict) && !/^web-/i.test(asked.machine)), after);
}

/** Whatever became of the text: what it still grants is granted by a rule whose name and decision stand in it. */
function anyText(text: string, asked: AskedText): void {
  const policy = policyIn(text);
  if (policy === undefined) return;
  const verdict = evaluate(policy, questionOf(asked));
  if (verdict.kind === 'refused') return;
  assert.match(text, verdict.kind === 'automatic' ? /automatic/ : /approval/);
  assert.ok(policy.rules.some(({ name }) => name === verdict.rule.name));
}

const local = readFileSync(new URL('../../../sandbox/access-policy.yaml', import.meta.url), 'utf8');
const yamlPieces = [
  '&a',
  '*a',
  '<<: *a',
  '!!js/function x',
  '- ',
  ': ',
  '|',
  '>',
  '{',
  '}',
  '[',
  ']',
  '#',
  '\n',
  '  ',
  '? ',
  '---\n',
  '"',
  '~',
  'automatic',
  'everyone',
];

const spoiltText = fc
  .record({
    base: fc.oneof(
      anyDocument.map((document) => asYaml(document)),
      fc.constant(local),
    ),
    cuts: fc.array(
      fc.record({
        at: fc.double({ min: 0, max: 1, noNaN: true }),
        length: fc.nat({ max: 30 }),
        put: fc.oneof(
          fc.constantFrom(...yamlPieces),
          hostileText.map((text) => text.slice(0, 200)),
          fc.constant(''),
        ),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  })
  .map(({ base, cuts }) =>
    cuts.reduce((text, { at, length, put }) => {
      const from = Math.floor(at * text.length);
      return text.slice(0, from) + put + text.slice(from + length);
    }, base),
  );

/** `&a [*a,*a…]` upon itself: what a careless reader unfolds for ever. */
const bomb = fc.integer({ min: 2, max: 12 }).map((depth) =>
  Array.from(
    { length: depth },
    (_, level) =>
      `a${level}: &a${level} [${
        level === 0
          ? 'x'
          : Array(9)
              .fill(`*a${level - 1}`)
              .join()
      }]`,
  ).join('\n'),
);

const input = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('good' as const),
      document: anyDocument,
      asked: anyAsked,
      block: fc.boolean(),
      at: fc.nat({ max: 5 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('mistake' as const), document: withMistake(anyDocument) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('text' as const),
      text: fc.oneof(
        { weight: 8, arbitrary: spoiltText },
        { weight: 1, arbitrary: bomb },
        { weight: 1, arbitrary: hostileText },
      ),
      asked: anyAsked,
    }),
  },
);

export const policies = pureTarget(
  'policies',
  40,
  fc.property(input, (given) => {
    switch (given.kind) {
      case 'good':
        return goodFile(given.document, given.asked, given.block, given.at);
      case 'mistake':
        return assert.equal(policyIn(asYaml(given.document)), undefined, 'a file with a mistake was taken');
      case 'text':
        return anyText(given.text, given.asked);
    }
  }),
);
