// What is in force after looks at the file, one after the other.
import assert from 'node:assert/strict';
import type { PolicyNews } from '../../src/access/policy-port.ts';
import { afterLook, type Look, noPolicyYet, type PolicyState } from '../../src/policy/policy-state.ts';
import { fileOf } from './files.ts';

const rule = (name: string) => fileOf(`- { name: ${name}, decision: refused }`);
const good: Look = { kind: 'content', text: rule('a'), fingerprint: 'good' };
const better: Look = { kind: 'content', text: rule('b'), fingerprint: 'better' };
const broken: Look = { kind: 'content', text: 'version: 1\nrules: no\n', fingerprint: 'broken' };
const missing: Look = { kind: 'missing' };
const locked: Look = { kind: 'useless', why: 'The file cannot be read (EACCES).', fingerprint: 'EACCES' };

/** The state after some looks, and all the news on the way. */
function played(...looks: readonly Look[]): { state: PolicyState; news: readonly PolicyNews[] } {
  let state = noPolicyYet;
  const news: PolicyNews[] = [];
  for (const look of looks) {
    const next = afterLook(state, look, 'policy.yaml');
    state = next.state;
    if (next.news) news.push(next.news);
  }
  return { state, news };
}

/** What is in force: the name of its one rule, or why there is none. */
const force = ({ inForce }: PolicyState) =>
  inForce.kind === 'none' ? inForce.why : inForce.policy.rules[0]?.name;

const loaded = (fingerprint: string) => ({ kind: 'loaded', fingerprint, rules: 1 });
const refusedFile = (kept: boolean) => ({
  kind: 'unreadable',
  fingerprint: 'broken',
  problems: ['line 2, column 8: “rules” must be a list: [{ name: all, decision: refused }].'],
  kept,
});

describe('the policy in force', () => {
  const cases: readonly (readonly [
    what: string,
    looks: readonly Look[],
    inForce: string,
    news: readonly unknown[],
  ])[] = [
    ['is the file that was there at the start', [good], 'a', [loaded('good')]],
    ['is told of once', [good, good, good], 'a', [loaded('good')]],
    [
      'is none where the file was missing at the start',
      [missing, missing],
      'missing',
      [{ kind: 'missing', file: 'policy.yaml' }],
    ],
    ['is none where the file was broken at the start', [broken, broken], 'unreadable', [refusedFile(false)]],
    ['does not change at the first look at something new', [good, better], 'a', [loaded('good')]],
    ['changes at the second', [good, better, better], 'b', [loaded('good'), loaded('better')]],
    [
      'does not change to what was only there for a moment',
      [good, better, good, better, good],
      'a',
      [loaded('good')],
    ],
    [
      'stays where the new version is broken, and says so once',
      [good, broken, broken, broken],
      'a',
      [loaded('good'), refusedFile(true)],
    ],
    [
      'comes back in words where a broken version is taken back',
      [good, broken, broken, good, good],
      'a',
      [loaded('good'), refusedFile(true), loaded('good')],
    ],
    ['stays where the file is away for a moment', [good, missing, good], 'a', [loaded('good')]],
    [
      'ends where the file is missing twice',
      [good, missing, missing],
      'missing',
      [loaded('good'), { kind: 'missing', file: 'policy.yaml' }],
    ],
    [
      'is read again when the file is back',
      [good, missing, missing, good, good],
      'a',
      [loaded('good'), { kind: 'missing', file: 'policy.yaml' }, loaded('good')],
    ],
    [
      'does not come back from a broken file',
      [good, missing, missing, broken, broken],
      'unreadable',
      [loaded('good'), { kind: 'missing', file: 'policy.yaml' }, refusedFile(false)],
    ],
    [
      'stays where the file cannot be read any more',
      [good, locked, locked, locked],
      'a',
      [
        loaded('good'),
        {
          kind: 'unreadable',
          fingerprint: 'EACCES',
          problems: ['The file cannot be read (EACCES).'],
          kept: true,
        },
      ],
    ],
  ];
  for (const [what, looks, inForce, news] of cases)
    it(what, () => {
      const end = played(...looks);
      assert.equal(force(end.state), inForce);
      assert.deepEqual(end.news, news);
    });
});

describe('the problem with the policy file', () => {
  it('is none while the file is as it was taken', () =>
    assert.equal(played(good, good).state.problem, undefined));

  it('is what is wrong with a new version', () =>
    assert.equal(
      played(good, broken, broken).state.problem,
      'The access policy file cannot be used, the version before it stays in force: line 2, column 8: “rules” must be a list: [{ name: all, decision: refused }].',
    ));

  it('is that everything is refused where there is no version before', () => {
    assert.match(
      played(broken).state.problem ?? '',
      /^The access policy file cannot be used, so every request is refused: /,
    );
    assert.equal(
      played(missing).state.problem,
      'There is no access policy file, so every request is refused.',
    );
  });

  it('is gone when the file is mended', () =>
    assert.equal(played(good, broken, broken, better, better).state.problem, undefined));
});
