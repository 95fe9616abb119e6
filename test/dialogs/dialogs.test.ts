// The dialog's logic: what is asked next, what a sent form comes to, and that a click can only choose.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkForm } from '../../dialogs/check-form.ts';
import { nextMove } from '../../dialogs/next-move.ts';
import { formFor, type Machines, nextQuestion } from '../../dialogs/next-question.ts';
import type { FormValues } from '../../src/domain/access-request.ts';
import type { Machine } from '../../src/domain/machine.ts';
import { indexMachines } from '../../src/domain/machine-names.ts';
import { covers, parsePrefix } from '../../src/domain/source-prefix.ts';
import { aDraft, noon, web01 } from '../support/requests.ts';

const named = (name: string, resourceGroup = 'rg-web', more: Partial<Machine> = {}): Machine => ({
  ...web01,
  id: `/${resourceGroup}/${name}`,
  azureId: `/${resourceGroup}/${name}`,
  name,
  resourceGroup,
  ...more,
});
const estate = [
  web01,
  named('db-2'),
  named('jump-01', 'rg-a'),
  named('jump-01', 'rg-b'),
  named('build-01', 'rg-web', { jitPorts: [] }),
  named('single-01', 'rg-web', { jitPorts: web01.jitPorts.slice(0, 1) }),
];
const machines: Machines = indexMachines(estate);
const good: FormValues = { port: '3389', source: '203.0.113.7', time: '1h', reason: '' };

describe('the next question', () => {
  it('asks for the machine when none was named', () => {
    assert.deepEqual(nextQuestion({ ports: [3389] }, machines), {
      kind: 'machine',
      why: 'unnamed',
      typed: '',
      choices: [],
    });
  });

  it('offers the five nearest when no machine has the name', () => {
    const question = nextQuestion({ machine: 'wbe-01' }, machines);
    assert.equal(question.kind === 'machine' && question.why, 'unknown');
    assert.deepEqual(question.kind === 'machine' && [question.choices.length, question.choices[0]?.name], [
      5,
      'web-01',
    ]);
  });

  it('asks which, when several machines share the name', () => {
    const question = nextQuestion({ machine: 'JUMP-01' }, machines);
    assert.deepEqual(
      question.kind === 'machine' && [
        question.why,
        question.choices.map(({ resourceGroup }) => resourceGroup),
      ],
      ['several', ['rg-a', 'rg-b']],
    );
  });

  it('refuses a machine without a JIT policy at once', () => {
    assert.deepEqual(nextQuestion({ machine: 'build-01' }, machines), {
      kind: 'refused',
      refusals: [{ code: 'no-jit-policy', machine: 'build-01' }],
    });
  });

  it('finds a name that was copied with invisible characters', () => {
    assert.equal(nextQuestion({ machine: 'web\u200d-01' }, machines).kind, 'form');
  });
});

describe('the form', () => {
  const wishes: readonly [string, Parameters<typeof formFor>[0], Machine, unknown][] = [
    [
      'is filled in with all that was said',
      { ports: [5985], time: { kind: 'for', seconds: 1800 }, source: '203.0.113.7', reason: 'x' },
      web01,
      [{ port: '5985', source: '203.0.113.7', time: '30 min', reason: 'x' }, []],
    ],
    [
      'leaves the port open when none was said and there are several',
      {},
      web01,
      [{ port: '', source: '', time: '1 h', reason: '' }, []],
    ],
    [
      'takes the only port',
      {},
      named('x', 'rg', { jitPorts: web01.jitPorts.slice(0, 1) }),
      [{ port: '3389', source: '', time: '1 h', reason: '' }, []],
    ],
    [
      'takes the first of several possible ports that is offered',
      { ports: [5986, 5985] },
      web01,
      [{ port: '5985', source: '', time: '1 h', reason: '' }, []],
    ],
    [
      'keeps a wall-clock end as it was said',
      { ports: [3389], time: { kind: 'until', hour: 7, minute: 5 } },
      web01,
      [{ port: '3389', source: '', time: 'until 07:05', reason: '' }, []],
    ],
    [
      'says at once what cannot be had',
      { ports: [22], source: '::1', time: { kind: 'for', seconds: 36_000 } },
      web01,
      [
        { port: '', source: '::1', time: '10 h', reason: '' },
        [
          { code: 'port-not-offered', port: 22, offered: [3389, 5985] },
          { code: 'source-ipv6', typed: '::1' },
        ],
      ],
    ],
    [
      'names the limit when more time was said than the port allows',
      { ports: [3389], time: { kind: 'for', seconds: 36_000 } },
      web01,
      [
        { port: '3389', source: '', time: '10 h', reason: '' },
        [{ code: 'too-long', maximumSeconds: 10_800 }],
      ],
    ],
  ];
  for (const [outcome, wish, machine, expected] of wishes)
    it(outcome, () => {
      const form = formFor(wish, machine);
      assert.deepEqual(form.kind === 'form' && [form.values, form.refusals], expected);
    });
});

