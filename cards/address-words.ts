// What is known of the address somebody connects from. All results are escaped Markdown.
import type { AccessRequest, Draft } from '../src/domain/access-request.ts';
import type { Asking } from '../src/domain/form.ts';
import { type LearnedAddress, oldAddress } from '../src/domain/learned-address.ts';
import type { Terms } from '../src/domain/terms.ts';
import type { Instant } from '../src/domain/time.ts';
import { agoText } from './ago.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { inParts } from './list-words.ts';
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
      say`Your last confirmed address, from ${asIs(age)}; check that it still is yours.`,
      ...changed(learned, draft),
    ];
  // Too old to be filled in without being asked, and still worth knowing.
  return source === '' && oldAddress(learned, draft.askedAt)
    ? [say`Your last confirmed address was ${address}, ${asIs(age)}.`]
    : [];
}

/** For the requester alone: where others read along, an address that is not in use is none of their business. */
function changed({ address, before }: LearnedAddress, { origin, reader, askedAt }: Draft): readonly string[] {
  if (origin.private !== true || before === undefined || before.address === address) return [];
  const day = dayText(before.at, reader);
  // On that day itself, its hour.
  return day === dayText(askedAt, reader)
    ? [say`It has changed: at ${asIs(when(before.at, reader, askedAt).time)} it was ${before.address}.`]
    : [say`It has changed: on ${asIs(day)} it was ${before.address}.`];
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
  const said = known.length === 0 && sayTyped ? [say`typed`] : known;
  return said.length === 0 ? escapeMarkdown(source) : say`${network ?? source} (${asIs(inParts(said))})`;
}

function seenText(at: Instant, reader: Reader, askedAt: Instant): string {
  const { time, zone } = when(at, reader, askedAt);
  return say`seen by the address page at ${asIs(time)}, ${asIs(zone)}`;
}
