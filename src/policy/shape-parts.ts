// Small shapes that a policy file is made of, and what is said of a value that is none of them.
import { z } from 'zod';
import { unseenIn } from './plain-letters.ts';

interface Wrong {
  readonly input?: unknown;
}
/** The rest of a sentence that begins with the name of the part. */
type Words = string | ((input: unknown) => string);

/** What is expected. For a part that is not there, that it is missing. */
export const must = (words: Words) => (issue: Wrong) => {
  const said = typeof words === 'string' ? words : words(issue.input);
  return issue.input === undefined ? `is missing: it ${said}` : said;
};

/** A block of known keys. What is said of an unknown key is made of the list of them, in `shape-problems.ts`. */
export const block = <Shape extends z.core.$ZodLooseShape>(what: string, shape: Shape) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? Object.keys(shape).join(' ') : must(`must be ${what}`)(issue),
  });

export const listOf = <Each extends z.ZodType>(
  what: string,
  each: Each,
  empty = 'leave it out instead',
  words: Words = `must be a list: ${what}`,
) => z.array(each, { error: must(words) }).min(1, { error: `must not be an empty list; ${empty}` });

const textWords =
  (what: string): Words =>
  (input) => {
    if (typeof input === 'number' || typeof input === 'boolean')
      return `must be ${what}; put it into quotes: '${input}'`;
    if (Array.isArray(input))
      return `must be ${what}, not a list; put it into single quotes if it begins with a bracket`;
    return `must be ${what}`;
  };

export const text = (what: string, longest: number) =>
  z
    .string({ error: must(textWords(what)) })
    .min(1, { error: `must not be empty; it must be ${what}` })
    .max(longest, { error: `is too long; keep it to ${longest} characters` });

/** A text of which each character can be seen: one that cannot would make another name of it. */
export const seen = (what: string, longest: number) =>
  text(what, longest).refine((value) => unseenIn(value) === undefined, {
    error: ({ input }) => (typeof input === 'string' && unseenIn(input)) || `must be ${what}`,
  });

/** What else to write for something that is no object id: a person’s or a group’s. */
const idWords =
  (what: 'user' | 'group'): Words =>
  (input) => {
    const id = 'must be an Entra object id: a GUID such as 11111111-2222-3333-4444-555555555555';
    if (typeof input !== 'string' || !input.includes('@')) return id;
    return `${id}, not an e-mail address; ${whereIdsAre(what)}`;
  };

/** Where the object id of somebody is found. */
export const whereIdsAre = (what: 'user' | 'group'): string =>
  `in the Microsoft Entra admin center open the ${what} and copy “Object ID”`;

export const objectId = (what: 'user' | 'group') =>
  z.guid({ error: must(idWords(what)) }).describe('Object id in Microsoft Entra: a GUID.');

const nameProblem =
  'is not a name; begin with a letter and go on with letters, digits, dots, dashes or underscores';
export const name = z
  .string({ error: must('must be a name') })
  .regex(/^\p{L}[\p{L}\p{N}._-]{0,63}$/u, { error: nameProblem });

// As in “use this channel for approvals of databases”, which does not tell capitals from small letters.
export const channel = z
  .string({ error: must('must be the name of a channel') })
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/, {
    error: 'is not a name for a channel; use the letters a to z, digits, dots, dashes or underscores',
  });

const spanProblem = 'must be a length of time with its unit, such as 30m, 2h or 1h30';
export const span = z
  .string({ error: must(spanProblem) })
  .min(1, { error: spanProblem })
  .max(60, { error: spanProblem })
  .meta({ examples: ['30m', '2h', '1h30'] });

export const nameOrId = (what: string) => seen(`the name of ${what} in this file, or an Entra object id`, 64);

