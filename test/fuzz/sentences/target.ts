// Fuzzes sentences: never thrown at, never slow, never understood as more than was said, never quoted unescaped.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { notUnderstoodAnswer, unheardWordsAnswer, unknownWordsAnswer } from '../../../cards/answers.ts';
import type { Command } from '../../../src/domain/command/command.ts';
import { parseCommand } from '../../../src/domain/command/parse-command.ts';
import { parseTime } from '../../../src/domain/duration.ts';
import { pureTarget } from '../target.ts';
import { type KnownSentence, knownSentence } from './known.ts';
import { harmless, saidIn } from './oracle.ts';
import { anySaid } from './said.ts';

/** Far beyond what any text takes, and what a regular expression that runs away exceeds at once. */
const hangMilliseconds = 5000;

function parsed(text: string): Command {
  const began = performance.now();
  const command = parseCommand(text);
  const took = performance.now() - began;
  assert.ok(took < hangMilliseconds, `it took ${Math.round(took)} ms`);
  return command;
}

function anyText(text: string): void {
  const command = parsed(text);
  // What Teams puts after mentions is a space to the parser, and the star that cards show is a star.
  saidIn(text.replaceAll('&nbsp;', ' ').replaceAll('\u2217', '*'), command);
  if ('unknown' in command) {
    harmless(notUnderstoodAnswer(command.unknown));
    harmless(unknownWordsAnswer(command.unknown));
    harmless(unheardWordsAnswer(command.unknown));
  }
  const time = parseTime(text);
  if (time !== undefined) saidIn(text, { kind: 'request', wish: { time }, unknown: [] });
}

const exactly = ({ text, command }: KnownSentence): void => assert.deepEqual(parsed(text), command, text);

export const sentences = pureTarget(
  'sentences',
  550,
  fc.property(
    fc.oneof({ weight: 3, arbitrary: anySaid }, { weight: 1, arbitrary: knownSentence }),
    (input) => (typeof input === 'string' ? anyText(input) : exactly(input)),
  ),
);
