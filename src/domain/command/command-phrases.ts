// Messages that are a command as a whole: help, my access, cancel, and the channels for on-call and approvals.
import { approvalsPurpose, type ChannelPurpose } from '../channel-purpose.ts';
import type { Command } from './command.ts';
import { phraseEnd, type Steps, stepsOf } from './phrase.ts';
import { meaningAt, type Word } from './words.ts';

const forApprovals = '[this] [channel] for|as [the|our] approval|approvals [channel]';

/** `a|b` is either word, `[a]` may be missing. Politeness is dropped and `on call` written `on-call` before comparing. */
const phrases: readonly (readonly [string, Command])[] = [
  ['[need] help [me]', { kind: 'help' }],
  ['?', { kind: 'help' }],
  // Teams' rules for apps want an answer to these two: .../teams-store-validation-guidelines#bot-commands
  ['hi|hello|hey', { kind: 'help' }],
  ["[show|list|what|what's] [me] my access|requests", { kind: 'my-access' }],
  ['what access [have]', { kind: 'my-access' }],
  ['cancel [it|this|that|my|the] [request|form]', { kind: 'cancel' }],
  ['withdraw [it|this|that|my|the] [request]', { kind: 'cancel' }],
  ['never mind', { kind: 'cancel' }],
  ['nevermind', { kind: 'cancel' }],
  [
    'use [this] [channel] for|as [the|our] on-call [channel|notices]',
    { kind: 'use-channel', purpose: 'on-call' },
  ],
  [
    'stop using [this] [channel] for|as [the|our] on-call [channel|notices]',
    { kind: 'unset-channel', purpose: 'on-call' },
  ],
  [
    'unset|forget|remove [the|our|this] on-call [channel]',
    { kind: 'unset-channel', purpose: 'on-call', anywhere: true },
  ],
  [
    'unset|forget|remove [the|our|this] approval|approvals [channel]',
    { kind: 'unset-channel', purpose: 'approvals', anywhere: true },
  ],
  [`use ${forApprovals}`, { kind: 'use-channel', purpose: 'approvals' }],
  [`stop using ${forApprovals}`, { kind: 'unset-channel', purpose: 'approvals' }],
];

/** `use this channel for approvals of databases`: the name is the last word, and the rest is as without it. */
const namedPhrases: readonly (readonly [string, (purpose: ChannelPurpose) => Command])[] = [
  [`use ${forApprovals} of|called|named`, (purpose) => ({ kind: 'use-channel', purpose })],
  [`stop using ${forApprovals} of|called|named`, (purpose) => ({ kind: 'unset-channel', purpose })],
  [
    'unset|forget|remove [the|our|this] approval|approvals [channel] of|called|named',
    (purpose) => ({ kind: 'unset-channel', purpose, anywhere: true }),
  ],
];

const patterns = phrases.map(([phrase, command]) => ({ steps: stepsOf(phrase), command }));
const namedPatterns = namedPhrases.map(([phrase, command]) => ({ steps: stepsOf(phrase), command }));

/** The command that the whole message is, if it is one. Never a request. */
export const commandPhrase = (words: readonly Word[]): Command | undefined => {
  const keys = withOnCall(significant(words));
  const plain = patterns.find(({ steps }) => matches(steps, keys))?.command;
  return plain ?? namedCommand(words);
};

/** Channel names are written like names in the policy file: one word. */
function namedCommand(words: readonly Word[]): Command | undefined {
  const name = words.at(-1)?.key;
  if (name === undefined || !channelName.test(name)) return undefined;
  const keys = words.slice(0, -1).map(({ key }) => key);
  const found = namedPatterns.find(({ steps }) => matches(steps, keys));
  return found?.command(approvalsPurpose(name));
}

const channelName = /^[a-z0-9][a-z0-9._-]{0,62}$/;

function significant(words: readonly Word[]): readonly string[] {
  const keys: string[] = [];
  for (let at = 0; at < words.length; ) {
    const found = meaningAt(words, at);
    const next = found?.next ?? at + 1;
    // A question mark all by itself is a question; anywhere else it is punctuation.
    if (found?.meaning.kind !== 'filler' || words.length === 1) {
      keys.push(...words.slice(at, next).map((word) => word.key));
    }
    at = next;
  }
  return keys;
}

function withOnCall(keys: readonly string[]): readonly string[] {
  return keys.flatMap((key, at) => {
    if (key === 'oncall') return ['on-call'];
    if (key === 'on' && keys[at + 1] === 'call') return ['on-call'];
    if (key === 'call' && keys[at - 1] === 'on') return [];
    return [key];
  });
}

const matches = (steps: Steps, keys: readonly string[]): boolean => phraseEnd(steps, keys) === keys.length;
