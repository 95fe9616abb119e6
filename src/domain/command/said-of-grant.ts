// What the words after `done with`, `extend` or `who has` say: which machine, which port, how much time.
import type { Seconds } from '../time.ts';
import { portNumber } from './port-number.ts';
import { readTime } from './time-words.ts';
import type { Meaning } from './vocabulary.ts';
import { meaningAt, type Word } from './words.ts';

export interface SaidOfGrant {
  readonly name?: Word;
  readonly ports?: readonly number[];
  readonly seconds?: Seconds;
  /** They speak of access, or of a grant. */
  readonly access?: true;
}

interface Step {
  readonly said: SaidOfGrant;
  readonly next: number;
}

const machineName = /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9_])?$/i;

/** Words that are about grants; others that ask begin another sentence. */
const accessKeys: ReadonlySet<string> = new Set(['access', 'connection', 'grant', 'request', 'login']);

/**
 * @param mute words to pass over
 * @returns `undefined`: something in it has no place in such a sentence, or is said twice
 */
export function saidOfGrant(words: readonly Word[], mute: ReadonlySet<string>): SaidOfGrant | undefined {
  let said: SaidOfGrant = {};
  for (let at = 0; at < words.length; ) {
    const word = words[at];
    const silent = word !== undefined && !word.quoted && mute.has(word.key);
    const step = silent ? { said, next: at + 1 } : stepAt(words, at, said);
    if (step === undefined) return undefined;
    ({ said, next: at } = step);
  }
  return said;
}

function stepAt(words: readonly Word[], at: number, said: SaidOfGrant): Step | undefined {
  const time = readTime(words, at);
  if (time !== undefined) {
    const taken = said.seconds !== undefined || time.value.kind === 'until';
    return taken ? undefined : { said: { ...said, seconds: time.value.seconds }, next: time.next };
  }
  const known = meaningAt(words, at);
  return known === undefined
    ? nameStep(words[at], at, said)
    : knownStep(words, at, known.next, known.meaning, said);
}

function nameStep(word: Word | undefined, at: number, said: SaidOfGrant): Step | undefined {
  if (word === undefined || said.name !== undefined || !machineName.test(word.text)) return undefined;
  // A bare number may be minutes or a port.
  if (!word.quoted && !/[a-z]/i.test(word.text)) return undefined;
  return { said: { ...said, name: word }, next: at + 1 };
}

function knownStep(
  words: readonly Word[],
  at: number,
  next: number,
  meaning: Meaning,
  said: SaidOfGrant,
): Step | undefined {
  const key = words[at]?.key ?? '';
  switch (meaning.kind) {
    case 'filler':
    case 'article':
    case 'place':
    case 'noun':
    case 'for':
    case 'intent':
      return { said, next };
    case 'ask':
      return accessKeys.has(key) ? { said: { ...said, access: true }, next } : undefined;
    case 'service':
      return withPorts(said, meaning.ports, next);
    case 'port': {
      const port = ['port', 'ports'].includes(key) ? portAt(words, next) : undefined;
      return port === undefined ? { said, next } : withPorts(said, [port], next + 1);
    }
    case 'in':
    case 'until':
    case 'from':
    case 'because':
    case 'and':
    case 'address-noun':
    case 'help':
    case 'opposite':
    case 'unit':
    case 'amount':
    case 'fraction':
      return undefined;
  }
}

/** `winrm port 5986` is the one that both mean; `rdp port 22` is none. */
function withPorts(said: SaidOfGrant, ports: readonly number[], next: number): Step | undefined {
  const before = said.ports ?? ports;
  const both = ports.filter((port) => before.includes(port));
  return both.length === 0 ? undefined : { said: { ...said, ports: both }, next };
}

function portAt(words: readonly Word[], at: number): number | undefined {
  const word = words[at];
  return word === undefined || word.quoted ? undefined : portNumber(word.text);
}
