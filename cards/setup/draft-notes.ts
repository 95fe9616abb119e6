// What stands in small print below every card that asks to be confirmed. All escaped Markdown.
import type { SetupDraft } from '../../src/domain/setup/setup-change.ts';
import { askerName, at } from './setup-words.ts';

/** Who may confirm it, and until when. */
export const draftNotes = (draft: SetupDraft): readonly string[] => [
  `Asked for by ${askerName(draft)}, who alone can confirm it. Without that, nothing is written; at ${at(draft, draft.expiresAt)} it lapses.`,
];
