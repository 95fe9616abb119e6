// Policy files: what they mean.
import assert from 'node:assert/strict';
import type { AccessPolicy } from '../../src/domain/policy/access-policy.ts';
import { fileOf, fullFile, ids, readWell } from './files.ts';

const ada = { kind: 'person', id: ids.ada, name: 'ada' } as const;
const grace = { kind: 'person', id: ids.grace, name: 'grace' } as const;
const linus = { kind: 'person', id: ids.linus, name: 'linus' } as const;
const dba = { kind: 'group', id: ids.dba, name: 'dba' } as const;
const leads = { kind: 'group', id: ids.leads, name: 'dba-leads' } as const;
const office = { name: 'office', prefixes: ['203.0.113.0/24'] };
const vpn = { name: 'vpn', prefixes: ['198.51.100.8'] };

const meaning: ReturnType<typeof withoutMatching> = {
  people: [ada, grace, linus],
  groups: [dba, leads],
  networks: [office, vpn],
  rules: [
    {
      name: 'production databases',
      when: {
        machines: [
          {
            name: 'prod-sql-*',
            resourceGroup: 'rg-data-prod',
            subscription: 'Production',
            tags: { env: 'prod' },
          },
        ],
        ports: [1433, 3389],
        requesters: [dba, ada],
        sources: [office, { name: '192.0.2.17', prefixes: ['192.0.2.17'] }],
        hours: {
          name: 'working',
          timeZone: 'Europe/Berlin',
          spans: [{ days: [1, 2, 3, 4, 5], from: 480, to: 1080 }],
        },
      },
      decision: 'approval',
      because: "Customers' data.",
      limits: { longest: 7200, sources: [office, vpn], reasonRequired: true, ticket: 'INC-\\d+' },
      approval: {
        approvers: [grace, leads, { kind: 'team', part: 'owners' }],
        quorum: 2,
        channel: 'databases',
        wait: 14_400,
        remind: 900,
        escalate: { after: 3600, to: [linus], channel: 'security' },
      },
      breakGlass: { longest: 1800 },
      preApproval: 28_800,
    },
    {
      name: 'playground',
      when: { machines: [{ name: 'play-*' }] },
      decision: 'automatic',
      limits: { reasonRequired: false },
    },
    {
      name: 'retired',
      when: { machines: [{ name: 'old-*' }] },
      decision: 'refused',
      because: 'Switched off soon.',
    },
  ],
  onCall: {
    duty: {
      kind: 'rotation',
      people: [linus, ada],
      starts: Date.parse('2026-11-23T00:00:00Z'),
      handOver: { day: 1, minute: 540 },
      timeZone: 'Asia/Kathmandu',
    },
    summary: { minute: 480, timeZone: 'Europe/Berlin' },
  },
  admins: [linus, leads],
};

/** The policy, where a ticket is only its pattern: whether one matches is shown elsewhere. */
const withoutMatching = ({ rules, ...rest }: AccessPolicy) => ({
  ...rest,
  rules: rules.map((rule) => {
    if (rule.decision === 'refused' || rule.limits.ticket === undefined) return rule;
    return { ...rule, limits: { ...rule.limits, ticket: rule.limits.ticket.pattern } };
  }),
});

