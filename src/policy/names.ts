// The names that a policy file gives to people, groups, networks and hours, and what rules mean by them.
import { knownZone } from '../domain/duration.ts';
import { isGuid } from '../domain/guid.ts';
import type { NamedGroup, NamedPerson, Network, WeekHours } from '../domain/policy/access-policy.ts';
import { folded } from '../domain/policy/fold.ts';
import type { PolicyFile } from './file-shape.ts';
import { instead, nearest } from './nearest.ts';
import { readPrefix, readWeekSpan } from './parts.ts';
import type { Path, Report } from './problem.ts';
import { whereIdsAre } from './shape-parts.ts';

/** Everything in the file that has a name. What was wrong is left out, and reported. */
export interface Names {
  readonly people: ReadonlyMap<string, NamedPerson>;
  readonly groups: ReadonlyMap<string, NamedGroup>;
  readonly networks: ReadonlyMap<string, Network>;
  readonly hours: ReadonlyMap<string, WeekHours>;
  /** People and groups by their object ids, the first of those that share one. */
  readonly byId: {
    readonly people: ReadonlyMap<string, NamedPerson>;
    readonly groups: ReadonlyMap<string, NamedGroup>;
  };
  /** Names that are in the file, also where what they stand for is wrong and reported already. */
  readonly known: Readonly<Record<Section, readonly string[]>>;
  readonly timeZone: string;
}

type Section = 'people' | 'groups' | 'networks' | 'hours';

export function readNames(file: PolicyFile, report: Report): Names {
  for (const section of ['people', 'groups', 'networks', 'hours'] as const)
    reportTwins(Object.keys(file[section] ?? {}), [section], report);
  for (const section of ['people', 'groups'] as const)
    for (const name of Object.keys(file[section] ?? {}))
      if (isGuid(name))
        report(
          [section, name],
          `“${name}” looks like an object id; give a name such as ada, and the id after it.`,
        );
  const people = Object.entries(file.people ?? {}).map(
    ([name, id]): NamedPerson => ({ kind: 'person', id: id.toLowerCase(), name }),
  );
  const groups = Object.entries(file.groups ?? {}).map(
    ([name, id]): NamedGroup => ({ kind: 'group', id: id.toLowerCase(), name }),
  );
  const networks = Object.entries(file.networks ?? {}).map(([name, texts]): Network => {
    const prefixes = texts.map((text, index) => readPrefix(text, ['networks', name, index], report));
    return { name, prefixes: [...new Set(prefixes.filter((prefix) => prefix !== undefined))] };
  });
  const timeZone = zoneOfHours(file, report);
  const hours = Object.entries(file.hours ?? {}).map(([name, texts]): WeekHours => {
    const spans = texts.map((text, index) => readWeekSpan(text, ['hours', name, index], report));
    return { name, timeZone, spans: spans.filter((span) => span !== undefined) };
  });
  const byName = <T extends { readonly name: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
    new Map(list.map((each) => [each.name, each]));
  return {
    people: byName(people),
    groups: byName(groups),
    networks: byName(networks),
    hours: byName(hours),
    byId: { people: firstById(people), groups: firstById(groups) },
    known: {
      people: Object.keys(file.people ?? {}),
      groups: Object.keys(file.groups ?? {}),
      networks: Object.keys(file.networks ?? {}),
      hours: Object.keys(file.hours ?? {}),
    },
    timeZone,
  };
}

function zoneOfHours(file: PolicyFile, report: Report): string {
  const { timeZone } = file;
  if (timeZone !== undefined) return readZone(timeZone, ['timeZone'], report) ?? 'UTC';
  if (file.hours !== undefined)
    report(['hours'], 'Hours need a time zone; write one beside them, such as “timeZone: Europe/Berlin”.');
  return 'UTC';
}

/** An IANA time zone that this runtime knows. */
export function readZone(text: string, path: Path, report: Report): string | undefined {
  if (knownZone(text) === text) return text;
  return report(path, () => {
    const near = nearest(text, Intl.supportedValuesOf('timeZone'));
    return `“${text}” is not a time zone; ${near === undefined ? 'write one like Europe/Berlin.' : `did you mean “${near}”?`}`;
  });
}

const firstById = <T extends { readonly id: string }>(list: readonly T[]): ReadonlyMap<string, T> =>
  new Map(list.toReversed().map((each) => [each.id, each]));

/** Names that differ by case only would be one name to a reader. */
export function reportTwins(names: readonly string[], path: Path, report: Report): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const twin = seen.get(folded(name));
    if (twin !== undefined)
      report([...path, name], `“${name}” and “${twin}” differ by case only; give one another name.`);
    seen.set(folded(name), name);
  }
}

/** The person that a rule or a case means: by name, or by object id. */
export function personOf(text: string, path: Path, names: Names, report: Report): NamedPerson | undefined {
  const person = names.people.get(text) ?? names.byId.people.get(text.toLowerCase());
  if (person !== undefined) return person;
  if (isGuid(text)) return { kind: 'person', id: text.toLowerCase(), name: text.toLowerCase() };
  return report(path, () => unknown(text, 'person', 'people', names));
}

/** The group that a rule or a case means: by name, or by object id. */
export function groupOf(text: string, path: Path, names: Names, report: Report): NamedGroup | undefined {
  const group = names.groups.get(text) ?? names.byId.groups.get(text.toLowerCase());
  if (group !== undefined) return group;
  if (isGuid(text)) return { kind: 'group', id: text.toLowerCase(), name: text.toLowerCase() };
  return report(path, () => unknown(text, 'group', 'groups', names));
}

/** The network that a rule means: by name, or an address or CIDR, which is its own name. */
export function networkOf(text: string, path: Path, names: Names, report: Report): Network | undefined {
  const network = names.networks.get(text);
  if (network !== undefined) return network;
  if (/^\p{L}[^:/]*$/u.test(text) && !/^(any|internet)$/i.test(text))
    return report(path, () => unknown(text, 'network', 'networks', names));
  const prefix = readPrefix(text, path, report);
  return prefix === undefined ? undefined : { name: prefix, prefixes: [prefix] };
}

export const hoursOf = (text: string, path: Path, names: Names, report: Report): WeekHours | undefined =>
  names.hours.get(text) ?? report(path, () => unknown(text, 'hours', 'hours', names));

function unknown(text: string, what: string, section: Section, names: Names): string {
  if (text.toLowerCase() === 'everyone')
    return '“everyone” is nobody in particular; to let everyone ask write “requesters: everyone”, and name who approves.';
  if (text.includes('@') && (section === 'people' || section === 'groups'))
    return `“${text}” is an e-mail address, and people and groups are told apart by object id; ${whereIdsAre(section === 'people' ? 'user' : 'group')}.`;
  const none = section === 'hours' ? 'are no hours' : `is no ${what}`;
  return `There ${none} “${text}” under “${section}”; ${instead(text, names.known[section])}`;
}
