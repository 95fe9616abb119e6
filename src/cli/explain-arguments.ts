// The words after `npm run policy -- explain`, and what they ask for.
import { parseArgs } from 'node:util';
import { portNumber } from '../domain/command/port-number.ts';
import { parseTime } from '../domain/duration.ts';
import { isGuid } from '../domain/guid.ts';
import type { Network } from '../domain/policy/access-policy.ts';
import { sameName } from '../domain/policy/fold.ts';
import type { MachineFacts } from '../domain/policy/question.ts';
import { readSourceAsked, subscriptionOf } from '../policy/cases.ts';
import { instead } from '../policy/nearest.ts';
import { readMoment } from '../policy/parts.ts';
import { UsageError } from './policy-usage.ts';

const text = { type: 'string' } as const;
const texts = { type: 'string', multiple: true } as const;
const yes = { type: 'boolean' } as const;
const options = {
  user: text,
  machine: text,
  port: text,
  for: text,
  from: text,
  group: texts,
  'resource-group': text,
  subscription: text,
  'subscription-id': text,
  tag: texts,
  'no-tags': yes,
  reason: text,
  at: text,
  'break-glass': yes,
  file: text,
} as const;
const severalTimes: readonly string[] = ['group', 'tag'];

export type Given = ReturnType<typeof parsed>['values'];

/** @throws UsageError for options that are not known, or given twice where only one counts. */
export function explainArguments(args: readonly string[]): Given {
  const { values, tokens } = parsed(args);
  const seen = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option' || severalTimes.includes(token.name)) continue;
    if (seen.has(token.name)) throw new UsageError(`--${token.name} is given twice; say it once.`);
    seen.add(token.name);
  }
  return values;
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false, tokens: true });
  } catch (error) {
    // How parseArgs says that it does not know an option; its sentences are made for people.
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

export function required(value: string | undefined, option: string, what: string): string {
  if (value === undefined || value === '') throw new UsageError(`--${option} is missing: ${what}.`);
  return value;
}

export function portOf(value: string): number {
  const port = portNumber(value);
  if (port === undefined) throw new UsageError(`--port must be a number from 1 to 65535, not “${value}”.`);
  return port;
}

export function secondsOf(value: string): number {
  const time = parseTime(value);
  if (time?.kind !== 'for' || time.seconds < 1)
    throw new UsageError(`--for must be a length of time such as 1h or 90m, not “${value}”.`);
  return time.seconds;
}

export function sourceOf(value: string, networks: readonly Network[]): string {
  let problem = '';
  const source = readSourceAsked(value, ['--from'], networks, (_, message) => {
    problem = typeof message === 'string' ? message : message();
    return undefined;
  });
  if (source === undefined) throw new UsageError(`--from: ${problem}`);
  return source;
}

export function momentOf(value: string, timeZone: string): number {
  const moment = readMoment(value, timeZone);
  if (moment === undefined)
    throw new UsageError(
      `--at must be a time such as "2026-11-23 10:00" or 2026-11-23T09:00Z, not “${value}”.`,
    );
  return moment;
}

export function machineOf(name: string, given: Given): MachineFacts {
  const { 'resource-group': resourceGroup } = given;
  const subscription = subscriptionGiven(given);
  const tags = tagsGiven(given);
  return {
    name,
    ...(resourceGroup !== undefined && { resourceGroup }),
    ...(subscription !== undefined && { subscription }),
    ...(tags !== undefined && { tags }),
  };
}

function subscriptionGiven({ subscription, 'subscription-id': id }: Given): MachineFacts['subscription'] {
  if (id === undefined) return subscription === undefined ? undefined : subscriptionOf(subscription);
  if (!isGuid(id)) throw new UsageError(`--subscription-id must be a GUID, not “${id}”.`);
  return { id, ...(subscription !== undefined && { name: subscription }) };
}

function tagsGiven({ tag, 'no-tags': none = false }: Given): MachineFacts['tags'] {
  if (none && tag !== undefined) throw new UsageError('--no-tags and --tag exclude each other; say one.');
  if (none) return {};
  if (tag === undefined) return undefined;
  return Object.fromEntries(
    tag.map((each) => {
      const at = each.indexOf('=');
      if (at < 1) throw new UsageError(`--tag must be NAME=VALUE, not “${each}”.`);
      return [each.slice(0, at), each.slice(at + 1)] as const;
    }),
  );
}

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** Somebody or some group by a name of the file, or by object id. */
export function named(typed: string, all: readonly Named[], what: string): Named {
  const found = all.find(({ name, id }) => sameName(name, typed) || id === typed.toLowerCase());
  if (found !== undefined) return found;
  if (isGuid(typed)) return { id: typed.toLowerCase(), name: typed };
  const names = all.map(({ name }) => name);
  throw new UsageError(`There is no ${what} “${typed}” in the file; ${instead(typed, names)}`);
}
