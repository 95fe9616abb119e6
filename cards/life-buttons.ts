// The buttons of a grant that is open: more time, or done. Their data is the request's id and the choice, nothing else.
import type { Seconds } from '../src/domain/time.ts';
import { asIs } from './escape.ts';
import { type CardJson, render } from './render.ts';
import template from './templates/life.json' with { type: 'json' };
import { spanText } from './when.ts';

/**
 * The `actions` of a card about an open grant.
 * @param extendBy by how many seconds it can be extended; none: only the end is offered
 */
export const lifeButtons = (requestId: string, extendBy: readonly Seconds[]): CardJson =>
  render(template, {
    request: asIs(requestId),
    choices: extendBy.map((seconds) => ({
      title: `Extend by ${spanText(seconds)}`,
      by: asIs(String(seconds)),
    })),
  });
