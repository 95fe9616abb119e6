// The shape of a rule of a policy file, before names are looked up.
import { z } from 'zod';
import {
  approvers,
  block,
  channel,
  listOf,
  must,
  port,
  requester,
  seen,
  sources,
  span,
  tagPatterns,
  text,
  whole,
} from './shape-parts.ts';

const pattern = (what: string) =>
  seen(what, 256).describe('`*` is any run of characters, `?` any one. Case does not matter.');
const machine = z.union(
  [
    pattern('a name pattern such as prod-sql-*'),
    block('a name pattern, or a block such as { resourceGroup: rg-data }', {
      name: pattern('a name pattern such as prod-sql-*').optional(),
      resourceGroup: pattern('a resource group such as rg-data-*').optional(),
      subscription: seen('the name or the id of a subscription', 256)
        .describe(
          'Name or id of the subscription. `*` is any run of characters, `?` any one. Case does not matter.',
        )
        .optional(),
      tags: tagPatterns.optional(),
    }),
  ],
  { error: 'must be a name pattern such as prod-sql-*, or a block such as { resourceGroup: rg-data }' },
);

const when = block('a block of conditions such as { ports: [3389] }', {
  machines: listOf('[web-*]', machine).describe('Any of these. Left out: every machine.').optional(),
  ports: listOf('[22, 3389]', port).describe('Any of these. Left out: every port.').optional(),
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
  hours: seen('the name of hours in this file', 64)
    .describe('Name of hours of this file. Left out: at all times.')
    .optional(),
}).describe(
  'What the rule is about. Every part that is given must match; what is left out matches everything.',
);

export const rule = block('a rule with a name and a decision', {
  name: seen('a name for the rule', 80).describe('Unique in the file; people are shown it.'),
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
  ticket: seen('a regular expression such as INC-\\d+', 200)
    .describe('Regular expression (RE2) that the reason must contain a match of; case does not matter.')
    .optional(),
  approvers: approvers.describe('Who may approve. Never the requester.').optional(),
  quorum: whole('must be a whole number, 1 or more')
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

export type RuleText = z.infer<typeof rule>;
export type WhenText = NonNullable<RuleText['when']>;
export type ApproverText = NonNullable<RuleText['approvers']>[number];
export type RequesterText = z.infer<typeof requester>;
