// What the words after `enable jit` say, in any order: on which machine, which ports, up to how long, from where.
import type { Seconds } from '../time.ts';
import { phraseEnd, stepsOf } from './phrase.ts';
import { portNumber } from './port-number.ts';
import { readTime } from './time-words.ts';
import type { Meaning } from './vocabulary.ts';
import { meaningAt, type Word } from './words.ts';

export interface JitAsked {
  /** A name or a pattern, as typed; with `group/` or `subscription/group/` in front. */
  readonly machine?: string;
  readonly ports: readonly number[];
  readonly longest?: Seconds;
  /** As typed. */
  readonly sources: readonly string[];
  /** Words of which no sense could be made, as typed, in order. */
  readonly unknown: readonly string[];
}

/** One thing that was said, and the position after it. */
type Step = { readonly next: number } & (
  | { readonly kind: 'silent' | 'place' }
  | { readonly kind: 'machine'; readonly machine: string }
  | { readonly kind: 'ports'; readonly ports: readonly number[] }
  | { readonly kind: 'longest'; readonly longest: Seconds }
  | { readonly kind: 'sources'; readonly sources: readonly string[] }
  | { readonly kind: 'unknown' }
);

/** @param words with quoted names of several words made one; read from `from` on */
export function jitAsked(sentence: string, words: readonly Word[], from: number): JitAsked {
  const heard: { readonly step: Step; readonly at: number; readonly placed: boolean }[] = [];
  let placed = false;
  for (let at = from; at < words.length; ) {
    const step = stepAt(sentence, words, at, placed);
    heard.push({ step, at, placed });
    placed = step.kind === 'place' || (placed && step.kind === 'silent');
    at = step.next;
  }
  const named = heard.filter(({ step }) => step.kind === 'machine');
  const machine = named.find((one) => one.placed) ?? named[0];
  const ports = new Set<number>();
  const sources = new Set<string>();
  const unknown: string[] = [];
  let longest: Seconds | undefined;
  for (const one of heard) {
    const { step, at } = one;
    if (step.kind === 'ports') for (const port of step.ports) ports.add(port);
    else if (step.kind === 'sources') for (const source of step.sources) sources.add(source);
    else if (step.kind === 'longest' && (longest === undefined || longest === step.longest))
      longest = step.longest;
    else if (step.kind !== 'silent' && step.kind !== 'place' && one !== machine)
      unknown.push(...words.slice(at, step.next).map(({ text }) => text));
  }
  return {
    ...(machine?.step.kind === 'machine' && { machine: machine.step.machine }),
    ports: [...ports],
    ...(longest !== undefined && { longest }),
    sources: [...sources],
    unknown,
  };
}

/** `for 4h` alone could also mean to be let in for so long, so only these set the longest time. */
const bounds = [
  '[for] [a] up to',
  '[for] [a] at most',
  '[for] [a] max|maximum|longest [time] [of|is]',
  '[for] no|not more|longer than',
].map(stepsOf);

const machinePattern = /^(?:[^\s/]+\/){0,2}[a-z0-9*?][a-z0-9._*?-]{0,63}$/i;
const longestQuoted = 220;
/** `22`, and `22,443`, which is one word as a number with a decimal comma is. */
const numbers = /^\d+(?:,\d+)*$/;

function stepAt(sentence: string, words: readonly Word[], at: number, placed: boolean): Step {
  const word = words[at];
  if (word === undefined) return { kind: 'silent', next: at + 1 };
  if (word.quoted)
    return word.text !== '' && word.text.length <= longestQuoted
      ? { kind: 'machine', machine: word.text, next: at + 1 }
      : { kind: 'unknown', next: at + 1 };
  const bound = boundAt(words, at);
  if (bound !== undefined) return bound;
  const time = readTime(words, at);
  if (time !== undefined) return { kind: 'unknown', next: time.next };
  if (word.key === 'sources') return fromStep(sentence, words, at + 1);
  const known = meaningAt(words, at);
  if (known !== undefined) return knownStep(sentence, words, at, known.next, known.meaning, placed);
  if (numbers.test(word.text)) {
    const ports = portsIn(word.text);
    return ports === undefined ? { kind: 'unknown', next: at + 1 } : { kind: 'ports', ports, next: at + 1 };
  }
  if (word.text === ':' || word.key === 'only') return { kind: 'silent', next: at + 1 };
  return isMachine(word.text)
    ? { kind: 'machine', machine: word.text, next: at + 1 }
    : { kind: 'unknown', next: at + 1 };
}

