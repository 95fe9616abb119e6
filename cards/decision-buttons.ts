// The buttons of requests that wait for somebody. Their data is the request's id and nothing else.
import { asIs } from './escape.ts';
import { type CardJson, render } from './render.ts';
import template from './templates/decision.json' with { type: 'json' };

/** The `actions` of a card on which somebody decides, reviews or withdraws. */
export const buttonsFor = (what: 'decide' | 'review' | 'withdraw', requestId: string): CardJson =>
  render(template, {
    request: asIs(requestId),
    deciding: what === 'decide',
    reviewing: what === 'review',
    withdrawing: what === 'withdraw',
  });
