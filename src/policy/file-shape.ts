// The shape of a policy file, before names are looked up; the JSON Schema for editors is made of it.
import { z } from 'zod';
import { instead } from './nearest.ts';

/** What is expected, as the rest of a sentence that begins with the name of the part. */
const must = (text: string) => (issue: { readonly input?: unknown }) =>
  issue.input === undefined ? `is missing: it ${text}` : text;

/** A block of known keys. For unknown ones: a line of text each, in the order in which Zod lists them. */
const block = <Shape extends z.core.$ZodLooseShape>(what: string, shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys
            .map((key) => `“${key}” is not known here; ${instead(key, Object.keys(shape))}`)
            .join('\n')
        : must(`must be ${what}`)(issue),
  });

const listOf = <Each extends z.ZodType>(what: string, each: Each, empty = 'leave it out instead') =>
  z
    .array(each, { error: must(`must be a list: ${what}`) })
    .min(1, { error: `must not be an empty list; ${empty}` });

const text = (what: string, longest: number) =>
  z
    .string({ error: must(`must be ${what}; put it into quotes if it looks like a number`) })
    .min(1, { error: `must not be empty; it must be ${what}` })
    .max(longest, { error: `is too long; keep it to ${longest} characters` });

const guid = z
  .guid({ error: must('must be an Entra object id: a GUID such as 11111111-2222-3333-4444-555555555555') })
  .describe('Object id in Microsoft Entra: a GUID.');

const nameProblem =
  'is not a name; begin with a letter and go on with letters, digits, dots, dashes or underscores';
const name = z
  .string({ error: must('must be a name') })
  .regex(/^\p{L}[\p{L}\p{N}._-]{0,63}$/u, { error: nameProblem });

// As in “use this channel for approvals of databases”, which does not tell capitals from small letters.
const channel = z
  .string({ error: must('must be the name of a channel') })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, {
    error: 'is not a name for a channel; use the letters a to z, digits, dots, dashes or underscores',
  });

const spanProblem = 'must be a length of time with its unit, such as 30m, 2h or 1h30';
const span = z
  .string({ error: must(spanProblem) })
  .min(1, { error: spanProblem })
  .max(60, { error: spanProblem })
  .meta({ examples: ['30m', '2h', '1h30'] });
const nameOrId = (what: string) => text(`the name of ${what} in this file, or an Entra object id`, 64);

const person = block('one person', { person: nameOrId('a person') });
const group = block('one group', { group: nameOrId('a group') });
const team = block('a part of the team', {
  team: z
    .enum(['members', 'owners'], { error: must('must be members or owners') })
    .describe('The members or the owners of the team whose channel takes the approvals.'),
});

const requester = z.union([person, group], {
  error: 'must be written as { person: ada } or { group: dba }; for all people write “requesters: everyone”',
});
const approver = z.union([person, group, team], {
  error: ({ input }) =>
    input === 'everyone'
      ? 'cannot be everyone: somebody in particular must agree. Write { person: grace }, { group: leads } or { team: owners }'
      : 'must be written as { person: grace }, { group: leads }, { team: owners } or { team: members }',
});
const approvers = listOf('[{ person: grace }]', approver, 'name who may approve, such as { team: owners }');

const pattern = (what: string) =>
  text(what, 256).describe('`*` is any run of characters, `?` any one. Case does not matter.');
const machine = z.union(
  [
    pattern('a name pattern such as prod-sql-*'),
    block('a name pattern, or a block such as { resourceGroup: rg-data }', {
      name: pattern('a name pattern such as prod-sql-*').optional(),
      resourceGroup: pattern('a resource group such as rg-data-*').optional(),
      subscription: text('the name or the id of a subscription', 256)
        .describe('Name or id of the subscription, exactly; case does not matter.')
        .optional(),
      tags: z
        .record(text('the name of a tag', 512), text('the value of a tag', 256), {
          error: must('must be tags such as { env: prod }'),
        })
        .describe('Every tag must be there with a value that matches the pattern.')
        .optional(),
    }),
  ],
  { error: 'must be a name pattern such as prod-sql-*, or a block such as { resourceGroup: rg-data }' },
);

