// The warning before the end of a grant, with what can still be done about it; and what is left of it afterwards.
import type { Open } from '../src/domain/access-request.ts';
import type { Terms } from '../src/domain/terms.ts';
import type { Seconds } from '../src/domain/time.ts';
import { about, clock, port } from './card-parts.ts';
import { asIs, say } from './escape.ts';
import { grantButtons } from './grant-buttons.ts';
import { targetText } from './grant-words.ts';
import { endingText } from './open-notices.ts';
import { type Drawn, statusCard } from './status-card.ts';

/** @param extendBy by how many seconds today's policies let it be extended; none: the card says so */
export function warningCard(request: Open, extendBy: readonly Seconds[]): Drawn {
  return statusCard({
    ...about(request, 'ends-soon'),
    summary: endingText(request),
    glance: [port(request.terms), clock(say`Ends`, request, request.endsAt)],
    lines: [
      extendBy.length > 0
        ? say`Do you need it longer? What is connected at the end stays; only new connections are refused then.`
        : say`It cannot be extended as the policies are today. What is connected at the end stays; only new connections are refused then.`,
    ],
    parts: grantButtons(request.id, { extendBy }),
  });
}

/** In the past tense, so that it stays true whatever happens next. */
export const retiredWarningText = (terms: Terms): string =>
  say`You were told here that ${asIs(targetText(terms))} was about to end.`;
