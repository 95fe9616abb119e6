// Sentences whose first words say what to do with the rest: why …, break glass …, allow bob …, history ….
import type { Command } from './command.ts';
import { statusCommand } from './status-command.ts';
import { meaningAt, type Word } from './words.ts';

/** Reads a sentence as a request. */
type RequestIn = (sentence: string) => Command;

/**
 * The command that the first words make of the rest; `undefined`: they do nothing of the kind. What begins with `why`,
 * `break glass` or `history` is never a request like any other: where the rest makes no sense, its usage is the answer.
 * `allow rdp to web-01` is a request; `allow` and a person is a yes in advance.
 */
export function leadingCommand(
  sentence: string,
  words: readonly Word[],
  requestIn: RequestIn,
): Command | undefined {
  const [first, second] = words;
  if (first === undefined || first.quoted) return undefined;
  const after = (count: number): string => sentence.slice(words[count - 1]?.end ?? sentence.length);
  switch (first.key) {
    case 'why':
      return why(words, (count) => requestIn(after(count)));
    case 'break':
      return second?.key === 'glass' ? broken(requestIn(after(2))) : undefined;
    case 'breakglass':
    case 'break-glass':
      return broken(requestIn(after(1)));
    case 'allow':
    case 'preapprove':
    case 'pre-approve':
      return allow(words, requestIn(after(2)));
    case 'history':
      return history(words);
    default:
      return statusCommand(words);
  }
}

/** `why can I not open web-01?`: the words between `why` and what matters carry nothing. */
const carriesNothing: ReadonlySet<string> = new Set(['filler', 'opposite']);

function why(words: readonly Word[], requestAfter: (count: number) => Command): Command {
  let start = 1;
  for (let at = meaningAt(words, start); at && carriesNothing.has(at.meaning.kind); ) {
    start = at.next;
    at = meaningAt(words, start);
  }
  const asked = requestAfter(start);
  if (asked.kind !== 'request') return { kind: 'usage', of: 'why' };
  const breakGlass = words[start]?.key === 'break' && words[start + 1]?.key === 'glass';
  if (!breakGlass) return { ...asked, kind: 'why' };
  const again = requestAfter(start + 2);
  return again.kind === 'request'
    ? { ...again, kind: 'why', wish: { ...again.wish, breakGlass } }
    : { kind: 'usage', of: 'why' };
}

function broken(asked: Command): Command {
  if (asked.kind !== 'request') return { kind: 'usage', of: 'break-glass' };
  return { ...asked, wish: { ...asked.wish, breakGlass: true } };
}

/** Mentions come as `@1`; a name in the policy file is one word, and people write it with an `@`, too. */
const personWord = /^@?[\p{L}\d][\p{L}\d._-]{0,62}$/u;

function allow(words: readonly Word[], rest: Command): Command | undefined {
  const person = words[1];
  if (person === undefined) return { kind: 'usage', of: 'allow' };
  if (!personWord.test(person.text) || meaningAt(words, 1) !== undefined) return undefined;
  if (rest.kind === 'request' && rest.wish.machine !== undefined)
    return { ...rest, kind: 'allow', person: person.text };
  // `allow web-01 rdp` asks; `allow bob` says too little, and nobody would want a form for it.
  return rest.kind === 'request' && !person.text.startsWith('@') ? undefined : { kind: 'usage', of: 'allow' };
}

/** A machine or a person; a person's whole name is several words. */
function history(words: readonly Word[]): Command {
  const named = words.filter((word, at) => at > 0 && (word.quoted || meaningAt(words, at) === undefined));
  const [about, ...others] = named;
  const person = about?.text.startsWith('@') ?? false;
  if (about === undefined || (others.length > 0 && !person)) return { kind: 'usage', of: 'history' };
  return { kind: 'history', about: named.map(({ text }) => text).join(' ') };
}
