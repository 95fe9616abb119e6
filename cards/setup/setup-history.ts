// What a history says of a change of the setup besides its kind: what was wanted, and how it ended. All escaped Markdown.
import type { Outcome, Plan } from '../../src/domain/setup/setup-change.ts';
import { taskText } from './setup-words.ts';

const outcomes: Readonly<Record<Outcome['kind'], string>> = {
  effective: 'read back and proven',
  defeated: 'set up, but older rules defeat it',
  unproven: 'written, but not proven',
  'in-doubt': 'not known whether it was written',
  off: 'off, read back and seen gone',
  already: 'it was so already',
  overtaken: 'changed meanwhile: nothing written',
  gone: 'machine gone',
  failed: 'failed: nothing written',
};
const kinds: readonly Plan['kind'][] = ['defender', 'enable', 'configure', 'disable'];

/** @param kind, outcome as facts of an entry have them, of any shape; none where they say nothing known */
export function setupPieces(kind: unknown, outcome: unknown): readonly string[] {
  const task = kinds.find((known) => known === kind);
  if (task === undefined) return [];
  const ended = Object.entries(outcomes).find(([known]) => known === outcome)?.[1];
  return [taskText(task), ...(ended === undefined ? [] : [ended])];
}
