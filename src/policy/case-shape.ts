// The shape of a case beside the rules, before names are looked up.
import { z } from 'zod';
import { block, must, nameOrId, port, span, tags, text } from './shape-parts.ts';

const subscription = z.union(
  [
    text('a subscription', 256),
    block('a subscription, or a block such as { id: GUID, name: Production }', {
      id: z.guid({ error: must('must be the id of a subscription: a GUID') }),
      name: text('the name of a subscription', 256),
    }),
  ],
  { error: must('must be a subscription, or a block such as { id: GUID, name: Production }') },
);

export const testCase = block('a case with ask and expect', {
  ask: block('a block such as { as: ada, machine: web-01, port: 3389, for: 1h }', {
    as: nameOrId('a person').describe('Who asks.'),
    groups: z
      .array(nameOrId('a group'), { error: must('must be a list: [dba]') })
      .describe('The groups the person is in; they are in no other group.')
      .optional(),
    machine: text('the name of a machine', 256),
    resourceGroup: text('a resource group', 256).describe('Left out: not known.').optional(),
    subscription: subscription
      .describe('A GUID is its id, anything else its name; { id, name } for both. Left out: not known.')
      .optional(),
    tags: tags.describe('All tags of the machine. Left out: not known.').optional(),
    port,
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

export type CaseText = z.infer<typeof testCase>;
