// What stands on top of every card that asks to be confirmed, and in small print below. All escaped Markdown.

import type { Asked, SetupDraft } from '../../src/domain/setup/setup-change.ts';
import { asIs, say } from '../escape.ts';
import { inSentence } from '../list-words.ts';
import { setupLooks } from './setup-look.ts';
import { askerName, at, taskText } from './setup-words.ts';

/** Who may confirm it, and until when. */
export const draftNotes = (draft: SetupDraft): readonly string[] => [
  say`Asked for by ${asIs(askerName(draft))}, who alone can confirm it. Without that, nothing is written; at ${asIs(at(draft, draft.expiresAt))} it lapses.`,
];

/** `Turn JIT on · nothing written yet`. */
export const askingWord = (asked: Asked): string =>
  `${taskText(asked.kind)} · ${inSentence(setupLooks.asking.word)}`;
