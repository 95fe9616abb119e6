// What is known of the address somebody connects from. All results are escaped Markdown.
import type { AccessRequest, Draft } from '../src/domain/access-request.ts';
import type { Asking } from '../src/domain/form.ts';
import { type LearnedAddress, oldAddress } from '../src/domain/learned-address.ts';
import type { Terms } from '../src/domain/terms.ts';
import type { Instant } from '../src/domain/time.ts';
import { agoText } from './ago.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { dayText, type Reader, when, whenText } from './when.ts';

type Form = Extract<Asking, { kind: 'form' }>;

/** What the form says of the source in its field. Of a source that is none of those it knows, only what is true of them. */
export function sourceNotes(draft: Draft, { values, network }: Form): readonly string[] {
  const source = values.source.trim();
  return [
    ...(network !== undefined && network.prefix === source
      ? [say`${source} is “${network.name}” in the access policy.`]
      : []),
    ...(draft.learned === undefined ? [] : learnedNotes(draft.learned, source, draft)),
  ];
}

function learnedNotes(learned: LearnedAddress, source: string, draft: Draft): readonly string[] {
  const { address } = learned;
  if (learned.how === 'page') {
    const at = asIs(whenText(learned.at, draft.reader, draft.askedAt));
    return source === address
      ? [say`${address}, confirmed on the address page at ${at}.`, ...changed(learned, draft)]
      : [say`The address page saw you come from ${address} at ${at}.`];
  }
  const age = agoText(learned.at, draft.askedAt);
  if (source === address)
    return [
      `Your last confirmed address, from ${age}; check that it still is yours.`,
      ...changed(learned, draft),
    ];
  // Too old to be filled in without being asked, and still worth knowing.
  return source === '' && oldAddress(learned, draft.askedAt)
    ? [say`Your last confirmed address was ${address}, ${age}.`]
    : [];
}

function changed({ address, before }: LearnedAddress, { reader, askedAt }: Draft): readonly string[] {
  if (before === undefined || before.address === address) return [];
  return [say`It has changed: ${asIs(onDay(before.at, reader, askedAt))} it was ${before.address}.`];
}

/** `on Tue 24 Nov`, or on that day itself `at 09:10`. */
function onDay(at: Instant, reader: Reader, today: Instant): string {
  const day = dayText(at, reader);
  return day === dayText(today, reader) ? `at ${when(at, reader, today).time}` : `on ${day}`;
}

/**
 * The source that was agreed on, with how it is known: `office (198.51.100.0/24)`, `203.0.113.7 (seen by the address page
 * at 14:52, Europe/Berlin)`. @param sayTyped whether to say so where it was only typed
 */
export function sourceText(
  { source, network, seenAt }: Terms,
  { reader, askedAt }: Pick<AccessRequest, 'reader' | 'askedAt'>,
  sayTyped: boolean,
): string {
  const seen = seenAt === undefined ? [] : [seenText(seenAt, reader, askedAt)];
  const known = network === undefined ? seen : [escapeMarkdown(source), ...seen];
  const said = known.length === 0 && sayTyped ? ['typed'] : known;
  return said.length === 0 ? escapeMarkdown(source) : say`${network ?? source} (${asIs(said.join('; '))})`;
}

function seenText(at: Instant, reader: Reader, askedAt: Instant): string {
  const { time, zone } = when(at, reader, askedAt);
  return `seen by the address page at ${time}, ${zone}`;
}