describe('a form that was sent', () => {
  it('becomes the terms of a grant: this machine, policy, port, source and time', () => {
    const checked = checkForm({ ...good, reason: ' disk full ' }, web01, noon, { at: noon, timeZone: 'UTC' });
    assert.deepEqual(
      checked.ok && [checked.terms.port, checked.terms.source, checked.terms.time, checked.terms.reason],
      [3389, '203.0.113.7', { kind: 'for', seconds: 3600 }, 'disk full'],
    );
  });

  it('reads a wall-clock end in the zone of the requester', () => {
    const checked = checkForm({ ...good, time: 'until 14:30' }, web01, noon, {
      at: noon,
      timeZone: 'Europe/Berlin',
    });
    assert.deepEqual(checked.ok && checked.terms.time, { kind: 'until', at: noon + 90 * 60_000 });
  });

  it('means the same wall-clock end however long it lay there, and not the one of the next day', () => {
    const sent = (minutes: number) =>
      checkForm({ ...good, time: 'until 12:30' }, web01, noon + minutes * 60_000, {
        at: noon,
        timeZone: 'UTC',
      });
    const early = sent(20);
    const late = sent(31);
    assert.deepEqual(early.ok && early.terms.time, { kind: 'until', at: noon + 30 * 60_000 });
    assert.deepEqual(late.ok ? 'taken' : late.refusals, [{ code: 'time-passed', typed: 'until 12:30' }]);
  });

  const refused: readonly [string, Partial<FormValues>, readonly string[]][] = [
    ['a port that is not offered', { port: '22' }, ['port-not-offered']],
    ['no port', { port: '' }, ['port-not-offered']],
    ['a port with something behind it', { port: '3389; rm' }, ['port-not-offered']],
    ['no source', { source: ' ' }, ['source-missing']],
    ['everybody', { source: '*' }, ['source-any']],
    ['everybody as a CIDR', { source: '0.0.0.0/0' }, ['source-any']],
    ['IPv6', { source: '2001:db8::1' }, ['source-ipv6']],
    ['a private source for a public machine', { source: '10.0.0.9' }, ['source-not-public']],
    ['a source outside the policy', { port: '5985', source: '198.51.100.1' }, ['source-outside-policy']],
    ['no time', { time: '' }, ['time-missing']],
    ['no time anybody understands', { time: 'a while' }, ['time-not-understood']],
    ['more time than the policy allows', { time: '3h01' }, ['too-long']],
    ['an end that is tomorrow', { time: 'until 11:59' }, ['too-long']],
    ['less time than it takes to open', { time: '59s' }, ['too-short']],
    ['a novel for a reason', { reason: 'x'.repeat(501) }, ['reason-too-long']],
    [
      'everything wrong, all at once',
      { source: '', time: '', reason: 'x'.repeat(501) },
      ['source-missing', 'time-missing', 'reason-too-long'],
    ],
  ];
  for (const [what, values, codes] of refused)
    it(`is refused with ${what}`, () => {
      const checked = checkForm({ ...good, ...values }, web01, noon, { at: noon, timeZone: 'UTC' });
      assert.deepEqual(checked.ok ? 'taken' : checked.refusals.map(({ code }) => code), codes);
    });

  it('never becomes terms wider than the policy, whatever was typed', () => {
    const typed = fc.oneof(
      fc.string(),
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.constantFrom('*', '1h', '99h', '3389', '5985', '203.0.113.0/24'),
    );
    fc.assert(
      fc.property(fc.record({ port: typed, source: typed, time: typed, reason: typed }), (values) => {
        const checked = checkForm(values, web01, noon, { at: noon, timeZone: 'UTC' });
        if (!checked.ok) return;
        const { port, source, time } = checked.terms;
        const policy = web01.jitPorts.find((each) => each.port === port) ?? assert.fail(`port ${port}`);
        const seconds = time.kind === 'for' ? time.seconds : (time.at - noon) / 1000;
        const prefix = parsePrefix(source) ?? assert.fail(source);
        assert.ok(seconds <= policy.maximumSeconds && prefix.length >= 8);
        assert.ok(
          policy.allowedSources.some(
            (allowed) => allowed === '*' || covers(parsePrefix(allowed) ?? prefix, prefix),
          ),
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a click on a draft', () => {
  const draft = aDraft();

  it('with a good form approves what was checked, and nothing else', () => {
    const move = nextMove(draft, { verb: 'request', values: good }, machines, noon);
    assert.deepEqual(
      [move?.request.state, move?.entries.map(({ kind }) => kind)],
      ['approved', ['requested', 'approved']],
    );
  });

  it('with a bad form asks again, keeps what was typed, and records the refusal', () => {
    const move = nextMove(draft, { verb: 'request', values: { ...good, time: '9h' } }, machines, noon);
    assert.deepEqual(
      move?.request.state === 'draft' &&
        move.request.asking.kind === 'form' && [
          move.request.asking.values.time,
          move.request.asking.refusals,
          move.request.round,
          move.entries[0]?.kind,
        ],
      ['9h', [{ code: 'too-long', maximumSeconds: 10_800 }], 2, 'refused'],
    );
  });

  it('ends as refused when the machine has gone meanwhile', () => {
    const move = nextMove(draft, { verb: 'request', values: good }, indexMachines([]), noon);
    assert.deepEqual(move?.request.state === 'refused' && move.request.refusals, [
      { code: 'machine-gone', machine: 'web-01' },
    ]);
  });

  it('cannot choose another machine once the form is there', () => {
    assert.equal(
      nextMove(draft, { verb: 'choose-machine', machine: '/rg-web/db-2' }, machines, noon),
      undefined,
    );
  });

  it('drops it on cancel', () => {
    assert.equal(nextMove(draft, { verb: 'cancel' }, machines, noon)?.request.state, 'withdrawn');
  });
});
