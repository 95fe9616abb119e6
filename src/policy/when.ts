// What rules are about and whom they name, from their texts.
import type {
  ApproverParty,
  MachinePattern,
  Network,
  RequesterParty,
  When,
} from '../domain/policy/access-policy.ts';
import { groupOf, hoursOf, type Names, networkOf, personOf, reportTwins } from './names.ts';
import type { Path, Report } from './problem.ts';
import type { ApproverText, RequesterText, WhenText } from './rule-shape.ts';

/** What the parts of a rule are read with. */
export interface Reading {
  readonly names: Names;
  readonly report: Report;
}

export function readWhen(text: WhenText, path: Path, reading: Reading): When {
  const { machines, ports, requesters, sources, hours } = text;
  const parties =
    requesters === undefined || requesters === 'everyone'
      ? undefined
      : partiesOf(requesters, [...path, 'requesters'], reading);
  const known = hours && hoursOf(hours, [...path, 'hours'], reading.names, reading.report);
  return {
    ...(machines && {
      machines: machines.map((machine, index) => readMachine(machine, [...path, 'machines', index], reading)),
    }),
    ...(ports && { ports: [...new Set(ports)] }),
    ...(parties && { requesters: parties }),
    ...(sources && { sources: networksOf(sources, [...path, 'sources'], reading) }),
    ...(known && { hours: known }),
  };
}

function readMachine(
  text: NonNullable<WhenText['machines']>[number],
  path: Path,
  { report }: Reading,
): MachinePattern {
  if (typeof text === 'string') return { name: text };
  const { name, resourceGroup, subscription, tags } = text;
  if (Object.keys(text).length === 0)
    report(
      path,
      'A machine without a name, group, subscription or tag is every machine; leave “machines” out for that.',
    );
  if (tags !== undefined && Object.keys(tags).length === 0)
    report([...path, 'tags'], '“tags” names no tag; write one, such as { env: prod }, or take it out.');
  reportTwins(Object.keys(tags ?? {}), [...path, 'tags'], report);
  return {
    ...(name !== undefined && { name }),
    ...(resourceGroup !== undefined && { resourceGroup }),
    ...(subscription !== undefined && { subscription }),
    ...(tags !== undefined && { tags }),
  };
}

export const networksOf = (
  texts: readonly string[],
  path: Path,
  { names, report }: Reading,
): readonly Network[] =>
  texts
    .map((text, index) => networkOf(text, [...path, index], names, report))
    .filter((each) => each !== undefined);

export function partiesOf(
  texts: readonly RequesterText[],
  path: Path,
  reading: Reading,
): readonly RequesterParty[];
export function partiesOf(
  texts: readonly ApproverText[],
  path: Path,
  reading: Reading,
): readonly ApproverParty[];
export function partiesOf(
  texts: readonly ApproverText[],
  path: Path,
  { names, report }: Reading,
): readonly ApproverParty[] {
  return texts
    .map((text, index): ApproverParty | undefined => {
      if ('person' in text) return personOf(text.person, [...path, index, 'person'], names, report);
      if ('group' in text) return groupOf(text.group, [...path, index, 'group'], names, report);
      return { kind: 'team', part: text.team };
    })
    .filter((each) => each !== undefined);
}