/** The last part of a path is a machine's name, which is more than a number, or a pattern. */
const isMachine = (text: string): boolean =>
  machinePattern.test(text) && /[a-z*?]/i.test(text.slice(text.lastIndexOf('/') + 1));

function boundAt(words: readonly Word[], at: number): Step | undefined {
  // The longest of these phrases has six words.
  const keys = words.slice(at, at + 6).map((word) => (word.quoted ? '' : word.key));
  for (const steps of bounds) {
    const end = phraseEnd(steps, keys);
    const time = end === undefined ? undefined : readTime(words, at + end);
    if (time?.value.kind === 'for') return { kind: 'longest', longest: time.value.seconds, next: time.next };
  }
  return undefined;
}

function knownStep(
  sentence: string,
  words: readonly Word[],
  at: number,
  next: number,
  meaning: Meaning,
  placed: boolean,
): Step {
  switch (meaning.kind) {
    case 'service':
      return { kind: 'ports', ports: meaning.ports, next };
    case 'from':
      return fromStep(sentence, words, next);
    case 'place':
      return { kind: 'place', next };
    case 'for':
      return forStep(words, next);
    case 'filler':
    case 'article':
    case 'noun':
    case 'port':
    case 'and':
    case 'address-noun':
      return { kind: 'silent', next };
    case 'ask':
    case 'help':
    case 'opposite': {
      // A machine may have any name: `enable jit on jit`.
      const text = words[at]?.text ?? '';
      return placed && next === at + 1 && isMachine(text)
        ? { kind: 'machine', machine: text, next }
        : { kind: 'unknown', next };
    }
    case 'in':
    case 'until':
    case 'because':
    case 'intent':
    case 'unit':
    case 'amount':
    case 'fraction':
      return { kind: 'unknown', next };
  }
}

/** `for web-01`, `for rdp`; but `for 4h` and `for 30` are not said clearly enough. */
function forStep(words: readonly Word[], next: number): Step {
  const time = readTime(words, next);
  if (time !== undefined) return { kind: 'unknown', next: time.next };
  const word = words[next];
  const isNumber = word !== undefined && !word.quoted && numbers.test(word.text);
  return isNumber ? { kind: 'unknown', next: next + 1 } : { kind: 'place', next };
}

/** `from 203.0.113.0/24, 192.0.2.17 and office`: a comma, an `and` or the look of an address makes it one more. */
function fromStep(sentence: string, words: readonly Word[], start: number): Step {
  const sources: string[] = [];
  let next = start;
  for (let another = true; ; ) {
    let at = next;
    while (another && isBeforeSource(words, at)) at += 1;
    const word = words[at];
    const value = word !== undefined && (word.quoted || meaningAt(words, at) === undefined);
    if (!value || readTime(words, at) !== undefined) break;
    if (!another && !looksLikeSource(word.text)) break;
    sources.push(word.text);
    next = at + 1;
    while (meaningAt(words, next)?.meaning.kind === 'address-noun') next += 1;
    another = sentence.charAt(words[next - 1]?.end ?? 0) === ',';
    if (meaningAt(words, next)?.meaning.kind === 'and' && words[next + 1]?.text !== undefined) {
      // `from office and up to 4h`: then the `and` joins something else.
      another = isSourceAt(words, next + 1);
      if (another) next += 1;
    }
  }
  return sources.length === 0 ? { kind: 'unknown', next: start } : { kind: 'sources', sources, next };
}

const isBeforeSource = (words: readonly Word[], at: number): boolean => {
  const kind = meaningAt(words, at)?.meaning.kind;
  return kind === 'article' || kind === 'address-noun';
};

const isSourceAt = (words: readonly Word[], at: number): boolean => {
  const word = words[at];
  return word !== undefined && (word.quoted || meaningAt(words, at) === undefined);
};

/** An address, a CIDR or `*`. */
const looksLikeSource = (text: string): boolean =>
  text === '*' || /^[\da-f]*[.:][\da-f.:]*(?:\/\d+)?$/i.test(text);

function portsIn(text: string): readonly number[] | undefined {
  const ports = text.split(',').map(portNumber);
  return ports.every((port) => port !== undefined) ? ports : undefined;
}
