// Sentences of admins about how JIT is set up: jit status, turn on defender for …, enable jit on …, audit ports.
import { acknowledge, isFindingAt } from './acknowledge-command.ts';
import type { Command, SetupCommand } from './command.ts';
import { type JitAsked, jitAsked } from './jit-asked.ts';
import { phraseEnd, stepsOf } from './phrase.ts';
import { afterPoliteness } from './politeness.ts';
import { nameAmong, wordsTogether } from './typed-names.ts';
import type { Word } from './words.ts';

type Kind = SetupCommand['kind'];

/** How such sentences begin. Of two that fit, the first counts. */
const heads: readonly (readonly [string, Kind])[] = [
  ["[show|check|what|what's|whats] [is] [me] [the|our] jit status", 'jit-status'],
  ["[show|check|what|what's|whats] [is] [me] [the|our] status of jit", 'jit-status'],
  ['status jit', 'jit-status'],
  ['turn|switch on [microsoft|azure] defender', 'defender-on'],
  ['turn|switch [microsoft|azure] defender on', 'defender-on'],
  ['enable|activate [microsoft|azure] defender', 'defender-on'],
  ['enable|activate jit|just-in-time [protection]', 'enable-jit'],
  ['turn|switch on jit|just-in-time', 'enable-jit'],
  ['turn|switch jit|just-in-time on', 'enable-jit'],
  ['set up jit|just-in-time', 'enable-jit'],
  ['set jit|just-in-time up', 'enable-jit'],
  ['protect', 'enable-jit'],
  [
    'configure|change|edit|adjust|set [the] jit|just-in-time [settings|configuration|policy]',
    'configure-jit',
  ],
  ['[show|change|edit|configure] [me] [the] jit settings|configuration', 'configure-jit'],
  ['disable|deactivate jit|just-in-time', 'disable-jit'],
  ['turn|switch off jit|just-in-time', 'disable-jit'],
  ['turn|switch jit|just-in-time off', 'disable-jit'],
  ['remove|take jit|just-in-time [off]', 'disable-jit'],
  ['audit [all|the|my|our] [open] ports|port', 'audit-ports'],
  ["what|what's|whats [ports|is|are] [ports|is|are] [still] open beside|besides|outside jit", 'audit-ports'],
  ['show|list [me] [all|the] [open] findings|drift', 'audit-ports'],
  ['acknowledge|acknowledged', 'acknowledge'],
  ['ack', 'acknowledge'],
];
/** What only the portal does. */
const planOff = [
  'turn|switch off [microsoft|azure] defender',
  'turn|switch [microsoft|azure] defender off',
  'disable|deactivate [microsoft|azure] defender',
].map(stepsOf);
const patterns = heads.map(([phrase, kind]) => ({ steps: stepsOf(phrase), kind, phrase }));

/**
 * The command that a sentence about setting JIT up is; `undefined`: it is none. What begins like one is never a request:
 * where the rest makes no sense, its usage is the answer. `enable jit access to …` is a request like any other: whoever
 * says so wants to be let in.
 */
export function setupCommand(sentence: string, words: readonly Word[]): Command | undefined {
  const start = afterPoliteness(words);
  const keys = words.map((word) => (word.quoted ? '' : word.key));
  const first = keys.length === start + 1 ? firstWords.get(keys[start] ?? '') : undefined;
  if (first !== undefined) return { kind: 'usage', of: first };
  if (planOff.some((steps) => phraseEnd(steps, keys, start) !== undefined))
    return { kind: 'usage', of: 'defender-on' };
  for (const { steps, kind, phrase } of patterns) {
    const end = phraseEnd(steps, keys, start);
    if (end === undefined) continue;
    if (phrase === 'protect') return protect(sentence, words, end);
    if (phrase === 'ack' && !isFindingAt(words, end)) return undefined;
    if (kind === 'enable-jit' && accessKeys.has(keys[end] ?? '')) return undefined;
    return commandOf(kind, sentence, wordsTogether(sentence, words, end), end);
  }
  return undefined;
}

