// Who is on call, in words.
import type { Instant } from '../src/domain/time.ts';
import { asIs } from './escape.ts';
import { inARow } from './list-words.ts';
import { type Pen, sayWith } from './pen.ts';
import { type Reader, whenText } from './when.ts';

/** `Omar, until 09:00 on Mon 30 Nov (Europe/Berlin)`. @param names as somebody typed them; never none */
export function dutyText(
  names: readonly string[],
  until: Instant | undefined,
  reader: Reader,
  pen: Pen,
): string {
  const who = inARow(names.map((name) => pen.text(name)));
  return until === undefined ? who : sayWith(pen)`${asIs(who)}, until ${asIs(whenText(until, reader))}`;
}