const sources = listOf(
  '[office, 203.0.113.7]',
  text('the name of a network, or an address such as 203.0.113.7', 64),
).describe('Names of networks of this file, IPv4 addresses, CIDRs.');

const when = block('a block of conditions such as { ports: [3389] }', {
  machines: listOf('[web-*]', machine).describe('Any of these. Left out: every machine.').optional(),
  ports: listOf(
    '[22, 3389]',
    z
      .int({ error: must('must be a port number from 1 to 65535') })
      .min(1, { error: 'must be a port number from 1 to 65535' })
      .max(65_535, { error: 'must be a port number from 1 to 65535' }),
  )
    .describe('Any of these. Left out: every port.')
    .optional(),
  requesters: z
    .union(
      [
        z.literal('everyone', { error: 'must be everyone, or a list such as [{ group: dba }]' }),
        listOf('[{ group: dba }]', requester, 'write everyone, or leave it out, for all people'),
      ],
      { error: 'must be everyone, or a list such as [{ group: dba }]' },
    )
    .describe('Who asks. Left out, or everyone: all people.')
    .optional(),
  sources: sources.optional(),
  hours: text('the name of hours in this file', 64)
    .describe('Name of hours of this file. Left out: at all times.')
    .optional(),
}).describe(
  'What the rule is about. Every part that is given must match; what is left out matches everything.',
);

const rule = block('a rule with a name and a decision', {
  name: text('a name for the rule', 80).describe('Unique in the file; people are shown it.'),
  when: when.optional(),
  decision: z
    .enum(['automatic', 'approval', 'refused'], { error: must('must be automatic, approval or refused') })
    .describe(
      'automatic: let in at once. approval: people must agree. refused: never, wherever the rule stands.',
    ),
  because: text('a sentence', 400).describe('Why the rule is as it is, for those who meet it.').optional(),
  longest: span.describe('Longest time of one grant, at most 24h.').optional(),
  sources: sources.optional(),
  reason: z
    .enum(['required', 'optional'], { error: must('must be required or optional') })
    .describe('Whether a reason must be given. Left out: optional.')
    .optional(),
  ticket: text('a regular expression such as INC-\\d+', 200)
    .describe('Regular expression that the reason must contain a match of; case does not matter.')
    .optional(),
  approvers: approvers.describe('Who may approve. Never the requester.').optional(),
  quorum: z
    .int({ error: must('must be a whole number, 1 or more') })
    .min(1, { error: 'must be 1 or more: somebody must agree' })
    .max(20, { error: 'must be 20 or less' })
    .describe('How many different people must approve. Left out: 1.')
    .optional(),
  channel: channel
    .describe('Name of the approvals channel. Left out: the approvals channel that has no name.')
    .optional(),
  wait: span.describe('After this long without a decision the request lapses. Left out: 8h.').optional(),
  remind: span.describe('First reminder after this long. Left out: none.').optional(),
  escalate: block('a block such as { after: 1h, to: [{ person: linus }] }', {
    after: span.describe('Ask these as well after this long.'),
    to: approvers.describe('Who may decide as well from then on.'),
    channel: channel.describe('Name of the channel that gets a card of its own.').optional(),
  }).optional(),
  breakGlass: z
    .union(
      [
        z.boolean({ error: 'must be true, or a block such as { longest: 30m }' }),
        block('true, or a block such as { longest: 30m }', {
          longest: span.describe('Longest time of a grant for which glass was broken.').optional(),
        }),
      ],
      { error: 'must be true, or a block such as { longest: 30m }' },
    )
    .describe('Whether the requester may go in at once, loudly, and be reviewed. Left out: no.')
    .optional(),
  preApproval: span
    .describe('The longest window an approver may allow somebody in advance. Left out: none.')
    .optional(),
});

const clock = (examples: string) =>
  text(`a time of day such as ${examples}`, 5).describe('Time on the wall clock, 00:00 to 24:00.');

