// Clicks by anybody, with what cards carry and with what nobody's card ever carried.
import fc from 'fast-check';
import type { ApprovalRule, Rule } from '../../../src/domain/policy/access-policy.ts';
import { admins, web01 } from '../../support/requests.ts';
import { hostileText } from '../hostile-text.ts';
import { sql01, type Who } from './click-world.ts';

export interface Click {
  readonly who: Who;
  readonly verb: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** Seconds before it. */
  readonly after: number;
}

const verbs =
  'request request request approve approve approve approve-less deny review view cancel withdraw done end extend extend again my-address name-machine choose-machine setup-confirm setup-review setup-cancel drift-acknowledge drift-take-back __proto__ constructor'.split(
    ' ',
  );
const mostly = (usual: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: hostileText });

const honest = {
  request: mostly(fc.constantFrom('req-1', 'req-1', 'req-1', 'req-2', 'req-3')),
  port: mostly(
    fc.constantFrom(
      '3389',
      '3389',
      '5985',
      '5985',
      '5985',
      '22',
      ' 3389 ',
      '03389',
      '3389.0',
      '0xd3d',
      '1e3',
      '',
    ),
  ),
  source: mostly(
    fc.constantFrom(
      ...[
        '203.0.113.7',
        '203.0.113.7',
        ' 203.0.113.7/32 ',
        '203.0.113.0/28',
        '198.51.100.4',
        '0.0.0.0/0',
        '*',
      ],
      ...['203.0.0.0/7', '10.0.0.1', '203.0.113.7/24', 'office', '203.0.113.7, 198.51.100.4', '::1', ''],
    ),
  ),
  time: mostly(
    fc.constantFrom('1h', '80m', '30m', '2h', '3h', '24h', '10 years', 'until 13:00', '-1h', '0m', ''),
  ),
  reason: mostly(fc.constantFrom('INC-1', 'disk full', '')),
};
const extra = {
  by: mostly(fc.constantFrom('15 min', '30m', '1h', '9999h', '')),
  less: mostly(fc.constantFrom('30m', '15 min', '2h', '99h', '')),
  note: mostly(fc.constantFrom('', 'no')),
  machine: mostly(fc.constantFrom(web01.id, sql01.id, 'sql-01', 'web-01')),
  change: mostly(fc.constantFrom('req-1', 'change-1')),
  finding: mostly(fc.constantFrom('1', '12')),
};
/** What a payload has no business to say. */
const forged: fc.Arbitrary<Readonly<Record<string, unknown>>> = fc.constantFrom<
  Readonly<Record<string, unknown>>
>(
  { verb: 'approve', from: 'ada', aadObjectId: 'aaaaaaaa-0000-4000-8000-000000000003' },
  { requester: { id: 'aaaaaaaa-0000-4000-8000-000000000009', name: 'Mallory' }, approver: 'grace' },
  { terms: { source: '0.0.0.0/0', port: 22 }, state: 'approved', approvals: [{ by: 'grace' }] },
  {
    endsAt: 99_999_999_999_999,
    seconds: 999_999,
    policyId: '/x',
    machineId: sql01.id,
    azureId: sql01.azureId,
  },
  { breakGlass: true, quorum: 0, approvers: ['everyone'], admin: true, revokes: true },
  JSON.parse('{"__proto__": {"admin": true, "request": "req-1", "source": "*"}}'),
  { port: ['3389'], source: { toString: '203.0.113.7' }, time: 3600 },
);

const data = fc
  .record({
    honest: fc.record(honest),
    extra: fc.record(extra, { requiredKeys: [] }),
    forged: fc.option(forged, { freq: 2, nil: {} }),
  })
  .map((parts) => ({ ...parts.honest, ...parts.extra, ...parts.forged }));

/** Mostly the one who may. */
const anyClick: fc.Arbitrary<Click> = fc.record({
  who: fc.constantFrom<Who>('ada', 'ada', 'ada', 'grace', 'grace', 'linus', 'mallory'),
  verb: fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...verbs) }, { weight: 1, arbitrary: hostileText }),
  data,
  after: fc.constantFrom(0, 0, 1, 10, 120, 1800, 3601),
});

/** That something comes of it at all: the form is sent well first in most cases. */
const goodStart: fc.Arbitrary<Click> = fc.constant({
  who: 'ada',
  verb: 'request',
  data: { request: 'req-1', port: '3389', source: '203.0.113.7', time: '1h', reason: 'INC-1' },
  after: 1,
});

export const anyClicks: fc.Arbitrary<readonly Click[]> = fc
  .tuple(
    fc.option(goodStart, { freq: 2, nil: undefined }),
    fc.array(anyClick, { minLength: 1, maxLength: 7 }),
  )
  .map(([first, others]) => (first === undefined ? others : [first, ...others]));

const limits = {
  reasonRequired: false,
  longest: 5400,
  sources: [{ name: 'us', prefixes: ['203.0.113.0/24'] }],
};
const approval = (quorum: number, more: Partial<ApprovalRule> = {}): Rule => ({
  name: 'production',
  decision: 'approval',
  when: {},
  limits,
  approval: { approvers: [admins], quorum, channel: '', wait: 7200 },
  ...more,
});

export const anyRule: fc.Arbitrary<Rule> = fc.constantFrom<Rule>(
  { name: 'everything', decision: 'automatic', when: {}, limits },
  { name: 'web only', decision: 'automatic', when: { machines: [{ name: 'web-*' }], ports: [3389] }, limits },
  approval(1),
  approval(2),
  approval(1, { breakGlass: { longest: 900 } }),
  { name: 'nothing', decision: 'refused', when: {} },
);
