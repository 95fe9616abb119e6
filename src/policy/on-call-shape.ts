// The shape of the on-call section of a policy file, before names are looked up.
import type { z } from 'zod';
import { block, listOf, nameOrId, seen, text } from './shape-parts.ts';

const people = listOf('[omar]', nameOrId('a person'), 'name who is on call');
const zone = seen('a time zone such as Europe/Berlin', 64);

const rotation = block('a block such as { people: [omar, grace], starts: 2026-11-23, handOver: Mon 09:00 }', {
  people: people.describe('Who takes turns, a week each, in this order.'),
  starts: text('a day such as 2026-11-23', 20).describe(
    'The day on which the first in the list begins. Before it they are on duty, too.',
  ),
  handOver: text('a day of the week and a time such as Mon 09:00', 20).describe(
    'When duty passes on, every week.',
  ),
  timeZone: zone
    .describe('IANA time zone of “starts” and “handOver”. Left out: that of the section, or of the file.')
    .optional(),
});

export const onCallShape = block('a block such as { people: [omar] }', {
  people: people.describe('Who is always on call.').optional(),
  rotation: rotation.describe('Who takes turns, in place of “people”.').optional(),
  summary: text("a time of day such as '08:00'", 20)
    .describe('When the on-call channel gets its daily summary. Left out: never.')
    .optional(),
  timeZone: zone
    .describe('IANA time zone of “summary”. Left out: that of the rotation, or of the file.')
    .optional(),
}).describe('Who is told of what needs somebody. It decides nothing.');

export type OnCallText = z.infer<typeof onCallShape>;
