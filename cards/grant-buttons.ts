// The buttons of a grant that is open: its RDP file, more time, or done. Their data is the request's id and the choice, nothing else.
import type { Seconds } from '../src/domain/time.ts';
import { asIs, say } from './escape.ts';
import { speaking } from './language.ts';
import { type CardJson, render } from './render.ts';
import template from './templates/grant.json' with { type: 'json' };
import { spanText } from './when.ts';

/** The button's words; its verb does not depend on them. */
export const doneTitle = (): string => say`I'm done`;

/** A button that asks for so much more time; what it sends is read as if it had been typed. */
export const extendChoice = (seconds: Seconds) => ({
  title: asIs(say`Extend by ${asIs(spanText(seconds))}`),
  // Read as a command, whatever language the button is in.
  by: asIs(speaking('en', () => spanText(seconds))),
});

/** The `actions` of a card about one open grant. */
export const grantButtons = (
  requestId: string,
  offer: {
    /** Link to the file that opens Remote Desktop. */
    readonly rdpFile?: string;
    /** By how many seconds it can be extended, a button each. */
    readonly extendBy?: readonly Seconds[];
  } = {},
): CardJson =>
  render(template, {
    request: asIs(requestId),
    done: asIs(doneTitle()),
    rdpFile: asIs(offer.rdpFile ?? ''),
    extensions: (offer.extendBy ?? []).map(extendChoice),
  });
