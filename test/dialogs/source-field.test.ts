// The form's source field: networks by name, the last confirmed address, and what is known of the source that is sent.
import assert from 'node:assert/strict';
import type { Asker } from '../../dialogs/asker.ts';
import { checkForm } from '../../dialogs/check-form.ts';
import { nextMove, sentAsTyped } from '../../dialogs/next-move.ts';
import { type Answer, nextQuestion } from '../../dialogs/next-question.ts';
import type { Draft } from '../../src/domain/access-request.ts';
import type { Wish } from '../../src/domain/command/command.ts';
import type { LearnedAddress } from '../../src/domain/learned-address.ts';
import * as lifecycle from '../../src/domain/lifecycle.ts';
import type { Network, Rule } from '../../src/domain/policy/access-policy.ts';
import type { Hearing } from '../../src/domain/policy/ruling.ts';
import { everything, hearingBy } from '../support/hearings.ts';
import { knownMachines } from '../support/known-machines.ts';
import { aDraft, admins, noon, web01 } from '../support/requests.ts';

const machines = knownMachines([web01]);
const networks: readonly Network[] = [
  { name: 'office', prefixes: ['203.0.113.0/24'] },
  { name: 'vpn', prefixes: ['198.51.100.0/24', '192.0.2.0/24'] },
];
const hearingWith = (...rules: readonly Rule[]): Hearing => {
  const hearing = hearingBy(...rules);
  if (hearing.policy.kind === 'none') return hearing;
  return { ...hearing, policy: { ...hearing.policy, policy: { ...hearing.policy.policy, networks } } };
};
const asker: Asker = { hearing: hearingWith(everything), now: noon };
const days = 86_400_000;
const learned: LearnedAddress = { address: '203.0.113.7', at: noon - 3 * days, how: 'earlier' };
const rdp: Wish = { machine: 'web-01', ports: [3389] };

const formOf = (answer: Answer) => (answer.kind === 'form' ? answer : assert.fail(answer.kind));
const draftOf = (wish: Wish, by: Asker = asker): Draft => {
  const answer = nextQuestion(wish, machines, by);
  const { request } = lifecycle.asked(
    { ...aDraft(), id: 'req-1', wish, ...(by.learned && { learned: by.learned }) },
    answer,
    noon,
  );
  return request.state === 'draft' ? request : assert.fail(request.state);
};
const send = (draft: Draft, source: string, by: Asker = asker) => {
  const values = { port: '3389', source, time: '1h', reason: 'x' };
  return nextMove(draft, { verb: 'request', values }, machines, by)?.request;
};

describe('a network named as the source', () => {
  it('is its prefix in the form, which says what that is', () => {
    const { values, network, refusals } = formOf(nextQuestion({ ...rdp, source: 'Office' }, machines, asker));
    assert.deepEqual(
      [values.source, network, refusals],
      ['203.0.113.0/24', { name: 'office', prefix: '203.0.113.0/24' }, []],
    );
  });

  it('of several prefixes stays as typed, with the list to choose from', () => {
    const { values, network, refusals } = formOf(nextQuestion({ ...rdp, source: 'vpn' }, machines, asker));
    assert.deepEqual(
      [values.source, network, refusals],
      [
        'vpn',
        undefined,
        [{ code: 'source-several', network: 'vpn', prefixes: ['198.51.100.0/24', '192.0.2.0/24'] }],
      ],
    );
  });

  it('can be typed into the field, and the terms keep its name', () => {
    const sent = send(draftOf(rdp), ' OFFICE ');
    assert.ok(sent?.state === 'approved');
    assert.deepEqual([sent.terms.source, sent.terms.network], ['203.0.113.0/24', 'office']);
  });

  it('is shown as its prefix when the form comes back for something else', () => {
    const values = { port: '3389', source: 'office', time: 'soon', reason: '' };
    const back = nextMove(draftOf(rdp), { verb: 'request', values }, machines, asker)?.request;
    assert.ok(back?.state === 'draft' && back.asking.kind === 'form');
    assert.deepEqual(
      [back.asking.values, back.asking.network, back.asking.refusals.map(({ code }) => code)],
      [
        { ...values, source: '203.0.113.0/24' },
        { name: 'office', prefix: '203.0.113.0/24' },
        ['time-not-understood'],
      ],
    );
  });

  it('is not in the terms of an address inside it', () => {
    const sent = send(draftOf(rdp), '203.0.113.7');
    assert.ok(sent?.state === 'approved');
    assert.equal('network' in sent.terms, false);
  });

  it('is refused by name where there is no such network', () => {
    const back = send(draftOf(rdp), 'hotel');
    assert.ok(back?.state === 'draft' && back.asking.kind === 'form');
    assert.deepEqual(
      [back.asking.values.source, back.asking.refusals],
      ['hotel', [{ code: 'source-not-ipv4', typed: 'hotel', networks: ['office', 'vpn'] }]],
    );
  });
});

