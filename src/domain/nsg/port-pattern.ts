// Reads a rule's port fields: `*`, `3389`, `5985-5986`.
import { joined, type Pattern, type Span, surely } from './pattern.ts';

/** All the ports there are. */
export const EVERY_PORT: Span = { first: 0, last: 65_535 };

const EVERYWHERE = surely(EVERY_PORT);

const RANGE = /^(\d{1,5})(?:-(\d{1,5}))?$/;

const entryPattern = (text: string): Pattern => {
  if (text === '*') return EVERYWHERE;
  const found = RANGE.exec(text);
  if (!found) return { sure: [], doubtful: [{ ...EVERY_PORT, because: `unreadable port ${text}` }] };
  const first = Number(found[1]);
  return surely({ first, last: Number(found[2] ?? first) });
};

/** The ports a field is about. An empty field says nothing, so it may match any. */
export const portPattern = (texts: readonly string[]): Pattern => {
  if (texts.length === 0) return { sure: [], doubtful: [{ ...EVERY_PORT, because: 'no port given' }] };
  return joined(texts.map(entryPattern));
};
