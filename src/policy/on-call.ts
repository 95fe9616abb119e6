// The on-call section from its text: who is told, and when the daily summary is said.
import type { NamedPerson, OnCall, Rotation, Weekday } from '../domain/policy/access-policy.ts';
import type { PolicyFile } from './file-shape.ts';
import { type Names, personOf, readZone } from './names.ts';
import type { OnCallText } from './on-call-shape.ts';
import { readClock, readDate, readDay } from './parts.ts';
import type { Path, Report } from './problem.ts';
import type { Reading } from './when.ts';

const at: Path = ['onCall'];

/** The section as far as it could be read; what is wrong with it is reported. `undefined`: there is none that can be used. */
export function readOnCall(file: PolicyFile, names: Names, report: Report): OnCall | undefined {
  const text = file.onCall;
  if (text === undefined) return undefined;
  const reading = { names, report };
  // What stands nearest holds. Each is read once, so that a wrong one is named once.
  const zones = {
    rotation: zoneIn(text.rotation?.timeZone, [...at, 'rotation', 'timeZone'], report),
    section: zoneIn(text.timeZone, [...at, 'timeZone'], report),
    file: file.timeZone === undefined ? undefined : names.timeZone,
  };
  const duty = readDuty(text, zones.rotation ?? zones.section ?? zones.file, reading);
  const summary = readSummary(text, zones.section ?? zones.rotation ?? zones.file, report);
  return duty && { duty, ...(summary && { summary }) };
}

const zoneIn = (text: string | undefined, path: Path, report: Report): string | undefined =>
  text === undefined ? undefined : (readZone(text, path, report) ?? 'UTC');

function readDuty(
  { people, rotation }: OnCallText,
  timeZone: string | undefined,
  reading: Reading,
): OnCall['duty'] | undefined {
  if (people !== undefined && rotation !== undefined)
    return reading.report(
      [...at, 'rotation'],
      '“rotation” and “people” exclude each other: people are always on call, a rotation takes turns; keep one of them.',
    );
  if (rotation !== undefined) return readRotation(rotation, timeZone, reading);
  if (people === undefined)
    return reading.report(at, '“onCall” must say who is on call; write people: [omar], or a rotation.');
  const always = peopleOf(people, [...at, 'people'], reading);
  reportTwice(always, [...at, 'people'], reading.report);
  return always && { kind: 'always', people: always };
}

function readRotation(
  text: NonNullable<OnCallText['rotation']>,
  timeZone: string | undefined,
  reading: Reading,
): Rotation | undefined {
  const path = [...at, 'rotation'];
  const { report } = reading;
  const people = peopleOf(text.people, [...path, 'people'], reading);
  const starts = readDate(text.starts, [...path, 'starts'], report);
  const handOver = readHandOver(text.handOver, [...path, 'handOver'], report);
  if (timeZone === undefined)
    return report(path, '“rotation” needs a time zone; write one in it, such as timeZone: Europe/Berlin.');
  if (people === undefined || starts === undefined || handOver === undefined) return undefined;
  return { kind: 'rotation', people, starts, handOver, timeZone };
}

function readSummary(
  { summary }: OnCallText,
  timeZone: string | undefined,
  report: Report,
): OnCall['summary'] {
  if (summary === undefined) return undefined;
  const path = [...at, 'summary'];
  const minute = readClock(summary, path, report);
  if (minute === 1440) return report(path, '“summary” must be a time of the day itself; write 00:00.');
  if (timeZone === undefined)
    return report(path, '“summary” needs a time zone; write one beside it, such as timeZone: Europe/Berlin.');
  return minute === undefined ? undefined : { minute, timeZone };
}

type People = readonly [NamedPerson, ...NamedPerson[]];

/** All of them, or nothing where one is not known. */
function peopleOf(texts: readonly string[], path: Path, reading: Reading): People | undefined {
  const found = texts.map((text, index) => personNamed(text, [...path, index], reading));
  const people = found.filter((person) => person !== undefined);
  const [first, ...rest] = people;
  return first === undefined || people.length < texts.length ? undefined : [first, ...rest];
}

function personNamed(text: string, path: Path, { names, report }: Reading): NamedPerson | undefined {
  if (names.people.has(text)) return personOf(text, path, names, report);
  if (names.groups.has(text) || names.byId.groups.has(text.toLowerCase()))
    return report(path, `“${text}” is a group, and people are on call; write the names of its members.`);
  if (text.toLowerCase() === 'everyone')
    return report(path, '“everyone” is nobody in particular; name who is on call.');
  return personOf(text, path, names, report);
}

function reportTwice(people: People | undefined, path: Path, report: Report): void {
  const seen = new Map<string, NamedPerson>();
  for (const [index, person] of (people ?? []).entries()) {
    const twin = seen.get(person.id);
    if (twin !== undefined)
      report(
        [...path, index],
        twin.name === person.name
          ? `“${person.name}” stands here twice; keep one of them.`
          : `“${person.name}” is the same person as “${twin.name}”; keep one of them.`,
      );
    seen.set(person.id, person);
  }
}

/** `Mon 09:00`. */
function readHandOver(
  text: string,
  path: Path,
  report: Report,
): { readonly day: Weekday; readonly minute: number } | undefined {
  const [, dayText = '', clockText] = /^(\p{L}+)[ ,]+(\d\S*)$/u.exec(text) ?? [];
  if (clockText === undefined)
    return report(path, '“handOver” must be a day of the week and a time, such as Mon 09:00.');
  const day = readDay(dayText, path, report);
  const minute = readClock(clockText, path, report, 'a day of the week and a time, such as Mon 09:00');
  if (minute === 1440) return report(path, '“handOver” must be at a time of the day itself; write 00:00.');
  return day === undefined || minute === undefined ? undefined : { day, minute };
}

/** What is allowed in an on-call section and hardly ever meant. */
export function onCallWarnings(
  file: PolicyFile,
  onCall: OnCall | undefined,
): readonly { readonly path: Path; readonly message: string }[] {
  const warnings: { readonly path: Path; readonly message: string }[] = [];
  const { duty } = onCall ?? {};
  if (duty?.kind === 'rotation' && new Set(duty.people.map(({ id }) => id)).size === 1)
    warnings.push({
      path: [...at, 'rotation', 'people'],
      message: `The rotation names “${duty.people[0].name}” only, so it never passes on; name more, or write people: [${duty.people[0].name}].`,
    });
  const zone = file.onCall?.timeZone;
  const used =
    onCall?.summary !== undefined ||
    (duty?.kind === 'rotation' && file.onCall?.rotation?.timeZone === undefined);
  if (zone !== undefined && !used)
    warnings.push({
      path: [...at, 'timeZone'],
      message:
        "“timeZone” of “onCall” is of the summary, and there is none; write summary: '08:00', or take it out.",
    });
  return warnings;
}
