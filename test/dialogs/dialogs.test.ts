// The dialog's logic: what is asked next, what a sent form comes to, and that a click can only choose.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Asker } from '../../dialogs/asker.ts';
import { checkForm } from '../../dialogs/check-form.ts';
import { nextMove, sentAsTyped } from '../../dialogs/next-move.ts';
import { type Answer, formFor, type Machines, nextQuestion } from '../../dialogs/next-question.ts';
import type { Draft } from '../../src/domain/access-request.ts';
import type { Wish } from '../../src/domain/command/command.ts';
import { breaksGlass, type FormValues } from '../../src/domain/form.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import { choiceOf, type Machine } from '../../src/domain/machine.ts';
import type { ApprovalRule, Rule } from '../../src/domain/policy/access-policy.ts';
import { covers, parsePrefix } from '../../src/domain/source-prefix.ts';
import { everything, hearingBy } from '../support/hearings.ts';
import { knownMachines } from '../support/known-machines.ts';
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
const machines: Machines = knownMachines(estate);
/** May have whatever JIT allows. */
const asker: Asker = { hearing: hearingBy(everything), now: noon };
const good: FormValues = { port: '3389', source: '203.0.113.7', time: '1h', reason: '' };

describe('the next question', () => {
  it('asks for the machine when none was named', () => {
    assert.deepEqual(nextQuestion({ ports: [3389] }, machines, asker), {
      kind: 'machine',
      why: 'unnamed',
      typed: '',
      choices: [],
    });
  });

  it('offers the five nearest when no machine has the name', () => {
    const question = nextQuestion({ machine: 'wbe-01' }, machines, asker);
    assert.equal(question.kind === 'machine' && question.why, 'unknown');
    assert.deepEqual(question.kind === 'machine' && [question.choices.length, question.choices[0]?.name], [
      5,
      'web-01',
    ]);
  });

  it('asks which, when several machines share the name', () => {
    const question = nextQuestion({ machine: 'JUMP-01' }, machines, asker);
    assert.deepEqual(
      question.kind === 'machine' && [
        question.why,
        question.choices.map(({ resourceGroup }) => resourceGroup),
      ],
      ['several', ['rg-a', 'rg-b']],
    );
  });

  it('refuses a machine without a JIT policy at once', () => {
    assert.deepEqual(nextQuestion({ machine: 'build-01' }, machines, asker), {
      kind: 'refused',
      refusals: [{ code: 'no-jit-policy', machine: 'build-01' }],
      machine: { id: '/rg-web/build-01', name: 'build-01' },
    });
  });

  it('finds a name that was copied with invisible characters', () => {
    assert.equal(nextQuestion({ machine: 'web\u200d-01' }, machines, asker).kind, 'form');
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
      const form = formFor(wish, machine, asker);
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
    const move = nextMove(draft, { verb: 'request', values: good }, machines, asker);
    assert.deepEqual(
      [move?.request.state, move?.entries.map(({ kind }) => kind)],
      ['approved', ['requested', 'approved']],
    );
  });

  it('with a bad form asks again, keeps what was typed, and records the refusal', () => {
    const move = nextMove(draft, { verb: 'request', values: { ...good, time: '9h' } }, machines, asker);
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
    const move = nextMove(draft, { verb: 'request', values: good }, knownMachines([]), asker);
    assert.deepEqual(move?.request.state === 'refused' && move.request.refusals, [
      { code: 'machine-gone', machine: 'web-01' },
    ]);
  });

  for (const [code, knows] of [
    ['machine-gone', () => true],
    ['machine-unread', () => false],
  ] as const)
    it(`ends as ${code}, by the name on the button, when that machine is chosen`, () => {
      const choosing: Draft = {
        ...draft,
        asking: { kind: 'machine', why: 'unknown', typed: 'web', choices: [choiceOf(web01)] },
      };
      const choice = { verb: 'choose-machine', machine: web01.id } as const;
      const move = nextMove(choosing, choice, knownMachines([], knows), asker);
      assert.deepEqual(move?.request.state === 'refused' && move.request.refusals, [
        { code, machine: 'web-01' },
      ]);
    });

  it('keeps what was typed while the machine’s subscription cannot be read, and says so', () => {
    const unread = knownMachines([], (id) => id !== web01.subscription.id);
    const move = nextMove(draft, { verb: 'request', values: good }, unread, asker);
    assert.ok(move?.request.state === 'draft' && move.request.asking.kind === 'form');
    const { values, refusals } = move.request.asking;
    assert.deepEqual([values, refusals], [good, [{ code: 'machine-unread', machine: 'web-01' }]]);
  });

  it('cannot choose another machine once the form is there', () => {
    assert.equal(
      nextMove(draft, { verb: 'choose-machine', machine: '/rg-web/db-2' }, machines, asker),
      undefined,
    );
  });
});

