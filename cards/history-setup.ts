// What a line of a history says of a change of how JIT is set up: what was wanted, what came of it, for whom.
import { escapeMarkdown, plainText, say } from './escape.ts';
import { portText } from './port-words.ts';

type Facts = Readonly<Record<string, unknown>>;

/** @returns escaped Markdown; nothing where the facts are of something else, or of another shape */
export function setupDetails(facts: Facts): readonly string[] {
  if (typeof facts.changeId !== 'string') return [];
  return [
    wordOf(works, facts.kind),
    ...machinesText(facts),
    ...portsText(facts.wanted),
    wordOf(outcomes, Reflect.get(Object(facts.outcome), 'kind')),
    ...confirmedText(facts.confirmedBy),
  ].filter((text) => text !== '');
}

const works: Readonly<Record<string, string>> = {
  enable: 'turn JIT on',
  configure: 'configure JIT',
  disable: 'turn JIT off',
  defender: 'turn on Defender for Servers',
};

const outcomes: Readonly<Record<string, string>> = {
  effective: 'done and proven',
  defeated: 'done, but older rules defeat it',
  unproven: 'written, but not proven',
  'in-doubt': 'not known whether it was written',
  off: 'JIT is off',
  already: 'it was so already',
  overtaken: 'changed meanwhile, nothing written',
  gone: 'the machine is gone',
  failed: 'failed, nothing written',
};

const wordOf = (words: Readonly<Record<string, string>>, key: unknown): string =>
  typeof key === 'string' && Object.hasOwn(words, key) ? (words[key] ?? '') : '';

const most = 3;

/** By the ids of an entry about several machines; one machine is named already. */
function machinesText({ machines, targets }: Facts): readonly string[] {
  const ids = list(machines ?? list(targets).map((target) => Reflect.get(Object(target), 'machineId')));
  const names = ids.flatMap((id) =>
    typeof id === 'string' ? [escapeMarkdown(id.split('/').at(-1) ?? '', 60)] : [],
  );
  const more = names.length - most;
  return names.length === 0
    ? []
    : [`${names.slice(0, most).join(' ')}${more > 0 ? ` and ${more} more` : ''}`];
}

function portsText(wanted: unknown): readonly string[] {
  const ports = list(wanted)
    .map((setting) => Reflect.get(Object(setting), 'port'))
    .filter((port) => typeof port === 'number');
  return ports.length === 0 ? [] : [`port ${ports.map(portText).join(' and ')}`];
}

function confirmedText(by: unknown): readonly string[] {
  const [id, name] = [Reflect.get(Object(by), 'id'), Reflect.get(Object(by), 'name')];
  if (typeof id !== 'string') return [];
  return [say`confirmed by ${plainText(String(name ?? '')) || 'somebody'}, id ${id.slice(0, 8)}…`];
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
