// The card in an approvals channel: what approvers are asked, or what became of it.
import { type AccessRequest, type Pending, sentOf } from '../src/domain/access-request.ts';
import type { ApprovalGrounds } from '../src/domain/grounds.ts';
import { approvalsText, decidersOf, stillNeeded, waitingFacts } from './approval-words.ts';
import { breakGlassCard } from './break-glass-card.ts';
import { about, askedFacts, port, wishedTime } from './card-parts.ts';
import { decidedCard } from './decided-card.ts';
import { buttonsFor } from './decision-buttons.ts';
import { type DecisionView, mayTry, refreshOf } from './decision-view.ts';
import { asIs, say } from './escape.ts';
import { nameText, targetText } from './grant-words.ts';
import { partiesText } from './party-words.ts';
import { type Drawn, statusCard } from './status-card.ts';

/**
 * Draws the card. Times are in the requester's zone, which is printed. What the viewer may not do is not offered; the
 * click is checked all the same.
 * @throws Error for a request that nobody was asked about and for which no glass was broken.
 */
export function decisionCard(request: AccessRequest, view: DecisionView): Drawn {
  if (request.state === 'pending') return askingCard(request, view);
  const { terms, grounds } = sentOf(request) ?? {};
  if (terms !== undefined && grounds?.kind === 'approval') return decidedCard(request, { terms, grounds });
  if (terms !== undefined && grounds?.kind === 'break-glass')
    return breakGlassCard(request, terms, grounds, view);
  throw new Error(`a ${request.state} request has no card for approvers (${grounds?.kind ?? 'never sent'})`);
}

function askingCard(request: Pending, view: DecisionView) {
  const { terms, grounds } = request;
  const escalated = view.key.split('/').includes('escalated');
  const deciders = partiesText(decidersOf(grounds, escalated));
  return statusCard({
    ...about(request, 'pending'),
    summary: say`${asIs(nameText(request.requester))} asks for ${asIs(targetText(terms))}`,
    glance: [port(terms), wishedTime(request, terms)],
    lines: ownLines(view, grounds),
    facts: [...askedFacts(request, terms), ...waitingFacts(request, escalated)],
    notes: view.viewer === 'onlooker' ? [say`Only ${asIs(deciders)} can decide this.`] : [],
    parts: {
      ...(view.viewer === 'requester' ? buttonsFor('withdraw', request.id) : {}),
      ...(mayTry(view) ? buttonsFor('decide', request.id) : {}),
      ...refreshOf(request, view),
    },
  });
}

function ownLines({ viewer }: DecisionView, grounds: ApprovalGrounds): readonly string[] {
  if (viewer === 'requester') return [say`You asked; others decide.`];
  if (viewer !== 'agreed') return [];
  return [
    say`You have approved. Still needed: ${asIs(approvalsText(stillNeeded(grounds)))} by somebody else.`,
  ];
}
