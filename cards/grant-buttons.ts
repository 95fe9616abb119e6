// The buttons of the card of an open grant.
import { asIs } from './escape.ts';
import { type CardJson, render } from './render.ts';
import template from './templates/grant.json' with { type: 'json' };

/** @param rdpFile link to the file that opens Remote Desktop; left out: none is offered. */
export const openButtons = (requestId: string, rdpFile = ''): CardJson =>
  render(template, { request: asIs(requestId), rdpFile: asIs(rdpFile) });
