// From words to what each of them says, before it is decided which name is the machine.
import type { WishedTime } from './command.ts';
import { portNumber } from './port-number.ts';
import { readTime } from './time-words.ts';
import type { Meaning } from './vocabulary.ts';
import { meaningAt, type Word } from './words.ts';

/** One thing that was said. `words` are its words as typed, to be named if it turns out to have no use. */
export type Heard = { readonly words: readonly string[] } & (
  | { readonly kind: 'name'; readonly name: string; readonly rank: NameRank; readonly port?: number }
  /** A known word after `to` or `on`, where it may be a machine's name after all (`rdp to help`). */
  | { readonly kind: 'keyword'; readonly meaning: NameableMeaning; readonly placed: boolean }
  | { readonly kind: 'port'; readonly port: number; readonly joined: boolean }
  | { readonly kind: 'time'; readonly time: WishedTime }
  | { readonly kind: 'source'; readonly source: string }
  /** An IPv4 address or CIDR without a `from`. */
  | { readonly kind: 'address' }
  | { readonly kind: 'reason'; readonly reason: string }
  | { readonly kind: 'unknown' }
);

/**
 * How sure it is that a name is a machine's. `certain`: quoted, or looks like one after `to`/`on`. `likely`: looks like
 * one. `likely-if-asked`: any other word after `to`/`on`, in a sentence that asks for something. `plain`: any other word.
 */
export type NameRank = 'certain' | 'likely' | 'likely-if-asked' | 'plain';

export type NameableMeaning =
  | (Extract<Meaning, { kind: 'service' }> & { readonly joined: boolean })
  | Extract<Meaning, { kind: 'ask' | 'help' | 'opposite' | 'noun' }>;

/** What the words so far lead one to expect. */
type Expecting = 'nothing' | 'place' | 'place-after-article' | 'verb' | 'span' | 'another';

interface Step {
  readonly heard: readonly Heard[];
  readonly next: number;
  readonly expecting: Expecting;
  /** All that follows is the reason. */
  readonly reasonFollows?: true;
}

/** Azure's names of virtual machines, taken generously. */
const machineName = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9_])?$/i;
const ipv4OrCidr = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/;
const looksNumbered = /[\d_-]/;

/** What was said, in order. `sentence` is what the words were taken from: reasons are cut from it verbatim. */
export const hear = (sentence: string, words: readonly Word[]): readonly Heard[] => {
  const heard: Heard[] = [];
  let expecting: Expecting = 'nothing';
  for (let at = 0; at < words.length; ) {
    const step = hearAt(words, at, expecting);
    heard.push(...step.heard);
    const last = words[step.next - 1];
    const tellsReason =
      step.reasonFollows ||
      (last?.colon && (step.heard.length > 0 || last.text === ':') && isComplete(heard));
    if (last !== undefined && tellsReason) {
      heard.push({ kind: 'reason', reason: reasonIn(sentence.slice(last.end)), words: [] });
      break;
    }
    at = step.next;
    expecting = step.expecting;
  }
  return heard;
};

/** A reason verbatim, but for what still belongs to the `because` before it: `because, …`. */
export function reasonIn(rest: string): string {
  return rest.replace(/^[\s,;:]+/, '').trimEnd();
}

/** A colon after a machine and a port (`rdp web-01: disk full`) can only introduce the reason. */
function isComplete(heard: readonly Heard[]): boolean {
  const hasPort = heard.some(
    (one) => one.kind === 'port' || (one.kind === 'keyword' && one.meaning.kind === 'service'),
  );
  return hasPort && heard.some((one) => one.kind === 'name');
}

function hearAt(words: readonly Word[], at: number, expecting: Expecting): Step {
  const time = readTime(words, at);
  if (time !== undefined) {
    return said({ kind: 'time', time: time.value, words: typed(words, at, time.next) }, time.next);
  }
  const known = meaningAt(words, at);
  return known === undefined
    ? hearName(words, at, expecting)
    : hearKnown(words, at, known.next, known.meaning, expecting);
}

function hearKnown(
  words: readonly Word[],
  at: number,
  next: number,
  meaning: Meaning,
  expecting: Expecting,
): Step {
  const placed = isPlace(expecting);
  const all = typed(words, at, next);
  switch (meaning.kind) {
    case 'service':
      return said(
        { kind: 'keyword', meaning: { ...meaning, joined: expecting === 'another' }, placed, words: all },
        next,
      );
    case 'ask':
    case 'help':
    case 'opposite':
      return said({ kind: 'keyword', meaning, placed, words: all }, next);
    case 'noun':
      return hearNoun(all, next, meaning, expecting);
    case 'place':
      return silent(next, expecting === 'verb' && words[at]?.key === 'to' ? 'nothing' : 'place');
    case 'port':
      return silent(next, expecting === 'another' ? expecting : 'nothing');
    case 'for':
      return silent(next, 'span');
    case 'in':
      return hearIn(words, next);
    case 'until':
      return hearBadUntil(words, at, next);
    case 'from':
      return hearFrom(words, at, next);
    case 'because':
      return { ...silent(next, 'nothing'), reasonFollows: true };
    case 'and':
      return silent(next, 'another');
    case 'article':
      return silent(next, placed ? 'place-after-article' : expecting);
    case 'intent':
      return silent(next, 'verb');
    case 'filler':
      return silent(next, expecting === 'verb' ? expecting : 'nothing');
    case 'address-noun':
      return silent(next, 'nothing');
    case 'unit':
    case 'amount':
    case 'fraction':
      return said({ kind: 'unknown', words: all }, next);
  }
}

