// Where a sentence begins to say something.
import { meaningAt, type Word } from './words.ts';

const politeKeys: ReadonlySet<string> = new Set(['all', 'are', 'im', "we're", "i've"]);

/** The position after `I am`, `please`, `I would like to`. */
export function afterPoliteness(words: readonly Word[]): number {
  let at = 0;
  for (let wishing = false; ; ) {
    const word = words[at];
    const known = meaningAt(words, at);
    const polite = word !== undefined && !word.quoted && politeKeys.has(word.key);
    const intent = known?.meaning.kind === 'intent';
    const toVerb = wishing && word?.key === 'to';
    if (!polite && !intent && !toVerb && known?.meaning.kind !== 'filler') return at;
    wishing = intent;
    at = known?.next ?? at + 1;
  }
}