describe('the access policy in dialogs', () => {
  const admins = { kind: 'group', id: 'g-admins', name: 'admins' } as const;
  const approval: ApprovalRule = {
    name: 'production',
    decision: 'approval',
    when: { ports: [3389] },
    limits: { longest: 1800, reasonRequired: true },
    approval: { approvers: [admins], quorum: 2, channel: '', wait: 3600 },
    breakGlass: { longest: 900 },
  };
  const winrm: Rule = { ...everything, name: 'winrm', when: { ports: [5985] } };
  const freeze: Rule = { name: 'freeze', decision: 'refused', when: {}, because: 'Year end.' };
  const askerBy = (...rules: readonly Rule[]): Asker => ({ hearing: hearingBy(...rules), now: noon });
  const formOf = (answer: Answer) =>
    answer.kind === 'form' ? answer : assert.fail(`no form: ${answer.kind}`);
  const draftOf = (wish: Wish, by: Asker) => {
    const start = { ...aDraft(), id: 'req-2', wish };
    const move = lifecycle.askedAgain(start, formOf(nextQuestion(wish, machines, by)), noon);
    return move.request;
  };
  const broken: Wish = {
    machine: 'web-01',
    ports: [3389],
    time: { kind: 'for', seconds: 600 },
    source: '203.0.113.7',
    reason: 'disk full',
    breakGlass: true,
  };

  it('refuses at once where no port could be had, with the rule and its reason', () => {
    assert.deepEqual(nextQuestion({ machine: 'web-01' }, machines, askerBy(winrm, approval, freeze)), {
      kind: 'refused',
      refusals: [{ code: 'rule-refuses', rule: 'freeze', because: 'Year end.' }],
      machine: { id: web01.id, name: 'web-01' },
    });
  });

  it('refuses at once where there is no policy', () => {
    const hearing = { ...hearingBy(), policy: { kind: 'none', why: 'missing' } as const };
    assert.deepEqual(nextQuestion({ machine: 'web-01' }, machines, { hearing, now: noon }), {
      kind: 'refused',
      refusals: [{ code: 'no-access-policy', why: 'missing' }],
      machine: { id: web01.id, name: 'web-01' },
    });
  });

  it('offers only the ports that some rule may give, for as long as it may', () => {
    const { offered, outlook } = formOf(nextQuestion({ machine: 'web-01' }, machines, askerBy(approval)));
    assert.deepEqual(
      [offered.map(({ port, maximumSeconds }) => [port, maximumSeconds]), outlook],
      [
        [[3389, 1800]],
        [
          {
            rule: 'production',
            decision: 'approval',
            ports: [3389],
            longest: 1800,
            reasonRequired: true,
            approvers: [admins],
            quorum: 2,
          },
        ],
      ],
    );
  });

  it('says why the port that was typed cannot be had, on the form with those that can', () => {
    const { refusals, values } = formOf(
      nextQuestion({ machine: 'web-01', ports: [5985] }, machines, askerBy(approval)),
    );
    assert.deepEqual([refusals, values.port], [[{ code: 'no-rule', machine: 'web-01', port: 5985 }], '']);
  });

  it('rehearses what sending would answer, but calls nothing missing that was not asked for yet', () => {
    const { breakGlass: _, reason: __, ...said } = broken;
    const tooLong = { ...said, time: { kind: 'for', seconds: 1801 } } as const;
    const by = askerBy({
      ...approval,
      when: { sources: [{ name: 'office', prefixes: ['203.0.113.0/24'] }] },
    });
    const elsewhere = { ...said, source: '198.51.100.1' };
    assert.deepEqual(
      [said, tooLong, elsewhere].map((each) => formOf(nextQuestion(each, machines, by)).refusals),
      [
        [],
        [{ code: 'too-long', maximumSeconds: 1800, rule: 'production' }],
        [{ code: 'no-rule', machine: 'web-01', port: 3389 }],
      ],
    );
  });

  it('blames the access policy for its own limit, and JIT for its', () => {
    const asking = (seconds: number) =>
      ({ machine: 'web-01', ports: [3389], time: { kind: 'for', seconds } }) as const;
    assert.deepEqual(
      [1800, 1801, 3 * 3600 + 1].map(
        (seconds) => formOf(nextQuestion(asking(seconds), machines, askerBy(approval))).refusals,
      ),
      [
        [],
        [{ code: 'too-long', maximumSeconds: 1800, rule: 'production' }],
        [{ code: 'too-long', maximumSeconds: 10_800 }],
      ],
    );
  });

  it('does not cite a rule that refuses only at other times or from elsewhere', () => {
    const elsewhere: Rule = {
      ...freeze,
      when: { sources: [{ name: 'lab', prefixes: ['198.51.100.0/24'] }] },
    };
    assert.deepEqual(nextQuestion({ machine: 'single-01' }, machines, askerBy(elsewhere)), {
      kind: 'refused',
      refusals: [{ code: 'no-rule', machine: 'single-01', port: 3389 }],
      machine: { id: '/rg-web/single-01', name: 'single-01' },
    });
  });

  it('asks approvers, with the rule as it is now', () => {
    const by = askerBy(approval);
    const values = { ...good, time: '30 min', reason: 'INC-1' };
    const move = nextMove(draftOf({ machine: 'web-01' }, by), { verb: 'request', values }, machines, by);
    assert.deepEqual(
      move?.request.state === 'pending' && [move.request.grounds.rule, move.request.grounds.asking],
      ['production', { channel: '', approvers: [admins], quorum: 2, since: noon, lapsesAt: noon + 3600_000 }],
    );
  });

  it('does not take a form whose rule has changed since it was drawn', () => {
    const draft = draftOf({ machine: 'web-01' }, askerBy(everything));
    const move = nextMove(draft, { verb: 'request', values: good }, machines, askerBy(approval));
    assert.deepEqual(
      move?.request.state === 'draft' && move.request.asking.kind === 'form' && move.request.asking.refusals,
      [
        { code: 'too-long', maximumSeconds: 1800, rule: 'production' },
        { code: 'reason-missing', rule: 'production' },
      ],
    );
  });

  describe('for somebody who breaks glass', () => {
    it('sends the form as it was typed', () => {
      const by = askerBy(approval);
      const move = sentAsTyped(draftOf(broken, by), machines, by);
      assert.equal(move?.request.state === 'approved' && move.request.grounds.kind, 'break-glass');
    });

    for (const missing of ['source', 'time', 'reason'] as const)
      it(`asks with the form where the ${missing} is missing`, () => {
        const { [missing]: _, ...wish } = broken;
        const by = askerBy(approval);
        assert.equal(sentAsTyped(draftOf(wish, by), machines, by), undefined);
      });

    it('shows the shorter limit and whether the rule lets them', () => {
      const { outlook } = formOf(nextQuestion(broken, machines, askerBy(approval)));
      assert.deepEqual(
        outlook.map(({ longest, breakGlass }) => [longest, breakGlass]),
        [[900, true]],
      );
    });

    it('is an ordinary form where the rule does not let them', () => {
      const { breakGlass: _, ...strict } = approval;
      const by = askerBy(strict);
      const draft = draftOf(broken, by);
      const move = nextMove(
        draft,
        { verb: 'request', values: { ...good, time: '10 min', reason: 'x' } },
        machines,
        by,
      );
      assert.deepEqual(
        [breaksGlass(draft), sentAsTyped(draft, machines, by), move?.request.state],
        [false, undefined, 'pending'],
      );
    });

    it('opens nothing at once where nobody has to be asked anyway', () => {
      const by = askerBy(everything);
      const draft = draftOf(broken, by);
      assert.deepEqual([breaksGlass(draft), sentAsTyped(draft, machines, by)], [false, undefined]);
    });
  });
});