describe('the last confirmed address', () => {
  const winrm: Wish = { machine: 'web-01', ports: [5985] };
  const elsewhere = { ...learned, address: '198.51.100.4' };
  const cases: readonly (readonly [string, Wish, LearnedAddress, string])[] = [
    ['is filled in where no source was said', rdp, learned, '203.0.113.7'],
    ['gives way to what was said', { ...rdp, source: '192.0.2.9' }, learned, '192.0.2.9'],
    [
      'is filled in while the port is open, if one of them takes it',
      { machine: 'web-01' },
      elsewhere,
      '198.51.100.4',
    ],
    ['is not filled in for a port that does not take it', winrm, elsewhere, ''],
    ['is not filled in where it cannot reach the machine', rdp, { ...learned, address: '10.0.0.5' }, ''],
    ['is filled in on its 30th day', rdp, { ...learned, at: noon - 30 * days }, '203.0.113.7'],
    ['is not filled in after that', rdp, { ...learned, at: noon - 30 * days - 1 }, ''],
  ];
  for (const [what, wish, known, source] of cases)
    it(what, () => {
      const form = formOf(nextQuestion(wish, machines, { ...asker, learned: known }));
      assert.deepEqual([form.values.source, form.refusals], [source, []]);
    });

  it('is filled in, too, once the machine was chosen', () => {
    const draft = draftOf({ machine: 'wbe-01', ports: [3389] }, { ...asker, learned });
    for (const choice of [
      { verb: 'name-machine', machine: 'web-01' },
      { verb: 'choose-machine', machine: web01.id },
    ] as const) {
      const next = nextMove(draft, choice, machines, asker)?.request;
      assert.ok(next?.state === 'draft' && next.asking.kind === 'form');
      assert.deepEqual([next.asking.values.source, next.learned], ['203.0.113.7', learned]);
    }
  });

  it('never breaks glass without a click: nobody has said that it is theirs today', () => {
    const production: Rule = {
      name: 'production',
      decision: 'approval',
      when: {},
      limits: { reasonRequired: false },
      approval: { approvers: [admins], quorum: 1, channel: '', wait: 3600 },
      breakGlass: {},
    };
    const by = { hearing: hearingWith(production), now: noon, learned };
    const wish = { ...rdp, time: { kind: 'for', seconds: 600 }, reason: 'down', breakGlass: true } as const;
    assert.equal(sentAsTyped(draftOf(wish, by), machines, by), undefined);
    const said = { ...wish, source: 'office' };
    assert.equal(sentAsTyped(draftOf(said, by), machines, by)?.request.state, 'approved');
  });

  it('is not taken for seen today', () => {
    const sent = send(draftOf(rdp, { ...asker, learned }), '203.0.113.7');
    assert.ok(sent?.state === 'approved');
    assert.equal('seenAt' in sent.terms, false);
  });
});

describe('an address that the page saw', () => {
  const seen: LearnedAddress = { ...learned, at: noon - 1000, how: 'page' };
  const asked = { at: noon, timeZone: 'UTC', learned: seen };
  for (const [source, seenAt] of [
    ['203.0.113.7', noon - 1000],
    ['203.0.113.7/32', noon - 1000],
    ['203.0.113.8', undefined],
    ['203.0.113.0/24', undefined],
  ] as const)
    it(`is ${seenAt === undefined ? 'not ' : ''}recorded as seen when ${source} is sent`, () => {
      const values = { port: '3389', source, time: '1h', reason: '' };
      const checked = checkForm(values, web01, noon, asked);
      assert.ok(checked.ok);
      assert.equal(checked.terms.seenAt, seenAt);
    });

  it('is known when the form is sent', () => {
    const sent = send({ ...draftOf(rdp), learned: seen }, '203.0.113.7');
    assert.ok(sent?.state === 'approved');
    assert.equal(sent.terms.seenAt, noon - 1000);
  });
});

describe('a question for a machine that is known by its id', () => {
  it('is the form, whatever other machines have its name', () => {
    const twin = { ...web01, id: '/other/web-01', azureId: '/other/web-01' };
    const both = knownMachines([web01, twin]);
    assert.equal(nextQuestion(rdp, both, asker).kind, 'machine');
    const form = formOf(nextQuestion(rdp, both, { ...asker, machineId: twin.id }));
    assert.equal(form.machine.id, twin.id);
  });

  it('is refused as not known where the machine’s subscription cannot be read', () => {
    const unread = knownMachines([], (id) => id !== 's-1');
    assert.deepEqual(nextQuestion(rdp, unread, { ...asker, machineId: '/subscriptions/S-1/x' }), {
      kind: 'refused',
      refusals: [{ code: 'machine-unread', machine: 'web-01' }],
    });
  });

  it('is refused where the machine is gone', () => {
    assert.deepEqual(nextQuestion(rdp, machines, { ...asker, machineId: '/gone' }), {
      kind: 'refused',
      refusals: [{ code: 'machine-gone', machine: 'web-01' }],
    });
  });
});
