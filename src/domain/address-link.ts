// The link to the address page: how long it can be used, and when a form gets a new one.
import type { Draft } from './access-request.ts';
import type { Instant, Seconds } from './time.ts';

/** Long enough to walk to the browser; a link in somebody's history is worth nothing an hour later. */
export const linkLife: Seconds = 900;

type Link = Draft['link'];

export const firstLink = (now: Instant): Link => ({ number: 1, expiresAt: now + linkLife * 1000 });

/** Another link: the one before is dead from now on. */
export const nextLink = ({ number }: Link, now: Instant): Link => ({
  number: number + 1,
  expiresAt: now + linkLife * 1000,
});

/** The link if it can still be used, otherwise the next one. */
export const liveLink = (link: Link, now: Instant): Link =>
  now < link.expiresAt ? link : nextLink(link, now);
