// The card on which somebody else acknowledges that glass was broken.
import type { AccessRequest } from '../src/domain/access-request.ts';
import type { BreakGlassGrounds } from '../src/domain/grounds.ts';
import type { Terms } from '../src/domain/terms.ts';
import { about, askedFacts, port, wishedTime } from './card-parts.ts';
import { buttonsFor } from './decision-buttons.ts';
import { type DecisionView, mayTry, refreshOf } from './decision-view.ts';
import { asIs, escapeMarkdown, say } from './escape.ts';
import { nameText, personText } from './grant-words.ts';
import { partiesText } from './party-words.ts';
import { type Drawn, type Pair, statusCard } from './status-card.ts';
import { whenText } from './when.ts';

export function breakGlassCard(
  request: AccessRequest,
  terms: Terms,
  grounds: BreakGlassGrounds,
  view: DecisionView,
): Drawn {
  const { review } = grounds;
  const glance = [port(terms), wishedTime(request, terms)];
  const facts: readonly Pair[] = [
    ...askedFacts(request, terms),
    [say`Policy rule`, escapeMarkdown(grounds.rule)],
    [say`Broken at`, whenText(grounds.since, request.reader, request.askedAt)],
  ];
  if (review !== undefined) {
    const note: readonly Pair[] =
      review.note.trim() === '' ? [] : [[say`Note`, escapeMarkdown(review.note, 500)]];
    const at = whenText(review.at, request.reader, request.askedAt);
    const lines = [say`${asIs(personText(review.by))} acknowledged it at ${asIs(at)}.`];
    return statusCard({ ...about({ terms }, 'reviewed'), glance, lines, facts: [...note, ...facts] });
  }
  const reviewers = partiesText(grounds.reviewers);
  return statusCard({
    ...about({ terms }, 'break-glass'),
    glance,
    warnings: [
      view.viewer === 'requester'
        ? say`You broke glass; somebody else must acknowledge it.`
        : say`${asIs(nameText(request.requester))} broke glass: nobody approved this. Somebody else must acknowledge it.`,
    ],
    lines: [],
    facts: [...facts, [say`Reviewers`, reviewers]],
    notes: view.viewer === 'onlooker' ? [say`Only ${asIs(reviewers)} can acknowledge this.`] : [],
    parts: {
      ...(mayTry(view) ? buttonsFor('review', request.id) : {}),
      ...refreshOf(request, view),
    },
  });
}