function hearName(words: readonly Word[], at: number, expecting: Expecting): Step {
  const word = words[at];
  if (word === undefined) return silent(at + 1, 'nothing');
  const { text } = word;
  if (text === ':') return silent(at + 1, expecting);
  const next = at + 1;
  const placed = isPlace(expecting);
  if (word.quoted && isMachineName(text)) {
    return said({ kind: 'name', name: text, rank: 'certain', words: [text] }, next);
  }
  const port = portNumber(text);
  // `for 30` leaves open thirty of what, so it is neither a port nor a time.
  if (port !== undefined && expecting !== 'span') {
    return said({ kind: 'port', port, joined: expecting === 'another', words: [text] }, next);
  }
  if (ipv4OrCidr.test(text) && !placed) return said({ kind: 'address', words: [text] }, next);
  return said(namedMachine(text, placed) ?? { kind: 'unknown', words: [text] }, next);
}

/** A name, or a name and its port: `web-01:3389`. */
function namedMachine(text: string, placed: boolean): Heard | undefined {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const port = colon < 0 ? undefined : portNumber(text.slice(colon + 1));
  const isAddress = ipv4OrCidr.test(name);
  if (!isMachineName(name) || (!/[a-z]/i.test(name) && !(placed && isAddress))) return undefined;
  if (colon >= 0 && port === undefined) return undefined;
  const words = [text];
  if (port !== undefined) return { kind: 'name', name, rank: placed ? 'certain' : 'likely', port, words };
  if (looksNumbered.test(name)) return { kind: 'name', name, rank: placed ? 'certain' : 'likely', words };
  return { kind: 'name', name, rank: placed ? 'likely-if-asked' : 'plain', words };
}

/** `to server` may name a machine called server, `to the server` does not; either may be followed by the name. */
function hearNoun(
  all: readonly string[],
  next: number,
  meaning: Extract<Meaning, { kind: 'noun' }>,
  expecting: Expecting,
): Step {
  if (expecting === 'place-after-article') return silent(next, 'place');
  if (expecting !== 'place') return silent(next, expecting);
  return { heard: [{ kind: 'keyword', meaning, placed: true, words: all }], next, expecting };
}

/** `in an hour` is when to begin, which nobody offers; taking it for how long would be wrong. */
function hearIn(words: readonly Word[], next: number): Step {
  const time = readTime(words, next);
  if (time === undefined) return silent(next, 'nothing');
  return said({ kind: 'unknown', words: typed(words, next - 1, time.next) }, time.next);
}

/** `until` without a time that can be read: the word after it is not left over to be taken for a port or a machine. */
function hearBadUntil(words: readonly Word[], at: number, next: number): Step {
  const end = next < words.length && meaningAt(words, next) === undefined ? next + 1 : next;
  return said({ kind: 'unknown', words: typed(words, at, end) }, end);
}

/** The source is taken as typed, also `here` or `*`: that it cannot be used is explained later, in one place. */
function hearFrom(words: readonly Word[], at: number, next: number): Step {
  let start = next;
  while (meaningAt(words, start)?.meaning.kind === 'article') start += 1;
  const noun = meaningAt(words, start)?.meaning.kind === 'address-noun';
  while (noun && meaningAt(words, start + 1)?.meaning.kind === 'address-noun') start += 1;
  if (noun && words[start + 1] !== undefined && meaningAt(words, start + 1) === undefined) start += 1;
  const word = words[start];
  const isValue = word !== undefined && (meaningAt(words, start) === undefined || noun);
  if (!isValue) return said({ kind: 'unknown', words: typed(words, at, next) }, next);
  return said({ kind: 'source', source: word.text, words: [word.text] }, start + 1);
}

function isMachineName(text: string): boolean {
  return machineName.test(text);
}

function isPlace(expecting: Expecting): boolean {
  return expecting === 'place' || expecting === 'place-after-article';
}

function typed(words: readonly Word[], from: number, to: number): readonly string[] {
  return words.slice(from, to).map((word) => word.text);
}

function said(heard: Heard, next: number): Step {
  return { heard: [heard], next, expecting: 'nothing' };
}

function silent(next: number, expecting: Expecting): Step {
  return { heard: [], next, expecting };
}
