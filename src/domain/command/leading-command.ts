// Sentences whose first words say what to do with the rest: why …, break glass …, allow bob …, history ….
import type { Command } from './command.ts';
import { meaningAt, type Word } from './words.ts';

/** Reads a sentence as a request. */
type RequestIn = (sentence: string) => Command;

/**
 * The command that the first words make of the rest; `undefined`: they do nothing of the kind.
 * `allow rdp to web-01` is a request like any other: only `allow` and a person, before something that names a machine,
 * is a yes in advance.
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
      return why(requestIn(after(1)));
    case 'break':
      return second?.key === 'glass' ? broken(requestIn(after(2))) : undefined;
    case 'breakglass':
    case 'break-glass':
      return broken(requestIn(after(1)));
    case 'allow':
    case 'preapprove':
    case 'pre-approve':
      return allow(words, after(2), requestIn);
    case 'history':
      return history(words);
    default:
      return undefined;
  }
}

function why(asked: Command): Command | undefined {
  return asked.kind === 'request' ? { ...asked, kind: 'why' } : undefined;
}

function broken(asked: Command): Command {
  return asked.kind === 'request' ? { ...asked, wish: { ...asked.wish, breakGlass: true } } : asked;
}

/** Mentions come as `@1`; a name in the policy file is one word. */
const personWord = /^(?:@\d{1,2}|[\p{L}\d][\p{L}\d._-]{0,62})$/u;

function allow(words: readonly Word[], rest: string, requestIn: RequestIn): Command | undefined {
  const person = words[1];
  if (person === undefined || !personWord.test(person.text) || meaningAt(words, 1) !== undefined)
    return undefined;
  const asked = requestIn(rest);
  if (asked.kind !== 'request' || asked.wish.machine === undefined) return undefined;
  return { ...asked, kind: 'allow', person: person.text };
}

function history(words: readonly Word[]): Command | undefined {
  const named = words.filter((word, at) => at > 0 && (word.quoted || meaningAt(words, at) === undefined));
  const [about, ...others] = named;
  return about === undefined || others.length > 0 ? undefined : { kind: 'history', about: about.text };
}
