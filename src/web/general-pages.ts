// Pages for whatever link it is: nothing there, not now, not like this.
import { html } from './html.ts';
import type { Page } from './page.ts';
import { say } from './say.ts';

/** The same words for a link that was cut off in copying and for one that somebody made up. */
export const noSuchPage = (): Page => ({
  status: 404,
  heading: say`There is nothing here`,
  body: html`<p>${say`This link is not one of mine, or a part of it got lost. Open it from the card in Teams.`}</p>`,
});

export const booksAwayPage = (): Page => ({
  status: 503,
  heading: say`Not now`,
  body: html`<p>${say`I cannot reach my database at the moment, so I cannot say what this link is for. Try again in a minute; the card in Teams says what its form has.`}</p>`,
});

export const brokenPage = (): Page => ({
  status: 500,
  heading: say`Something went wrong here`,
  body: html`<p>${say`Try again in a minute. If it stays so, tell an administrator of the bot: its log says what it was.`}</p>`,
});

export const wrongMethodPage = (): Page => ({
  status: 405,
  heading: say`This page does not take that`,
  body: html`<p>${say`Open the link from the card in Teams with a browser.`}</p>`,
});

/** @param seconds until the address is answered again */
export const tooManyPage = (seconds: number): Page => ({
  status: 429,
  heading: say`Too many requests`,
  body: html`<p>${say`More requests came from your address than I answer in a minute. Nothing was changed. Open the link again in ${String(seconds)} s.`}</p>`,
});

/** Another site's page sent the form, not the person in front of it. */
export const otherSitePage = (): Page => ({
  status: 403,
  heading: say`This did not come from my page`,
  body: html`<p>${say`Nothing was changed. Open the link from the card in Teams, and use the button there.`}</p>`,
});

/** @param status 400, 413 or 415 */
export const oddFormPage = (status: number): Page => ({
  status,
  heading: say`I did not understand that`,
  body: html`<p>${say`Nothing was changed. Open the link from the card in Teams, and use the button there.`}</p>`,
});