const portWords: Words = (input) => {
  const problem = 'must be a port number from 1 to 65535';
  if (typeof input !== 'string') return problem;
  if (/^\s*\d+\s*$/.test(input)) return `${problem}, without quotes: ${Number(input)}`;
  if (/^\s*\d+\s*(-|\.\.|:|to)\s*\d+\s*$/.test(input))
    return `${problem}; ranges are not read, so write each port: [8080, 8081]`;
  return `${problem}, not a name: SSH is 22, RDP is 3389`;
};
const portProblem = must(portWords);
export const port = z
  .int({ error: portProblem })
  .min(1, { error: portProblem })
  .max(65_535, { error: portProblem });

/** A whole number of which a text is no spelling. */
export const whole = (words: string) =>
  z.int({
    error: must((input) =>
      typeof input === 'string' && /^\d+$/.test(input.trim())
        ? `${words}, without quotes: ${input.trim()}`
        : words,
    ),
  });

const person = block('one person', { person: nameOrId('a person') });
const group = block('one group', { group: nameOrId('a group') });
/** How a rule names one person, or one group. */
export const partyShape = { person, group };
const team = block('a part of the team', {
  team: z
    .enum(['members', 'owners'], { error: must('must be members or owners') })
    .describe('The members or the owners of the team whose channel takes the approvals.'),
});

/** For `{ groups: dba }` and its like: the key that is meant. */
export function partyKey(input: unknown, keys: readonly string[]): string {
  const written = typeof input === 'object' && input !== null ? Object.keys(input) : [];
  const meant = keys.find((key) => written.some((each) => each.toLowerCase() === key || each === `${key}s`));
  return meant === undefined || written.length !== 1 ? '' : `; for “${written[0]}” write “${meant}”`;
}

export const requester = z.union([person, group], {
  error: ({ input }) =>
    `must be written as { person: ada } or { group: dba }; for all people write “requesters: everyone”${partyKey(input, ['person', 'group'])}`,
});

const notEveryone =
  'cannot be everyone: somebody in particular must agree. Write { person: grace }, { group: leads } or { team: owners }';
const approver = z.union([person, group, team], {
  error: ({ input }) =>
    input === 'everyone'
      ? notEveryone
      : `must be written as { person: grace }, { group: leads }, { team: owners } or { team: members }${partyKey(input, ['person', 'group', 'team'])}`,
});
export const approvers = listOf(
  '[{ person: grace }]',
  approver,
  'name who may approve, such as { team: owners }',
  (input) => (input === 'everyone' ? notEveryone : 'must be a list: [{ person: grace }]'),
);

export const sources = listOf(
  '[office, 203.0.113.7]',
  seen('the name of a network, or an address such as 203.0.113.7', 64),
).describe('Names of networks of this file, IPv4 addresses, CIDRs.');

const tagName = seen('the name of a tag', 512).regex(/^[^*?]+$/, {
  error: 'must not hold * or ?: tags are found by their whole name, and only their values by pattern',
});
const tagWords: Words = (input) => {
  if (Array.isArray(input)) return 'must be one value; write a machine of its own for each value';
  if (typeof input === 'object' || input === undefined) return "must be the value of a tag, or '*' for any";
  return `must be text; put it into quotes: '${input}'`;
};
/** Tags with patterns for their values. */
export const tagPatterns = z
  .record(
    tagName,
    z
      .string({ error: must(tagWords) })
      .min(1, { error: "must not be empty; write the value of the tag, or '*' for any" })
      .max(256, { error: 'is too long; keep it to 256 characters' })
      .refine((value) => unseenIn(value) === undefined, {
        error: ({ input }) => (typeof input === 'string' && unseenIn(input)) || 'must be text',
      }),
    { error: must('must be tags such as { env: prod }') },
  )
  .describe('Every tag must be there with a value that matches the pattern.');

/** Tags as a machine carries them. */
export const tags = z.record(text('the name of a tag', 512), z.string({ error: must(tagWords) }), {
  error: must('must be tags such as { env: prod }'),
});