/** Whoever says nothing but one of these looks for the sentence that begins with it. */
const firstWords: ReadonlyMap<string, Kind> = new Map([
  ['jit', 'jit-status'],
  ['defender', 'defender-on'],
  ['enable', 'enable-jit'],
  ['protect', 'enable-jit'],
  ['configure', 'configure-jit'],
  ['disable', 'disable-jit'],
  ['audit', 'audit-ports'],
  ['drift', 'audit-ports'],
]);

const accessKeys: ReadonlySet<string> = new Set([
  ...['access', 'connection', 'request', 'grant', 'login', 'session'],
]);

/** `protect web-01 with jit`, and what may follow; without jit it is about something else. */
function protect(sentence: string, words: readonly Word[], start: number): Command | undefined {
  const together = wordsTogether(sentence, words, start);
  const jit = together.findIndex(
    ({ key, quoted }, at) =>
      at > start && !quoted && key === 'jit' && withKeys.has(together[at - 1]?.key ?? ''),
  );
  if (jit < 0) return undefined;
  const rest = [...together.slice(0, jit - 1), ...together.slice(jit + 1)];
  return commandOf('enable-jit', sentence, rest, start);
}

const withKeys: ReadonlySet<string> = new Set(['with', 'by', 'using', 'behind']);

function commandOf(kind: Kind, sentence: string, words: readonly Word[], from: number): Command {
  const usage: Command = { kind: 'usage', of: kind };
  switch (kind) {
    case 'jit-status': {
      const typed = nameAmong(sentence, words, from);
      if (typed.kind === 'name') return { kind, subscription: typed.name };
      return typed.kind === 'unclear' ? usage : { kind };
    }
    case 'defender-on': {
      const typed = nameAmong(sentence, words, afterPlan(words, from));
      return typed.kind === 'name' ? { kind, subscription: typed.name } : usage;
    }
    case 'enable-jit':
      return enabled(jitAsked(sentence, words, from)) ?? usage;
    case 'configure-jit':
      return aboutMachine(kind, jitAsked(sentence, words, from)) ?? usage;
    case 'disable-jit':
      // `remove jit from web-01`: here `from` says where, not whence.
      return (
        aboutMachine(kind, jitAsked(sentence, words, words[from]?.key === 'from' ? from + 1 : from)) ?? usage
      );
    case 'audit-ports': {
      const typed = nameAmong(sentence, words, from);
      if (typed.kind === 'name') return { kind, of: typed.name };
      return typed.kind === 'unclear' ? usage : { kind };
    }
    case 'acknowledge':
      return acknowledge(sentence, words, from);
  }
}

const plans = [
  '[plan] for servers|cloud [plan] [2|p2] for|on|in|of',
  '[plan] [plan] [2|p2] for|on|in|of',
].map(stepsOf);

/** `defender for servers plan 2 for Production`: there is only one plan that JIT needs. */
function afterPlan(words: readonly Word[], from: number): number {
  const keys = words.map((word) => (word.quoted ? '' : word.key));
  const ends = plans.map((steps) => phraseEnd(steps, keys, from));
  return ends.find((end) => end !== undefined && end < words.length) ?? from;
}

function enabled({ machine, ports, longest, sources, unknown }: JitAsked): SetupCommand | undefined {
  if (machine === undefined) return undefined;
  return {
    kind: 'enable-jit',
    machine,
    ...(ports.length > 0 && { ports }),
    ...(longest !== undefined && { longest }),
    ...(sources.length > 0 && { sources }),
    unknown,
  };
}

/** A machine and nothing besides: what is to be set is chosen on the card. */
function aboutMachine(
  kind: 'configure-jit' | 'disable-jit',
  { machine, ports, longest, sources, unknown }: JitAsked,
): SetupCommand | undefined {
  const more = ports.length + sources.length + unknown.length > 0 || longest !== undefined;
  return machine === undefined || more ? undefined : { kind, machine };
}
