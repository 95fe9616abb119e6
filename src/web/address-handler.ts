// Answers on the address link: shows the address seen, and puts it into the form when its requester says so.
import type { IncomingMessage } from 'node:http';
import type { Addresses, Useless } from '../access/addresses.ts';
import type { Log } from '../access/log-port.ts';
import type { AddressLink } from '../domain/address-moves.ts';
import type { Instant } from '../domain/time.ts';
import * as pages from './address-pages.ts';
import { type ClientAddress, clientAddress, type ProxySettings } from './client-address.ts';
import { noSuchPage, oddFormPage, otherSitePage } from './general-pages.ts';
import type { SignedLinks } from './links.ts';
import type { Page } from './page.ts';
import { type ReadBody, readForm } from './read-form.ts';
import { sentByOurPage } from './same-site.ts';

export interface AddressParts {
  readonly addresses: Addresses;
  readonly links: Pick<SignedLinks, 'readAddress'>;
  readonly proxies: ProxySettings;
  readonly readBody: ReadBody;
  /** Origin of the URL at which people reach the bot. */
  readonly origin: () => string | undefined;
  readonly now: () => Instant;
  readonly log: Log;
}

export interface AddressHandler {
  /** GET and HEAD: changes nothing. @throws Fault */
  show(request: IncomingMessage, token: string): Promise<Page>;
  /** POST: confirms the address, or asks for a new link. @throws Fault */
  act(request: IncomingMessage, token: string): Promise<Page>;
}

export function createAddressHandler(parts: AddressParts): AddressHandler {
  const { addresses, links, proxies, readBody, origin, now, log } = parts;

  const show: AddressHandler['show'] = async (request, token) => {
    const link = linkIn(token);
    return link === undefined ? noSuchPage() : seen(link, observe(request));
  };

  const act: AddressHandler['act'] = async (request, token) => {
    // Read before anything is awaited, so that no byte of the body is missed, and nothing is left unread.
    const form = await readForm(request, readBody);
    if (form.kind === 'odd') return oddFormPage(form.status);
    if (!sentByOurPage(request.headers, origin())) return otherSitePage();
    const link = linkIn(token);
    if (link === undefined) return noSuchPage();
    const observed = observe(request);
    if (form.kind === 'renew') return renewed(link, observed);
    // Only what is observed now is ever used, and only if it is what the page showed.
    if (observed.kind !== 'ipv4' || observed.address !== form.shown) return seen(link, observed, form.shown);
    return confirmed(link, observed.address);
  };

  const linkIn = (token: string): AddressLink | undefined => {
    const read = links.readAddress(token, now());
    // What an expired link can still do, and whether it was used before, is for the use case to say.
    return read.kind === 'valid' || read.kind === 'expired' ? read.link : undefined;
  };

  function observe(request: IncomingMessage): ClientAddress {
    const observed = clientAddress(request.socket.remoteAddress, request.headers, proxies);
    if (observed.kind === 'unknown')
      log.info(
        { why: observed.why, peer: request.socket.remoteAddress },
        'the address that a browser comes from could not be told',
      );
    return observed;
  }

  async function seen(link: AddressLink, observed: ClientAddress, shown?: string): Promise<Page> {
    const looked = await addresses.look(link);
    if (looked.kind !== 'asks') return useless(looked, link);
    const { draft, reach } = looked;
    switch (observed.kind) {
      case 'unknown':
        return pages.unknownPage(draft, observed.why);
      case 'ipv6':
        return pages.ipv6Page(draft, observed.address);
      case 'ipv4': {
        const refusal = addresses.check(draft, observed.address);
        if (refusal !== undefined) return pages.unusablePage(draft, observed.address, refusal);
        return pages.askPage(draft, observed.address, reach, shown);
      }
    }
  }

  async function confirmed(link: AddressLink, address: string): Promise<Page> {
    const answer = await addresses.confirm(link, address);
    switch (answer.kind) {
      case 'confirmed':
        return pages.donePage(address, answer.before, now());
      case 'unusable':
        return pages.unusablePage(answer.draft, address, answer.refusal);
      case 'used':
      case 'expired':
      case 'over':
      case 'not-yours':
      case 'no-such-request':
        return useless(answer, link);
    }
  }

  async function renewed(link: AddressLink, observed: ClientAddress): Promise<Page> {
    const answer = await addresses.renew(link);
    switch (answer.kind) {
      case 'renewed':
        return pages.renewedPage();
      // It works still: its own page is what to show.
      case 'asks':
        return seen(link, observed);
      case 'used':
      case 'expired':
      case 'over':
      case 'not-yours':
      case 'no-such-request':
        return useless(answer, link);
    }
  }

  function useless(answer: Useless, link: AddressLink): Page {
    switch (answer.kind) {
      case 'used':
        return pages.usedPage(answer.draft, now() < link.expiresAt, now());
      case 'expired':
        return pages.expiredPage();
      case 'over':
        return pages.overPage();
      case 'not-yours':
        return pages.notYoursPage();
      case 'no-such-request':
        return noSuchPage();
    }
  }

  return { show, act };
}
