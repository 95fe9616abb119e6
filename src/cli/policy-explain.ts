// `npm run policy -- explain …`: which rule decides, and every limit it sets.
import { plainPen } from '../../cards/pen.ts';
import { explainOutlook, explainVerdict } from '../../cards/policy-words.ts';
import type { AccessPolicy } from '../domain/policy/access-policy.ts';
import { evaluate } from '../domain/policy/evaluate.ts';
import { outlook } from '../domain/policy/outlook.ts';
import type { MachineFacts, Question } from '../domain/policy/question.ts';
import { zoneOffset } from '../domain/zone.ts';
import { groupsIn, personIn } from '../policy/cases.ts';
import {
  explainArguments,
  machineOf,
  momentOf,
  type Named,
  named,
  portOf,
  required,
  secondsOf,
  sourceOf,
} from './explain-arguments.ts';
import { onCallLine } from './on-call-line.ts';
import { readPolicyFile } from './policy-file.ts';
import type { CommandIo } from './policy-usage.ts';
import { asOption, howToSay } from './unknown-facts.ts';

/** @returns the exit code. @throws UsageError, FileError. */
export function explainPolicy(args: readonly string[], { print, variables, now }: CommandIo): number {
  const given = explainArguments(args);
  const file = given.file ?? (variables.ACCESS_POLICY || './access-policy.yaml');
  const user = required(given.user, 'user', 'who asks');
  const machine = machineOf(required(given.machine, 'machine', 'the machine'), given);
  const port = portOf(required(given.port, 'port', 'a port number'));
  const seconds = secondsOf(required(given.for, 'for', 'how long, such as 1h'));

  const { policy, timeZone } = readPolicyFile(file);
  const source = given.from === undefined ? undefined : sourceOf(given.from, policy.networks);
  const startsAt = given.at === undefined ? now : momentOf(given.at, timeZone);
  const person = named(user, policy.people, 'person');
  const groups = (given.group ?? []).map((group) => named(group, policy.groups, 'group'));
  const requester = personIn(
    person.id,
    groups.map(({ id }) => id),
    groupsIn(policy),
  );

  for (const line of factsLines(person.name, groups, machine)) print(line);
  print(`As of ${clockText(startsAt, timeZone)} (${timeZone}).`);
  for (const line of onCallLine('On call', policy, startsAt)) print(line);
  print('');
  const ask = { seconds, reason: given.reason ?? '', breakGlass: given['break-glass'] ?? false };
  const about = { requester, machine, port, startsAt, ...ask };
  const lines =
    source === undefined
      ? explainOutlook(outlook(policy, about), plainPen, about)
      : explained(policy, { ...about, source });
  for (const line of lines) print(line);
  return 0;
}

const explained = (policy: AccessPolicy, question: Question): readonly string[] =>
  explainVerdict(question, evaluate(policy, question), plainPen, (rule) =>
    howToSay(rule, question.machine, asOption),
  );

/** `2026-11-23 10:00`, as clocks in the zone show it. */
const clockText = (moment: number, timeZone: string): string =>
  new Date(moment + zoneOffset(timeZone)(moment)).toISOString().slice(0, 16).replace('T', ' ');

/** What is taken for granted, since nobody is asked here. */
function factsLines(person: string, groups: readonly Named[], machine: MachineFacts): readonly string[] {
  const { subscription } = machine;
  const unknown = [
    ...(machine.resourceGroup === undefined ? ['resource group'] : []),
    ...(subscription === undefined ? ['subscription'] : []),
    ...(subscription !== undefined && subscription.id === undefined ? ['id of the subscription'] : []),
    ...(subscription !== undefined && subscription.name === undefined ? ['name of the subscription'] : []),
    ...(machine.tags === undefined ? ['tags'] : []),
  ];
  const names = groups.map(({ name }) => name).join(' and ');
  return [
    names === '' ? `${person} is in no group.` : `${person} is in ${names}, and in no other group.`,
    ...(unknown.length > 0 ? [`Not known of ${plainPen.text(machine.name)}: ${unknown.join(', ')}.`] : []),
  ];
}
