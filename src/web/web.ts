// The bot's own pages, wired.
import { createAddresses } from '../access/addresses.ts';
import type { Admins } from '../access/admins.ts';
import type { Inventory } from '../access/azure-ports.ts';
import type { FindingsBook } from '../access/drift/findings-book.ts';
import type { Ledger } from '../access/ledger-port.ts';
import type { Log } from '../access/log-port.ts';
import type { Settle } from '../access/settle.ts';
import type { Instant } from '../domain/time.ts';
import { createAddressHandler } from './address-handler.ts';
import type { ProxySettings } from './client-address.ts';
import { createFindingsHandler } from './findings-csv.ts';
import type { SignedLinks } from './links.ts';
import { createPages, type Pages } from './pages.ts';
import { createRdpHandler } from './rdp-file.ts';
import type { ReadBody } from './read-form.ts';
import type { Visits } from './visits.ts';

export interface WebParts {
  readonly ledger: Pick<Ledger, 'load' | 'save' | 'confirmedAddress' | 'confirmAddress'>;
  readonly findings: Pick<FindingsBook, 'current'>;
  readonly admins: Admins;
  readonly settle: Pick<Settle, 'settle'>;
  readonly inventory: Pick<Inventory, 'byId'>;
  readonly links: SignedLinks;
  /** The URL at which people reach the bot, as it is known now. */
  readonly publicUrl: () => string | undefined;
  readonly proxies: ProxySettings;
  readonly visits: Visits;
  readonly readBody: ReadBody;
  readonly now: () => Instant;
  readonly log: Log;
}

export function createWeb(parts: WebParts): Pages {
  const { ledger, links, publicUrl, proxies, visits, readBody, now, log } = parts;
  return createPages({
    address: createAddressHandler({
      addresses: createAddresses(parts),
      links,
      proxies,
      readBody,
      origin: () => originOf(publicUrl()),
      now,
      log,
    }),
    rdpFile: createRdpHandler({ ledger, links, now }),
    findings: createFindingsHandler(parts),
    prefix: () => pathOf(publicUrl()),
    visits,
    log,
  });
}

const originOf = (url: string | undefined): string | undefined =>
  url === undefined ? undefined : new URL(url).origin;
const pathOf = (url: string | undefined): string =>
  url === undefined ? '' : new URL(url).pathname.replace(/\/$/, '');