describe('a policy file', () => {
  it('means what it says', () => assert.deepEqual(withoutMatching(readWell(fullFile).policy), meaning));

  it('carries its cases, with their lines', () => {
    const [one] = readWell(fullFile).tests;
    assert.ok(one !== undefined);
    assert.equal(one.line, 38);
    assert.deepEqual(one.expect, { kind: 'approval', quorum: 2 });
    assert.equal(one.by, 'production databases');
    assert.deepEqual(one.question, {
      requester: {
        id: ids.ada,
        groups: new Map([
          [ids.dba, true],
          [ids.leads, false],
        ]),
        teams: new Map(),
      },
      machine: {
        name: 'prod-sql-1',
        resourceGroup: 'rg-data-prod',
        subscription: { name: 'Production' },
        tags: { env: 'prod' },
      },
      port: 1433,
      source: '203.0.113.7',
      startsAt: Date.parse('2026-11-23T09:00:00Z'),
      seconds: 3600,
      reason: 'INC-1',
      breakGlass: false,
    });
  });

  it('waits 8 hours for one approver, where it does not say otherwise', () => {
    const { policy } = readWell(fileOf('- { name: a, decision: approval, approvers: [{ team: members }] }'));
    assert.deepEqual(policy.rules, [
      {
        name: 'a',
        when: {},
        decision: 'approval',
        limits: { reasonRequired: false },
        approval: { approvers: [{ kind: 'team', part: 'members' }], quorum: 1, channel: '', wait: 28_800 },
      },
    ]);
  });

  it('writes names of channels small, as chat takes them', () => {
    const { policy } = readWell(
      fileOf(
        '- { name: a, decision: approval, approvers: [{ team: owners }], channel: DataBases, escalate: { after: 1h, to: [{ team: members }], channel: Security } }',
      ),
    );
    const [rule] = policy.rules;
    assert.ok(rule?.decision === 'approval');
    assert.deepEqual([rule.approval.channel, rule.approval.escalate?.channel], ['databases', 'security']);
  });

  it('means the same whatever version of YAML it says it is', () => {
    const hours = 'timeZone: UTC\nhours: { h: [{ days: mon, from: 10:30, to: 12:00 }] }\n';
    const text = fileOf('- { name: no, because: yes, decision: refused, when: { hours: h } }', hours);
    const { policy } = readWell(`%YAML 1.1\n---\n${text}`);
    assert.deepEqual(
      policy.rules.map(({ name, because, when }) => [name, because, when.hours?.spans]),
      [['no', 'yes', [{ days: [1], from: 630, to: 720 }]]],
    );
  });

  it('takes object ids as they are, and knows them again by name', () => {
    const rules = `- { name: a, decision: automatic, when: { requesters: [{ person: ${ids.ada.toUpperCase()} }, { group: ${ids.dba} }] } }`;
    const { policy } = readWell(fileOf(rules, `people: { ada: ${ids.ada} }\n`));
    assert.deepEqual(policy.rules[0]?.when.requesters, [ada, { ...dba, name: ids.dba }]);
  });

  it('wants a reason wherever it wants a ticket', () => {
    const { policy } = readWell(fileOf('- { name: a, decision: automatic, ticket: CHG-\\d+ }'));
    assert.deepEqual(withoutMatching(policy).rules[0], {
      name: 'a',
      when: {},
      decision: 'automatic',
      limits: { reasonRequired: true, ticket: 'CHG-\\d+' },
    });
  });

  const spans: readonly (readonly [text: string, days: readonly number[], from: number, to: number])[] = [
    ["days: mon-fri, from: '08:00', to: '18:00'", [1, 2, 3, 4, 5], 480, 1080],
    ['days: mon-fri, from: 08:00, to: 18:00', [1, 2, 3, 4, 5], 480, 1080],
    ["days: sat, from: '0:00', to: '24:00'", [6], 0, 1440],
    ["days: SUN, from: '22:00', to: '00:00'", [7], 1320, 1440],
    ["days: [mon, wed], from: '22:00', to: '06:00'", [1, 3], 1320, 360],
    ["days: [mon-tue, tue-wed], from: '1:05', to: '2:00'", [1, 2, 3], 65, 120],
    ["days: fri-mon, from: '08:00', to: '18:00'", [1, 5, 6, 7], 480, 1080],
  ];
  for (const [text, days, from, to] of spans)
    it(`reads hours: ${text}`, () => {
      const before = `timeZone: UTC\nhours: { h: [{ ${text} }] }\n`;
      const { policy } = readWell(fileOf('- { name: a, decision: refused, when: { hours: h } }', before));
      assert.deepEqual(policy.rules[0]?.when.hours?.spans, [{ days, from, to }]);
    });

  for (const [at, moment] of [
    ['2026-07-06 10:00', '2026-07-06T08:00:00Z'],
    ['2026-07-06T10:00:30', '2026-07-06T08:00:30Z'],
    ['2026-07-06T10:00Z', '2026-07-06T10:00:00Z'],
    ['2026-07-06T10:00:00+05:30', '2026-07-06T04:30:00Z'],
    ['2026-10-25 02:30', '2026-10-25T00:30:00Z'],
  ] as const)
    it(`reads the time of a case: ${at}`, () => {
      const [one] = readWell(fullFile.replace('2026-11-23 10:00', at)).tests;
      assert.equal(one?.question.startsAt, Date.parse(moment));
    });

  it('warns of rules that can never decide, and takes them', () => {
    const rules = [
      '- { name: all, decision: automatic }',
      '- { name: late, decision: automatic, when: { ports: [22] } }',
      '- { name: old, decision: automatic, when: { ports: [3389], machines: [old-1] } }',
      '- { name: never, decision: refused, when: { machines: [old-1, old-2] } }',
    ].join('\n');
    const warnings = readWell(fileOf(rules)).warnings();
    assert.deepEqual(
      warnings.map(({ line, column, message }) => `${line}:${column} ${message}`),
      [
        '4:13 “late” never decides: “all” stands before it and is about all of the same; put the narrower rule first.',
        '5:13 “old” never decides: “never” refuses all that it is about, wherever it stands.',
      ],
    );
  });

  for (const when of ["{ machines: ['*'] }", "{ machines: [web-1, { name: '**' }] }", '{}'])
    it(`warns of rules behind one about everything: ${when}`, () => {
      const rules = `- { name: all, decision: automatic, when: ${when} }\n- { name: late, decision: automatic, when: { machines: [WEB-*], ports: [22] } }`;
      assert.match(
        readWell(fileOf(rules)).warnings()[0]?.message ?? '',
        /^“late” never decides: “all” stands/,
      );
    });

  it('warns of a rule of which the one before differs by case and order only', () => {
    const rules = [
      '- { name: a, decision: automatic, when: { machines: [x, { name: WEB, tags: { A: b, c: d } }], ports: [22, 3389] } }',
      '- { name: b, decision: automatic, when: { machines: [{ name: web, tags: { c: D, a: b } }], ports: [3389] } }',
    ].join('\n');
    assert.equal(readWell(fileOf(rules)).warnings().length, 1);
  });

  it('does not warn of rules that can', () => {
    const rules = [
      '- { name: a, decision: automatic, when: { ports: [22] } }',
      '- { name: b, decision: automatic, when: { ports: [22, 3389] } }',
      '- { name: c, decision: automatic }',
      '- { name: d, decision: refused, when: { ports: [5985] } }',
    ].join('\n');
    assert.deepEqual(readWell(fileOf(rules)).warnings(), []);
  });
});
