// Pages in the place of a file: the CSV of findings, the file for Remote Desktop.
import { html } from './html.ts';
import type { Page } from './page.ts';
import { say } from './say.ts';

export const findingsExpiredPage = (): Page => ({
  status: 410,
  heading: say`This link has expired`,
  body: html`<p>${say`It holds for a quarter of an hour. Write “audit ports” to the bot for a new one.`}</p>`,
});

export const notAdminPage = (): Page => ({
  status: 403,
  heading: say`This is for admins`,
  body: html`<p>${say`Whoever this link was made for is no admin of the bot any more.`}</p>`,
});

export const unknownAdminPage = (): Page => ({
  status: 503,
  heading: say`Not now`,
  body: html`<p>${say`I could not find out whether you are an admin. Try again in a minute.`}</p>`,
});

export const closedPage = (): Page => ({
  status: 410,
  heading: say`This access is over`,
  body: html`<p>${say`The port is not open by this request any more, or not by this one alone: it ended, or another took over. The card in Teams says how it stands, and has the file for what is open.`}</p>`,
});
