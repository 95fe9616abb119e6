// What a line of a history says of a change of how JIT is set up: what was wanted, what came of it, for whom.
import { asIs, escapeMarkdown, plainText, say, sayAgain, toSay } from './escape.ts';
import { allOf } from './list-words.ts';
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
  enable: toSay('turn JIT on'),
  configure: toSay('configure JIT'),
  disable: toSay('turn JIT off'),
  defender: toSay('turn on Defender for Servers'),
};

const outcomes: Readonly<Record<string, string>> = {
  effective: toSay('done and proven'),
  defeated: toSay('done, but older rules defeat it'),
  unproven: toSay('written, but not proven'),
  'in-doubt': toSay('not known whether it was written'),
  off: toSay('JIT is off'),
  already: toSay('it was so already'),
  overtaken: toSay('changed meanwhile, nothing written'),
  gone: toSay('the machine is gone'),
  failed: toSay('failed, nothing written'),
};

const wordOf = (words: Readonly<Record<string, string>>, key: unknown): string =>
  typeof key === 'string' && Object.hasOwn(words, key) ? sayAgain(words[key] ?? '') : '';

const most = 3;

/** By the ids of an entry about several machines; one machine is named already. */
function machinesText({ machines, targets }: Facts): readonly string[] {
  const ids = list(machines ?? list(targets).map((target) => Reflect.get(Object(target), 'machineId')));
  const names = ids.flatMap((id) =>
    typeof id === 'string' ? [escapeMarkdown(id.split('/').at(-1) ?? '', 60)] : [],
  );
  const more = names.length - most;
  const shown = names.slice(0, most).join(' ');
  if (names.length === 0) return [];
  return [more > 0 ? say`${asIs(shown)} and ${more} more` : shown];
}

function portsText(wanted: unknown): readonly string[] {
  const ports = list(wanted)
    .map((setting) => Reflect.get(Object(setting), 'port'))
    .filter((port) => typeof port === 'number');
  return ports.length === 0 ? [] : [say`port ${asIs(allOf(ports.map(portText)))}`];
}

function confirmedText(by: unknown): readonly string[] {
  const [id, name] = [Reflect.get(Object(by), 'id'), Reflect.get(Object(by), 'name')];
  if (typeof id !== 'string') return [];
  return [say`confirmed by ${plainText(String(name ?? '')) || say`somebody`}, id ${id.slice(0, 8)}…`];
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
