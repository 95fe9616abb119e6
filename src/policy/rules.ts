// Rules from their texts, with every name looked up and every contradiction reported.
import type {
  ApprovalRule,
  ApprovalTerms,
  Escalation,
  Limits,
  Rule,
} from '../domain/policy/access-policy.ts';
import { folded } from '../domain/policy/fold.ts';
import type { Seconds } from '../domain/time.ts';
import type { PolicyFile } from './file-shape.ts';
import type { Names } from './names.ts';
import { day, hour, readSpan } from './parts.ts';
import type { Path, Report } from './problem.ts';
import type { RuleText } from './rule-shape.ts';
import { readTicket } from './ticket.ts';
import { networksOf, partiesOf, type Reading, readWhen } from './when.ts';

const usualWait = 8 * hour;

/** The rules that could be read; what was wrong with others is reported. */
export function readRules(file: PolicyFile, names: Names, report: Report): readonly Rule[] {
  const seen = new Map<string, number>();
  return file.rules.flatMap((text, index) => {
    const path = ['rules', index];
    const twin = seen.get(folded(text.name));
    if (twin !== undefined)
      report(
        [...path, 'name'],
        `Rule ${twin + 1} is called “${text.name}” already; give this one another name.`,
      );
    seen.set(folded(text.name), index);
    const rule = readRule(text, path, { names, report });
    return rule === undefined ? [] : [rule];
  });
}

const forApproval = [
  'approvers',
  'quorum',
  'channel',
  'wait',
  'remind',
  'escalate',
  'breakGlass',
  'preApproval',
] as const;
const forOpening = ['longest', 'sources', 'reason', 'ticket'] as const;

function readRule(text: RuleText, path: Path, reading: Reading): Rule | undefined {
  const about = {
    name: text.name,
    when: readWhen(text.when ?? {}, [...path, 'when'], reading),
    ...(text.because !== undefined && { because: text.because }),
  };
  switch (text.decision) {
    case 'refused':
      reportStrays(text, [...forOpening, ...forApproval], 'lets nobody in', path, reading);
      return { ...about, decision: 'refused' };
    case 'automatic':
      reportStrays(text, forApproval, 'asks nobody', path, reading);
      return { ...about, decision: 'automatic', limits: readLimits(text, path, reading) };
    case 'approval':
      return readApprovalRule(text, path, reading, about);
  }
}

function reportStrays(
  text: RuleText,
  keys: readonly (keyof RuleText)[],
  why: string,
  path: Path,
  { report }: Reading,
): void {
  for (const key of keys)
    if (text[key] !== undefined)
      report(
        [...path, key],
        `“${key}” has no place in a rule that ${why} (decision: ${text.decision}); take it out, or write another decision.`,
      );
}

function readLimits(text: RuleText, path: Path, reading: Reading): Limits {
  const longest = longestOf(text.longest, [...path, 'longest'], reading);
  const ticket =
    text.ticket === undefined ? undefined : readTicket(text.ticket, [...path, 'ticket'], reading.report);
  if (text.ticket !== undefined && text.reason === 'optional')
    reading.report(
      [...path, 'reason'],
      '“reason” cannot be optional beside “ticket”, which must stand in the reason; take one of them out.',
    );
  return {
    ...(longest !== undefined && { longest }),
    ...(text.sources && { sources: networksOf(text.sources, [...path, 'sources'], reading) }),
    reasonRequired: text.reason === 'required' || text.ticket !== undefined,
    ...(ticket !== undefined && { ticket }),
  };
}

/** The longest time of a grant. No JIT policy allows more than a day. */
const longestOf = (text: string | undefined, path: Path, { report }: Reading): Seconds | undefined =>
  text === undefined
    ? undefined
    : readSpan(text, path, report, day, '24h: no just-in-time policy of Azure allows more');

const monthOf = (text: string | undefined, path: Path, { report }: Reading): Seconds | undefined =>
  text === undefined ? undefined : readSpan(text, path, report, 30 * day, '30 days');

function readApprovalRule(
  text: RuleText,
  path: Path,
  reading: Reading,
  about: Pick<Rule, 'name' | 'when' | 'because'>,
): ApprovalRule | undefined {
  const limits = readLimits(text, path, reading);
  const approval = readTerms(text, path, reading);
  const broken =
    typeof text.breakGlass === 'object'
      ? longestOf(text.breakGlass.longest, [...path, 'breakGlass', 'longest'], reading)
      : undefined;
  if (broken !== undefined && limits.longest !== undefined && broken > limits.longest)
    reading.report(
      [...path, 'breakGlass', 'longest'],
      '“longest” of “breakGlass” must not be more than “longest” of the rule, which also holds for it; write less, or take it out.',
    );
  const preApproval = monthOf(text.preApproval, [...path, 'preApproval'], reading);
  if (approval === undefined) return undefined;
  return {
    ...about,
    decision: 'approval',
    limits,
    approval,
    ...(text.breakGlass && { breakGlass: { ...(broken !== undefined && { longest: broken }) } }),
    ...(preApproval !== undefined && { preApproval }),
  };
}

function readTerms(text: RuleText, path: Path, reading: Reading): ApprovalTerms | undefined {
  const wait = monthOf(text.wait, [...path, 'wait'], reading) ?? usualWait;
  const remind = monthOf(text.remind, [...path, 'remind'], reading);
  if (remind !== undefined && remind >= wait)
    reading.report(
      [...path, 'remind'],
      '“remind” must be shorter than “wait” (left out: 8h): the request lapses then.',
    );
  const escalate = text.escalate && readEscalation(text.escalate, wait, [...path, 'escalate'], reading);
  if (text.approvers === undefined)
    return reading.report(
      [...path, 'decision'],
      'A rule that needs approval must name its approvers, such as “approvers: [{ team: owners }]”.',
    );
  const [first, ...more] = partiesOf(text.approvers, [...path, 'approvers'], reading);
  if (first === undefined) return undefined;
  const quorum = text.quorum ?? 1;
  const all = [first, ...more, ...(escalate?.to ?? [])];
  const people = new Set(all.map((party) => (party.kind === 'person' ? party.id : undefined)));
  if (!people.has(undefined) && people.size < quorum)
    reading.report(
      [...path, 'quorum'],
      `“quorum” wants ${quorum} people, and the rule names ${people.size}; name more, or write a smaller number.`,
    );
  return {
    approvers: [first, ...more],
    quorum,
    channel: text.channel?.toLowerCase() ?? '',
    wait,
    ...(remind !== undefined && { remind }),
    ...(escalate && { escalate }),
  };
}

function readEscalation(
  text: NonNullable<RuleText['escalate']>,
  wait: Seconds,
  path: Path,
  reading: Reading,
): Escalation | undefined {
  const after = monthOf(text.after, [...path, 'after'], reading);
  if (after !== undefined && after >= wait)
    reading.report(
      [...path, 'after'],
      '“after” must be shorter than “wait” (left out: 8h): the request lapses then.',
    );
  const [first, ...more] = partiesOf(text.to, [...path, 'to'], reading);
  if (after === undefined || first === undefined) return undefined;
  return {
    after,
    to: [first, ...more],
    ...(text.channel !== undefined && { channel: text.channel.toLowerCase() }),
  };
}
