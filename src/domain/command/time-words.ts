// How long, in words: `1h30`, `an hour and a half`, `until 5pm`. Shared by sentences and the card's time field.
import type { Seconds } from '../time.ts';
import type { WishedTime } from './command.ts';
import { vocabulary } from './vocabulary.ts';
import { meaningAt, type Word } from './words.ts';

/** What was read from some position on, and the position after it. */
export interface Read<Value> {
  readonly value: Value;
  readonly next: number;
}

interface Span {
  readonly seconds: number;
  /** Units in seconds; spans are added only from larger to smaller units, so that `1h 2h` stays two times. */
  readonly largest: Seconds;
  readonly smallest: Seconds;
}

/** Ten years: far beyond any JIT policy, so it is refused as too long, and dates can still be reckoned with it. */
const longest: Seconds = 315_360_000;

const decimal = /^\d+(?:[.,]\d{1,2})?$/;
const clock = /^(\d{1,2})(?:[:.](\d{2}))?(am|pm|a\.m|p\.m)?$/;
const smallerUnit = new Map<Seconds, Seconds>([
  [86_400, 3600],
  [3600, 60],
  [60, 1],
]);

/** The time that starts at this word: a span, or `until` and a clock time. `undefined`: none does. */
export const readTime = (words: readonly Word[], at: number): Read<WishedTime> | undefined => {
  const start = meaningAt(words, at);
  if (start?.meaning.kind === 'until') return readClock(words, start.next);
  return readSpans(words, at);
};

function readClock(words: readonly Word[], at: number): Read<WishedTime> | undefined {
  const word = words[at];
  if (word === undefined || word.quoted) return undefined;
  if (word.key === 'noon') return { value: { kind: 'until', hour: 12, minute: 0 }, next: at + 1 };
  if (word.key === 'midnight') return { value: { kind: 'until', hour: 0, minute: 0 }, next: at + 1 };

  const match = clock.exec(word.key);
  if (match === null) return undefined;
  const following = words[at + 1]?.key ?? '';
  const apart = match[3] === undefined && /^[ap]\.?m$/.test(following);
  const half = apart ? following : match[3];
  const hour = hourOf(Number(match[1]), half, match[2] !== undefined);
  const minute = Number(match[2] ?? 0);
  if (hour === undefined || minute > 59 || (hour === 24 && minute > 0)) return undefined;
  return { value: { kind: 'until', hour: hour % 24, minute }, next: apart ? at + 2 : at + 1 };
}

/** `until 5` could be either half of the day, so without minutes or am/pm only 13 to 24 count. */
function hourOf(hour: number, half: string | undefined, hasMinutes: boolean): number | undefined {
  if (half !== undefined)
    return hour >= 1 && hour <= 12 ? (hour % 12) + (half.startsWith('p') ? 12 : 0) : undefined;
  if (hour > 24) return undefined;
  return hasMinutes || hour > 12 ? hour : undefined;
}

function readSpans(words: readonly Word[], at: number): Read<WishedTime> | undefined {
  let seconds = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let next = at;
  for (;;) {
    const joined = next > at && meaningAt(words, next)?.meaning.kind === 'and' ? next + 1 : next;
    const span = readSpan(words, joined);
    if (span === undefined || span.value.largest >= smallest) break;
    seconds += span.value.seconds;
    smallest = span.value.smallest;
    next = span.next;
  }
  if (next === at) return undefined;
  const extra = readAndFraction(words, next);
  if (extra !== undefined) {
    seconds += extra.value * smallest;
    next = extra.next;
  }
  return { value: { kind: 'for', seconds: Math.min(longest, Math.round(seconds)) }, next };
}

function readSpan(words: readonly Word[], at: number): Read<Span> | undefined {
  const amount = readAmount(words, at);
  const unit = amount && unitAt(words, amount.next);
  if (amount !== undefined && unit !== undefined) {
    return { value: { seconds: amount.value * unit, largest: unit, smallest: unit }, next: amount.next + 1 };
  }
  return readCompact(words, at);
}

/** `90`, `1.5`, `two`, `an`, `half an`, `a quarter of an`, `one and a half`. */
function readAmount(words: readonly Word[], at: number): Read<number> | undefined {
  const fraction = readFraction(words, at);
  if (fraction !== undefined) {
    const of = words[fraction.next]?.key === 'of' ? fraction.next + 1 : fraction.next;
    return { value: fraction.value, next: isOne(words, of) ? of + 1 : of };
  }
  const whole = wholeAt(words, at);
  if (whole === undefined) return undefined;
  const extra = readAndFraction(words, at + 1);
  return { value: whole + (extra?.value ?? 0), next: extra?.next ?? at + 1 };
}

function wholeAt(words: readonly Word[], at: number): number | undefined {
  const word = words[at];
  if (word === undefined || word.quoted) return undefined;
  if (isOne(words, at)) return 1;
  const meaning = vocabulary.get(word.key);
  if (meaning?.kind === 'amount') return meaning.value;
  return decimal.test(word.key) ? numberOf(word.key) : undefined;
}

function readFraction(words: readonly Word[], at: number): Read<number> | undefined {
  const start = isOne(words, at) ? at + 1 : at;
  const found = meaningAt(words, start);
  return found?.meaning.kind === 'fraction' ? { value: found.meaning.value, next: found.next } : undefined;
}

function readAndFraction(words: readonly Word[], at: number): Read<number> | undefined {
  return meaningAt(words, at)?.meaning.kind === 'and' ? readFraction(words, at + 1) : undefined;
}

/** `30m`, `1h30`, `1h30m`, `2-hour`, also with the last unit apart: `1h30 min`. */
function readCompact(words: readonly Word[], at: number): Read<Span> | undefined {
  const word = words[at];
  if (word === undefined || word.quoted) return undefined;
  const pieces = word.key.match(/\d+(?:[.,]\d{1,2})?|[a-z]+|./gs) ?? [];
  // Only a spelled-out unit: `5-m` is more likely a machine.
  if (pieces.length === 3 && pieces[1] === '-' && (pieces[2]?.length ?? 0) > 2) pieces.splice(1, 1);

  let seconds = 0;
  let largest: Seconds | undefined;
  let smallest = Number.POSITIVE_INFINITY;
  let next = at + 1;
  for (let piece = 0; piece < pieces.length; piece += 2) {
    const amount = pieces[piece] ?? '';
    if (!decimal.test(amount)) return undefined;
    let unit = unitOf(pieces[piece + 1]);
    if (unit === undefined && piece === pieces.length - 1 && largest !== undefined) {
      const apart = unitAt(words, next);
      unit = apart ?? smallerUnit.get(smallest);
      if (apart !== undefined) next += 1;
    }
    if (unit === undefined || unit >= smallest) return undefined;
    seconds += numberOf(amount) * unit;
    largest ??= unit;
    smallest = unit;
  }
  return largest === undefined ? undefined : { value: { seconds, largest, smallest }, next };
}

function unitAt(words: readonly Word[], at: number): Seconds | undefined {
  const word = words[at];
  return word === undefined || word.quoted ? undefined : unitOf(word.key);
}

function unitOf(key: string | undefined): Seconds | undefined {
  const meaning = key === undefined ? undefined : vocabulary.get(key);
  return meaning?.kind === 'unit' ? meaning.seconds : undefined;
}

function isOne(words: readonly Word[], at: number): boolean {
  const word = words[at];
  return word !== undefined && !word.quoted && (word.key === 'a' || word.key === 'an');
}

function numberOf(key: string): number {
  return Number(key.replace(',', '.'));
}
