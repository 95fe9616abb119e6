// `npm run policy -- explain …`: which rule decides, and every limit it sets.
import { parseArgs } from 'node:util';
import { plainPen } from '../../cards/pen.ts';
import { explainOutlook, explainVerdict } from '../../cards/policy-words.ts';
import { parseTime } from '../domain/duration.ts';
import type { AccessPolicy } from '../domain/policy/access-policy.ts';
import { evaluate } from '../domain/policy/evaluate.ts';
import { outlook } from '../domain/policy/outlook.ts';
import type { MachineFacts, Question } from '../domain/policy/question.ts';
import { personIn } from '../policy/cases.ts';
import { instead } from '../policy/nearest.ts';
import { readMoment, readPrefix } from '../policy/parts.ts';
import { readPolicyFile } from './policy-file.ts';
import { type CommandIo, UsageError } from './policy-usage.ts';

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const options = {
  user: text,
  machine: text,
  port: text,
  for: text,
  from: text,
  group: texts,
  'resource-group': text,
  subscription: text,
  tag: texts,
  reason: text,
  at: text,
  'break-glass': { type: 'boolean' },
  file: text,
} as const;

/** @returns the exit code. @throws UsageError, FileError. */
export function explainPolicy(args: readonly string[], { print, variables, now }: CommandIo): number {
  const given = parse(args);
  const file = given.file ?? (variables.ACCESS_POLICY || './access-policy.yaml');
  const user = required(given.user, 'user', 'who asks');
  const machine = machineOf(required(given.machine, 'machine', 'the machine'), given);
  const port = portOf(required(given.port, 'port', 'a port number'));
  const seconds = secondsOf(required(given.for, 'for', 'how long, such as 1h'));
  const source = given.from === undefined ? undefined : sourceOf(given.from);

  const { policy, timeZone } = readPolicyFile(file);
  const startsAt = given.at === undefined ? now : momentOf(given.at, timeZone);
  const person = named(user, policy.people, 'person');
  const groups = (given.group ?? []).map((group) => named(group, policy.groups, 'group'));
  const requester = personIn(
    person.id,
    groups.map(({ id }) => id),
    policy,
  );

  for (const line of factsLines(person.name, groups, machine)) print(line);
  print('');
  const about = { requester, machine, port, startsAt };
  const ask = { seconds, reason: given.reason ?? '', breakGlass: given['break-glass'] ?? false };
  const lines =
    source === undefined
      ? explainOutlook(outlook(policy, about), plainPen)
      : explained(policy, { ...about, ...ask, source });
  for (const line of lines) print(line);
  return 0;
}

const explained = (policy: AccessPolicy, question: Question): readonly string[] =>
  explainVerdict(question, evaluate(policy, question), plainPen);

type Given = ReturnType<typeof parse>;

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    // How parseArgs says that it does not know an option; its sentences are made for people.
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

function required(value: string | undefined, option: string, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${option} is missing: ${what}.`);
  return value;
}

function portOf(value: string): number {
  const port = Number(value);
  if (!/^\d{1,5}$/.test(value) || port < 1 || port > 65_535)
    throw new UsageError(`--port must be a number from 1 to 65535, not “${value}”.`);
  return port;
}

function secondsOf(value: string): number {
  const time = parseTime(value);
  if (time?.kind !== 'for' || time.seconds < 1)
    throw new UsageError(`--for must be a length of time such as 1h or 90m, not “${value}”.`);
  return time.seconds;
}

function sourceOf(value: string): string {
  let problem = '';
  const source = readPrefix(value, ['--from'], (_, message) => {
    problem = message;
    return undefined;
  });
  if (source === undefined) throw new UsageError(`--from: ${problem}`);
  return source;
}

function momentOf(value: string, timeZone: string): number {
  const moment = readMoment(value, timeZone);
  if (moment === undefined)
    throw new UsageError(
      `--at must be a time such as "2026-11-23 10:00" or 2026-11-23T09:00Z, not “${value}”.`,
    );
  return moment;
}

function machineOf(
  name: string,
  { 'resource-group': resourceGroup, subscription, tag }: Given,
): MachineFacts {
  const tags = tag?.map((each) => {
    const at = each.indexOf('=');
    if (at < 1) throw new UsageError(`--tag must be NAME=VALUE, not “${each}”.`);
    return [each.slice(0, at), each.slice(at + 1)] as const;
  });
  return {
    name,
    ...(resourceGroup !== undefined && { resourceGroup }),
    ...(subscription !== undefined && { subscription: { id: subscription, name: subscription } }),
    ...(tags !== undefined && { tags: Object.fromEntries(tags) }),
  };
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/** Somebody or some group by a name of the file, or by object id. */
function named(text: string, all: readonly Named[], what: string): Named {
  const found = all.find(
    ({ name, id }) => name.toLowerCase() === text.toLowerCase() || id === text.toLowerCase(),
  );
  if (found !== undefined) return found;
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) return { id: text.toLowerCase(), name: text };
  throw new UsageError(
    `There is no ${what} “${text}” in the file; ${instead(
      text,
      all.map(({ name }) => name),
    )}`,
  );
}

/** What is taken for granted, since nobody is asked here. */
function factsLines(person: string, groups: readonly Named[], machine: MachineFacts): readonly string[] {
  const unknown = [
    ...(machine.resourceGroup === undefined ? ['resource group'] : []),
    ...(machine.subscription === undefined ? ['subscription'] : []),
    ...(machine.tags === undefined ? ['tags'] : []),
  ];
  const names = groups.map(({ name }) => name).join(' and ');
  return [
    names === '' ? `${person} is in no group.` : `${person} is in ${names}, and in no other group.`,
    ...(unknown.length > 0 ? [`Not known of ${machine.name}: ${unknown.join(', ')}.`] : []),
  ];
}