const weekSpan = block("a span such as { days: mon-fri, from: '08:00', to: '18:00' }", {
  days: z
    .union([text('days', 60), listOf('[mon, wed]', text('a day such as mon', 9))], {
      error: must('must be days such as mon-fri, sat or [mon, wed]'),
    })
    .describe('mon-fri, sat, or a list such as [mon, wed].'),
  from: clock("'08:00'"),
  to: clock("'18:00'"),
}).describe('A span that ends before it begins goes on until that time on the next day.');

const testCase = block('a case with ask and expect', {
  ask: block('a block such as { as: ada, machine: web-01, port: 3389, for: 1h }', {
    as: nameOrId('a person').describe('Who asks.'),
    groups: z
      .array(nameOrId('a group'), { error: must('must be a list: [dba]') })
      .describe('The groups the person is in; they are in no other group.')
      .optional(),
    machine: text('the name of a machine', 256),
    resourceGroup: text('a resource group', 256).describe('Left out: not known.').optional(),
    subscription: text('a subscription', 256).describe('Left out: not known.').optional(),
    tags: z
      .record(text('the name of a tag', 512), z.string({ error: must('must be text; put it into quotes') }), {
        error: must('must be tags such as { env: prod }'),
      })
      .describe('All tags of the machine. Left out: not known.')
      .optional(),
    port: z
      .int({ error: must('must be a port number from 1 to 65535') })
      .min(1, { error: 'must be a port number from 1 to 65535' })
      .max(65_535, { error: 'must be a port number from 1 to 65535' }),
    from: text('an address such as 203.0.113.7', 64)
      .describe('Must be given where a rule of the file looks at sources.')
      .optional(),
    for: span,
    reason: z.string({ error: must('must be text; put it into quotes') }).optional(),
    at: text("a time such as '2026-11-23 10:00'", 40)
      .describe('When it would open, in the time zone of the file. Must be given where a rule has hours.')
      .optional(),
    breakGlass: z.boolean({ error: must('must be true or false') }).optional(),
  }),
  expect: text('automatic, refused, needs 1 approver, or break glass', 40).describe(
    'automatic, refused, needs 2 approvers, or break glass.',
  ),
  by: text('the name of a rule', 80).describe('The rule that decides.').optional(),
});

const named = <Each extends z.ZodType>(each: Each, what: string) =>
  z.record(name, each, { error: must(`must be a block of names such as ${what}`) });

/** The whole file. */
export const fileShape = block('a block that begins with “version: 1”', {
  version: z.literal(1, { error: must('must be 1') }),
  timeZone: text('a time zone such as Europe/Berlin', 64)
    .describe('IANA time zone in which hours are meant. Must be given where there are hours.')
    .optional(),
  people: named(guid, '{ ada: GUID }').describe('Names for people.').optional(),
  groups: named(guid, '{ dba: GUID }').describe('Names for Entra groups.').optional(),
  networks: named(
    listOf('[203.0.113.0/24]', text('an address or CIDR such as 203.0.113.0/24', 64), 'write its addresses'),
    '{ office: [203.0.113.0/24] }',
  )
    .describe('Names for IPv4 addresses and CIDRs, /8 or narrower.')
    .optional(),
  hours: named(
    listOf("[{ days: mon-fri, from: '08:00', to: '18:00' }]", weekSpan, 'write its spans'),
    "{ working: [{ days: mon-fri, from: '08:00', to: '18:00' }] }",
  )
    .describe('Names for hours of the week.')
    .optional(),
  rules: listOf(
    '[{ name: all, decision: refused }]',
    rule,
    'to refuse everything write a rule with “decision: refused”',
  ).describe(
    'A refusing rule that matches always wins; of the others the first that matches decides; none: refused.',
  ),
  tests: z
    .array(testCase, { error: must('must be a list of cases') })
    .describe('Cases that `npm run policy -- test` runs.')
    .optional(),
});

export type PolicyFile = z.infer<typeof fileShape>;
export type RuleText = PolicyFile['rules'][number];
export type WhenText = NonNullable<RuleText['when']>;
export type ApproverText = NonNullable<RuleText['approvers']>[number];
export type RequesterText = z.infer<typeof requester>;
export type CaseText = NonNullable<PolicyFile['tests']>[number];
export type WeekSpanText = z.infer<typeof weekSpan>;
