// The shape of the admins of a policy file, before names are looked up.
import { z } from 'zod';
import { listOf, partyKey, partyShape } from './shape-parts.ts';

const notEveryone =
  'cannot be everyone: admins change what JIT protects. Write { person: grace } or { group: sre-leads }';
const written = 'must be written as { person: grace } or { group: sre-leads }';

const admin = z.union([partyShape.person, partyShape.group], {
  error: ({ input }) => {
    if (input === 'everyone') return notEveryone;
    const isTeam = typeof input === 'object' && input !== null && 'team' in input;
    if (isTeam) return `${written}; a team belongs to a channel, and admins to none`;
    return `${written}${partyKey(input, ['person', 'group'])}`;
  },
});

/** A list of people and groups; nobody else can be one. */
export const adminsShape = listOf(
  '[{ person: grace }]',
  admin,
  'leave it out where JIT_ADMINS names all admins',
  (input) => (input === 'everyone' ? notEveryone : 'must be a list: [{ person: grace }]'),
).describe(
  'Who administers the bot, besides those of JIT_ADMINS. They may open no port by it, nor approve one.',
);
