// Whether a form was sent by our own page: another site's page must not confirm anything in somebody's name.
import type { Headers } from './client-address.ts';

/**
 * Browsers say which page sent a form. Ours asks for no referrer, and then they write `Origin: null`; what tells is
 * Sec-Fetch-Site. What sends neither is no browser, and nobody can be led into using it.
 * @param origin of the URL at which people reach the bot, such as `https://jit.example.com`
 */
export function sentByOurPage(headers: Headers, origin: string | undefined): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || headers.origin === origin;
}
