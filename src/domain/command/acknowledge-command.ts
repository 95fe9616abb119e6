// `acknowledge 12 until 2026-12-31 because the vendor needs it`: a finding of the drift watch is accepted for a while.
import type { Command } from './command.ts';
import { reasonIn } from './hear.ts';
import { typedBetween } from './typed-names.ts';
import { meaningAt, type Word } from './words.ts';

type Answer = Extract<Command, { kind: 'acknowledge' | 'usage' }>;

const usage: Answer = { kind: 'usage', of: 'acknowledge' };
const beforeNumber: ReadonlySet<string> = new Set(['finding', 'number', 'no', 'nr', '#', 'the']);
const numbered = /^#?([1-9]\d{0,8})$/;

/** @param from where the words after the verb begin */
export function acknowledge(sentence: string, words: readonly Word[], from: number): Answer {
  const at = numberAt(words, from);
  const [, number] = numbered.exec(words[at]?.text ?? '') ?? [];
  if (number === undefined) return usage;
  const finding = Number(number);
  const reasonAt = words.findIndex((word, index) => index >= at && beginsReason(words, word, index));
  const colon = words[reasonAt]?.colon === true && meaningAt(words, reasonAt) === undefined;
  const reason = reasonAt < 0 ? '' : reasonIn(sentence.slice(reasonEnd(words, reasonAt)));
  const end = reasonAt < 0 ? words.length : reasonAt + (colon ? 1 : 0);
  const until = untilIn(sentence, words, at + 1, end);
  if (until === undefined) return usage;
  return { kind: 'acknowledge', finding, ...(until !== '' && { until }), ...(reason !== '' && { reason }) };
}

/** Whether a word after `ack` is a finding's number: anything else may be about a machine called ack. */
export const isFindingAt = (words: readonly Word[], from: number): boolean =>
  words[from] === undefined || numbered.test(words[numberAt(words, from)]?.text ?? '');

function numberAt(words: readonly Word[], from: number): number {
  let at = from;
  while (beforeNumber.has(words[at]?.key ?? '')) at += 1;
  return at;
}

/** `because …`, or whatever stands after a colon: `ack 12 until 2026-12-31: vendor`. */
const beginsReason = (words: readonly Word[], word: Word, at: number): boolean => {
  const meaning = meaningAt(words, at)?.meaning;
  return meaning === undefined ? word.colon && at + 1 < words.length : meaning.kind === 'because';
};

function reasonEnd(words: readonly Word[], at: number): number {
  const next = meaningAt(words, at)?.next ?? at + 1;
  return words[next - 1]?.end ?? 0;
}

/** As typed, and not looked at. Nothing: no end was said. `undefined`: something else stands there. */
function untilIn(sentence: string, words: readonly Word[], from: number, to: number): string | undefined {
  let end = to;
  while (
    end > from &&
    meaningAt(words, end - 1)?.meaning.kind === 'filler' &&
    words[end - 1]?.key !== 'today'
  )
    end -= 1;
  if (from >= end) return '';
  const kind = meaningAt(words, from)?.meaning.kind;
  if (kind !== 'until' && kind !== 'for') return undefined;
  const until = typedBetween(sentence, words, from + 1, end);
  return until === '' ? undefined : until;
}
