// The grounds of a request as stored: which rule, who is asked, who agreed.
import { z } from 'zod';
import { instant, person, seconds, whole } from './schema-parts.ts';

const named = { id: z.string(), name: z.string() };

/** Who may decide, as `ApproverParty`. */
export const approverParty = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person'), ...named }),
  z.strictObject({ kind: z.literal('group'), ...named }),
  z.strictObject({ kind: z.literal('team'), part: z.enum(['members', 'owners']) }),
]);

const approverParties = z.tuple([approverParty], approverParty);

const asking = z.strictObject({
  channel: z.string(),
  approvers: approverParties,
  quorum: whole,
  since: instant,
  lapsesAt: instant,
  remind: seconds.exactOptional(),
  escalate: z
    .strictObject({ at: instant, to: approverParties, channel: z.string().exactOptional() })
    .exactOptional(),
});

/** The grounds of a request that approvers decide. */
export const approvalGrounds = z.strictObject({
  kind: z.literal('approval'),
  rule: z.string(),
  asking,
  approvals: z.array(z.strictObject({ by: person, at: instant, seconds: seconds.exactOptional() })),
  waivedBy: z.string().exactOptional(),
});

const breakGlassGrounds = z.strictObject({
  kind: z.literal('break-glass'),
  rule: z.string(),
  channel: z.string(),
  reviewers: approverParties,
  since: instant,
  review: z.strictObject({ by: person, at: instant, note: z.string() }).exactOptional(),
});

export const grounds = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('jit-policy') }),
  z.strictObject({ kind: z.literal('automatic'), rule: z.string() }),
  approvalGrounds,
  breakGlassGrounds,
  z.strictObject({
    kind: z.literal('pre-approval'),
    rule: z.string(),
    by: z.array(person),
    until: instant,
  }),
]);
