// Reads what an admin typed into a card about ports, times and sources: settings, or what is wrong with them.
import { portNumber } from '../command/port-number.ts';
import { vocabulary } from '../command/vocabulary.ts';
import { parseTime } from '../duration.ts';
import type { Protocol } from '../machine.ts';
import { formatPrefix, parsePrefix } from '../source-prefix.ts';
import type { Seconds } from '../time.ts';
import { rowsOf } from './port-rows.ts';
import { longestTimes, type PortSetting } from './port-setting.ts';
import type { EnableForm, PortRow, SetupProblem } from './setup-change.ts';

/** What was understood, or why not. */
export type Understood<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problems: readonly SetupProblem[] };

/** Azure's own default, as the portal offers it. */
export const usualLongest: Seconds = 3 * 3600;
/** No documented limit is known; more than anybody reads on a card. */
export const mostPorts = 20;

const understood = <Value>(value: Value): Understood<Value> => ({ ok: true, value });
const wrong = (...problems: readonly SetupProblem[]): Understood<never> => ({ ok: false, problems });

/** @param typed `22, 3389`, `22 and 443`, `rdp`; empty: none. The ports, each once, in the order typed */
export function readPorts(typed: string): Understood<readonly number[]> {
  const words = typed
    .toLowerCase()
    .split(/[\s,;]+/)
    .filter((word) => word !== '' && word !== 'and');
  const ports: number[] = [];
  for (const word of words) {
    const meaning = vocabulary.get(word);
    const port = portNumber(word);
    const meant = port !== undefined ? [port] : meaning?.kind === 'service' ? meaning.ports : [];
    if (meant.length === 0) return wrong({ code: 'port-unclear', typed: word });
    ports.push(...meant);
  }
  const once = [...new Set(ports)];
  return once.length > mostPorts ? wrong({ code: 'too-many-ports', most: mostPorts }) : understood(once);
}

/** @param typed `3h`, `90 minutes`; empty: three hours. Seconds, within Azure's bounds */
export function readLongest(typed: string): Understood<Seconds> {
  if (typed.trim() === '') return understood(usualLongest);
  const time = parseTime(typed);
  if (time?.kind !== 'for') return wrong({ code: 'time-unclear', typed });
  const { least, most } = longestTimes;
  return time.seconds < least || time.seconds > most
    ? wrong({ code: 'time-out-of-bounds', typed })
    : understood(time.seconds);
}

/**
 * @param typed addresses and CIDRs, IPv4 as JIT knows no other; `any` or `*`: any source. Never by being empty: clients
 *   leave out what is empty, and what was not sent must not let everybody ask.
 */
export function readSources(typed: string): Understood<readonly string[]> {
  const parts = typed.split(/[\s,;]+/).filter((part) => part !== '' && part !== 'and');
  if (parts.length === 0) return wrong({ code: 'no-sources' });
  // Beside an address, “any” is a contradiction that must not open to everybody: it is named as unclear below.
  if (parts.every((part) => anySource.has(part.toLowerCase()))) return understood(['*']);
  const read = parts.map((part) => ({ part, prefix: parsePrefix(part) }));
  // A host with a mask is refused rather than widened silently.
  const unclear = read.find(
    ({ part, prefix }) => prefix === undefined || formatPrefix(prefix) !== part.replace(/\/32$/, ''),
  );
  if (unclear !== undefined) return wrong({ code: 'source-unclear', typed: unclear.part });
  return understood([...new Set(read.flatMap(({ prefix }) => (prefix ? [formatPrefix(prefix)] : [])))]);
}

const anySource: ReadonlySet<string> = new Set(['*', 'any', 'everywhere', '0.0.0.0/0']);

/** The form that turns JIT on. `ports` empty: they follow from what each machine runs. */
export function readEnableForm(form: EnableForm): Understood<{
  readonly ports: readonly number[];
  readonly maximumSeconds: Seconds;
  readonly allowedSources: readonly string[];
}> {
  const [ports, longest, sources] = [
    readPorts(form.ports),
    readLongest(form.longest),
    readSources(form.sources),
  ];
  if (ports.ok && longest.ok && sources.ok)
    return understood({ ports: ports.value, maximumSeconds: longest.value, allowedSources: sources.value });
  return wrong(...problemsOf(ports), ...problemsOf(longest), ...problemsOf(sources));
}

const problemsOf = (read: Understood<unknown>): readonly SetupProblem[] => (read.ok ? [] : read.problems);

/**
 * The lines of the card that changes a machine's ports. A line without a port is none.
 * @param today what the lines showed first: a time or source that was left as it was stays so, also where the portal or a
 *   script set what nobody could type here
 */
export function readRows(
  rows: readonly PortRow[],
  today: readonly PortSetting[] = [],
): Understood<readonly PortSetting[]> {
  const read = rows.filter(({ port }) => port.trim() !== '').map((row) => readRow(row, today));
  const problems = read.flatMap(problemsOf);
  const settings = read.flatMap((row) => (row.ok ? [row.value] : []));
  const twice = settings.find(({ port }, at) => settings.findIndex((other) => other.port === port) !== at);
  if (twice !== undefined) problems.push({ code: 'port-twice', port: twice.port });
  if (problems.length > 0) return wrong(...problems);
  // A machine without a port is no longer under JIT, which is another sentence with a card of its own.
  return settings.length === 0 ? wrong({ code: 'no-ports' }) : understood(settings);
}

function readRow(row: PortRow, today: readonly PortSetting[]): Understood<PortSetting> {
  const before = today.find(({ port }) => String(port) === row.port.trim());
  const [shown] = before === undefined ? [] : rowsOf([before]);
  const isKept = (field: keyof PortRow): boolean => shown?.[field] === row[field].trim();
  const ports = readPorts(row.port);
  const protocol = readProtocol(row.protocol);
  const longest = before && isKept('longest') ? understood(before.maximumSeconds) : readLongest(row.longest);
  const sources = before && isKept('sources') ? understood(before.allowedSources) : readSources(row.sources);
  const [port, another] = ports.ok ? ports.value : [];
  const unclear: readonly SetupProblem[] =
    ports.ok && (port === undefined || another !== undefined)
      ? [{ code: 'port-unclear', typed: row.port }]
      : [];
  if (ports.ok && port !== undefined && unclear.length === 0 && protocol.ok && longest.ok && sources.ok)
    return understood({
      port,
      protocol: protocol.value,
      maximumSeconds: longest.value,
      allowedSources: sources.value,
    });
  return wrong(...problemsOf(ports), ...unclear, ...[protocol, longest, sources].flatMap(problemsOf));
}

function readProtocol(typed: string): Understood<Protocol> {
  const word = typed.trim().toUpperCase();
  const protocol = (['*', 'TCP', 'UDP'] as const).find((known) => known === (word === '' ? '*' : word));
  return protocol === undefined ? wrong({ code: 'protocol-unclear', typed }) : understood(protocol);
}
