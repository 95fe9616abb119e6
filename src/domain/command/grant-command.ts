// Sentences about grants that run: done with web-01, extend web-01 by 30m, 30 more minutes, who has access.
import type { Command } from './command.ts';
import { afterPoliteness } from './politeness.ts';
import { type SaidOfGrant, saidOfGrant } from './said-of-grant.ts';
import type { Word } from './words.ts';

/**
 * The command that a sentence about running grants is; `undefined`: it is none. What begins with `done`, `extend` or
 * `who` is never a request: where the rest makes no sense, its usage is the answer. `close web-01` says the same as
 * `done with web-01`, but only where nothing else can be meant.
 */
export function grantCommand(sentence: string, words: readonly Word[]): Command | undefined {
  const start = afterPoliteness(words);
  const rest = words.slice(start + 1);
  const first = words[start];
  if (first === undefined || first.quoted) return undefined;
  switch (first.key) {
    case 'done':
    case 'finished':
      // Somebody who asks whether it is done does not say that they are.
      return isQuestion(sentence) ? { kind: 'usage', of: 'done' } : done(rest);
    case 'close':
    case 'end':
      return isQuestion(sentence) ? undefined : close(first.key, rest);
    case 'extend':
    case 'prolong':
      return extend(rest);
    case 'who':
    case "who's":
      return who(rest);
    default:
      return moreTime(words.slice(start));
  }
}

function done(rest: readonly Word[]): Command {
  const said = saidOfGrant(rest, new Set(['all', 'everything']));
  return said === undefined || said.seconds !== undefined
    ? { kind: 'usage', of: 'done' }
    : { kind: 'done', ...about(said) };
}

/** What else could be meant is not understood, as ever: to close a ticket, to end a meeting. */
function close(verb: 'close' | 'end', rest: readonly Word[]): Command | undefined {
  const said = saidOfGrant(rest, new Set());
  if (said === undefined || said.seconds !== undefined) return undefined;
  const { name, ports, access } = said;
  const certain = access ?? (verb === 'close' && (ports !== undefined || (name && isSure(name))));
  return certain ? { kind: 'done', ...about(said) } : undefined;
}

function extend(rest: readonly Word[]): Command {
  const said = saidOfGrant(withoutMore(rest), new Set(['by']));
  if (said === undefined) return { kind: 'usage', of: 'extend' };
  return { kind: 'extend', ...about(said), ...(said.seconds !== undefined && { seconds: said.seconds }) };
}

/** `30 more minutes`, `another hour on web-01 please`, `more time`: and not a word besides. */
function moreTime(words: readonly Word[]): Command | undefined {
  if (!words.some((word) => !word.quoted && moreKeys.has(word.key))) return undefined;
  const said = saidOfGrant(withoutMore(words), new Set());
  if (said === undefined || said.ports !== undefined || said.access) return undefined;
  if (said.name !== undefined && !isSure(said.name)) return undefined;
  if (said.seconds !== undefined) return { kind: 'extend', ...about(said), seconds: said.seconds };
  return words.some(({ key }) => key === 'time') ? { kind: 'extend', ...about(said) } : undefined;
}

const asksForNow: ReadonlySet<string> = new Set(['has', 'have', 'is', 'on', 'else', 'currently']);
/** Who may is another question than who has. */
const asksForMay: ReadonlySet<string> = new Set(['can', 'could', 'may', 'should', 'would', 'will']);
const muteWithWho: ReadonlySet<string> = new Set([
  ...['has', 'else', 'currently', 'still', 'what', 'anything', 'everything'],
]);

function who(rest: readonly Word[]): Command {
  const usage: Command = { kind: 'usage', of: 'who' };
  const [first] = rest;
  if (first === undefined || !asksForNow.has(first.key)) return usage;
  if (rest.some(({ key }) => asksForMay.has(key))) return usage;
  const said = saidOfGrant(rest, muteWithWho);
  if (said === undefined || said.seconds !== undefined) return usage;
  const { name, access } = said;
  const onCall = name !== undefined && !name.quoted && name.key === 'call';
  const isOn = rest.some(({ key }) => key === 'on') && name !== undefined && !onCall;
  if (!access && !isOn) return usage;
  return { kind: 'who', ...(name && { machine: name.text }) };
}

const about = ({ name, ports }: SaidOfGrant) => ({
  ...(name && { machine: name.text }),
  ...(ports && { ports }),
});

/** Looks like a machine, and like no everyday word. */
const isSure = ({ text, quoted }: Word): boolean => quoted || /[\d_-]/.test(text);

const moreKeys: ReadonlySet<string> = new Set(['more', 'another', 'additional', 'extra', 'longer']);

/** `30 more minutes` as `30 minutes`, `another hour` as `an hour`. */
const withoutMore = (words: readonly Word[]): readonly Word[] =>
  words.flatMap((word) => {
    if (word.quoted || !moreKeys.has(word.key)) return [word];
    return word.key === 'another' ? [{ ...word, text: 'an', key: 'an' }] : [];
  });

const isQuestion = (sentence: string): boolean => /\?[\s"'”’)]*$/.test(sentence);
