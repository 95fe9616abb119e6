// Asking what is true of a machine: `status web-01`, `is web-01 open?`, `what is open on web-01?`.
import type { Command } from './command.ts';
import { meaningAt, type Word } from './words.ts';

type Asked = Extract<Command, { kind: 'status' | 'usage' }>;

const usage: Asked = { kind: 'usage', of: 'status' };

/**
 * The question that the first words make of a sentence; `undefined`: none. `status …` always is one, and gets its usage
 * where the rest makes no sense of it; `is …` and `what …` are one only where they are complete.
 * A source may follow: `status web-01 from 203.0.113.7`.
 */
export function statusCommand(words: readonly Word[]): Asked | undefined {
  switch (words[0]?.key) {
    case 'status':
      return aboutMachine(words, 1, words.length) ?? usage;
    case 'is':
      return isOpen(words);
    case 'what':
    case "what's":
    case 'whats':
      return whatIsOpen(words);
    default:
      return undefined;
  }
}

const states: ReadonlySet<string> = new Set(['open', 'shut', 'closed', 'reachable']);

/** `is web-01 open?`: nothing but a machine stands before `open`, and nothing but a source after it. */
function isOpen(words: readonly Word[]): Asked | undefined {
  const at = words.findIndex((word) => !word.quoted && states.has(word.key));
  if (at < 0) return undefined;
  const after = words.slice(at + 1);
  return aboutMachine([...words.slice(0, at), ...after], 1, at);
}

/** `what is open on web-01?` */
function whatIsOpen(words: readonly Word[]): Asked | undefined {
  const at = words.findIndex((word) => !word.quoted && states.has(word.key));
  const before = words.slice(1, at).every(({ key }) => ['is', 'are', 'port', 'ports'].includes(key));
  const place = words[at + 1]?.key;
  if (at < 1 || !before || (place !== 'on' && place !== 'at')) return undefined;
  return aboutMachine(words, at + 2, words.length);
}

/**
 * One machine among the words from `start`, and perhaps `from` and a source at their end.
 * @param namedBefore where the machine's name has to stand before
 */
function aboutMachine(words: readonly Word[], start: number, namedBefore: number): Asked | undefined {
  const from = words.findIndex((word, at) => at >= start && !word.quoted && word.key === 'from');
  const end = from < 0 ? words.length : from;
  const names = words
    .map((word, at) => ({ word, at }))
    .filter(({ word, at }) => at >= start && at < end && !(isSilent(words, at) && !word.quoted));
  const [machine, other] = names;
  if (machine === undefined || other !== undefined || machine.at >= namedBefore) return undefined;
  if (!machine.word.quoted && meaningAt(words, machine.at) !== undefined) return undefined;
  const asked = { kind: 'status', machine: machine.word.text } as const;
  if (from < 0) return asked;
  const source = words[from + 1];
  return source === undefined || words.length > from + 2 ? undefined : { ...asked, source: source.text };
}

/** Words that carry nothing here: `of`, `the`, `server`, `please`. */
function isSilent(words: readonly Word[], at: number): boolean {
  const kind = meaningAt(words, at)?.meaning.kind;
  return kind === 'filler' || kind === 'article' || kind === 'noun' || kind === 'place' || kind === 'for';
}
