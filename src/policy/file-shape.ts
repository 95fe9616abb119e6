// The shape of a policy file, before names are looked up; the JSON Schema for editors is made of it.
import { z } from 'zod';
import { adminsShape } from './admins-shape.ts';
import { testCase } from './case-shape.ts';
import { onCallShape } from './on-call-shape.ts';
import { rule } from './rule-shape.ts';
import { block, listOf, must, name, objectId, seen, text } from './shape-parts.ts';

const clock = (examples: string) =>
  text(`a time of day such as ${examples}`, 20).describe('Time on the wall clock, 00:00 to 24:00.');

const weekSpan = block("a span such as { days: mon-fri, from: '08:00', to: '18:00' }", {
  days: z
    .union([text('days', 60), listOf('[mon, wed]', text('a day such as mon', 20))], {
      error: must('must be days such as mon-fri, sat or [mon, wed]'),
    })
    .describe('mon-fri, sat, or a list such as [mon, wed].'),
  from: clock("'08:00'"),
  to: clock("'18:00'"),
}).describe('A span that ends before it begins goes on until that time on the next day.');

const named = <Each extends z.ZodType>(each: Each, what: string) =>
  z.record(name, each, { error: must(`must be a block of names such as ${what}`) });

/** The whole file. */
export const fileShape = block('a block that begins with “version: 1”', {
  version: z.literal(1, {
    error: must((input) => (input === '1' ? 'must be 1, without quotes' : 'must be 1')),
  }),
  timeZone: seen('a time zone such as Europe/Berlin', 64)
    .describe('IANA time zone in which hours are meant. Must be given where there are hours.')
    .optional(),
  people: named(objectId('user'), '{ ada: GUID }').describe('Names for people.').optional(),
  groups: named(objectId('group'), '{ dba: GUID }').describe('Names for Entra groups.').optional(),
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
  onCall: onCallShape.optional(),
  admins: adminsShape.optional(),
  tests: z
    .array(testCase, { error: must('must be a list of cases') })
    .describe('Cases that `npm run policy -- test` runs.')
    .optional(),
});

export type PolicyFile = z.infer<typeof fileShape>;
export type WeekSpanText = z.infer<typeof weekSpan>;
