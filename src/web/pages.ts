// The bot's own pages: which link is which, and an answer whatever happens. Tokens are never logged.
import type { IncomingMessage } from 'node:http';
import { speaking } from '../../cards/language.ts';
import { Fault } from '../access/fault.ts';
import type { Log } from '../access/log-port.ts';
import type { AddressHandler } from './address-handler.ts';
import { browserLanguage } from './browser-language.ts';
import { booksAwayPage, brokenPage, noSuchPage, tooManyPage, wrongMethodPage } from './general-pages.ts';
import { pageAnswer } from './page.ts';
import type { Visits } from './visits.ts';
import type { WebAnswer } from './web-answer.ts';

/** `undefined`: the request is for something else than a page. Never rejects. */
export type Pages = (request: IncomingMessage) => Promise<WebAnswer | undefined>;

interface Parts {
  readonly address: AddressHandler;
  readonly rdpFile: (token: string) => Promise<WebAnswer>;
  /** The CSV of findings. */
  readonly findings: (token: string) => Promise<WebAnswer>;
  /** Path of the URL at which people reach the bot, without a slash at its end; a proxy may cut it off or not. */
  readonly prefix: () => string;
  /** How often an address may ask. */
  readonly visits: Visits;
  readonly log: Log;
}

export function createPages({ address, rdpFile, findings, prefix, visits, log }: Parts): Pages {
  return async (request) => {
    const found = linkOf(request.url ?? '', prefix());
    if (found === undefined) return undefined;
    return speaking(browserLanguage(request.headers['accept-language']), () => shown(found, request));
  };

  async function shown(found: Link, request: IncomingMessage): Promise<WebAnswer> {
    const limited = visits(request);
    if (limited !== undefined) {
      // What is still to come of a form flows by, so that the browser gets to read the answer.
      request.resume();
      if (limited.first) log.warn({ page: found.page }, 'an address asks for pages too often');
      return pageAnswer(tooManyPage(limited.waitSeconds), { 'Retry-After': String(limited.waitSeconds) });
    }
    try {
      return await answer(found.page, found.token, request);
    } catch (error) {
      const away = error instanceof Fault;
      log[away ? 'warn' : 'error']({ err: error, page: found.page }, 'a page could not be shown');
      return pageAnswer(away ? booksAwayPage() : brokenPage());
    }
  }

  async function answer(page: PageName, token: string, request: IncomingMessage): Promise<WebAnswer> {
    const { method } = request;
    const looks = method === 'GET' || method === 'HEAD';
    const allowed = page === 'address' ? 'GET, HEAD, POST' : 'GET, HEAD';
    if (token === '') return pageAnswer(noSuchPage());
    if (page === 'address' && looks) return pageAnswer(await address.show(request, token));
    if (page === 'address' && method === 'POST') return pageAnswer(await address.act(request, token));
    if (page === 'rdp' && looks) return rdpFile(token);
    if (page === 'findings' && looks) return findings(token);
    return pageAnswer(wrongMethodPage(), { Allow: allowed });
  }
}

type PageName = 'address' | 'rdp' | 'findings';

interface Link {
  readonly page: PageName;
  readonly token: string;
}

const isPage = (name: string | undefined): name is PageName =>
  name === 'address' || name === 'rdp' || name === 'findings';

/** What is behind `?` is not ours: mail filters and chats add it. */
function linkOf(url: string, prefix: string): Link | undefined {
  const [path = ''] = url.split('?');
  const own = prefix !== '' && path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path;
  const [, page, token] = /^\/(address|rdp|findings)\/([^/]*)$/.exec(own) ?? [];
  return token !== undefined && isPage(page) ? { page, token } : undefined;
}
