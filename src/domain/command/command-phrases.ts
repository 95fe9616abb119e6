// Messages that are a command as a whole: help, my access, cancel, and the on-call channel.
import type { Command } from './command.ts';
import { meaningAt, type Word } from './words.ts';

/** `a|b` is either word, `[a]` may be missing. Politeness is dropped and `on call` written `on-call` before comparing. */
const phrases: readonly (readonly [string, Command])[] = [
  ['[need] help [me]', { kind: 'help' }],
  ['?', { kind: 'help' }],
  ["[show|list|what|what's] [me] my access|requests", { kind: 'my-access' }],
  ['what access [have]', { kind: 'my-access' }],
  ['cancel [it|this|that|my|the] [request|form]', { kind: 'cancel' }],
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
  ['unset|forget|remove [the|our|this] on-call [channel]', { kind: 'unset-channel', purpose: 'on-call' }],
];

const patterns = phrases.map(([phrase, command]) => ({
  steps: phrase.split(' ').map((step) => ({
    optional: step.startsWith('['),
    options: new Set(step.replace(/^\[|\]$/g, '').split('|')),
  })),
  command,
}));

/** The command that the whole message is, if it is one. Never a request. */
export const commandPhrase = (words: readonly Word[]): Command | undefined => {
  const keys = withOnCall(significant(words));
  return patterns.find(({ steps }) => matches(steps, keys))?.command;
};

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

function matches(
  steps: readonly { readonly optional: boolean; readonly options: ReadonlySet<string> }[],
  keys: readonly string[],
): boolean {
  let at = 0;
  for (const { optional, options } of steps) {
    const key = keys[at];
    if (key !== undefined && options.has(key)) at += 1;
    else if (!optional) return false;
  }
  return at === keys.length;
}
