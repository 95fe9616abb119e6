// What a request for more time says of the grant it extends: that one stays as it was agreed. All escaped Markdown.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { Instant } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import type { Pair } from './status-card.ts';
import { whenText } from './when.ts';

type Extending = Pick<AccessRequest, 'extends' | 'reader'>;

/** As long as it is not known whether the time is had. Nothing for a request that extends nothing. */
export const meanwhileLines = (request: Extending, today?: Instant): readonly string[] =>
  aboutEnd(
    request,
    today,
    (end) => say`This is about more time. Until it is there, the end agreed before holds: ${asIs(end)}.`,
  );

/** Nothing came of it. True ever after, whatever becomes of the grant. */
export const noTimeAddedLines = (request: Extending, today?: Instant): readonly string[] =>
  aboutEnd(
    request,
    today,
    (end) => say`No time was added; the end agreed before was left as it was: ${asIs(end)}.`,
  );

/** For those who decide. */
export const extendsFacts = (request: Extending, today?: Instant): readonly Pair[] =>
  aboutEnd(request, today, (end) => [say`Extends`, say`access that ends at ${asIs(end)}`]);

const aboutEnd = <Told>(
  { extends: grant, reader }: Extending,
  today: Instant | undefined,
  tell: (end: string) => Told,
): readonly Told[] => (grant === undefined ? [] : [tell(whenText(grant.endsAt, reader, today))]);
