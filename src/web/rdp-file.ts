// The file that opens Remote Desktop on an open grant. It names an address, and holds no secret.
import { isIPv4 } from 'node:net';
import { plainPen } from '../../cards/pen.ts';
import type { Ledger } from '../access/ledger-port.ts';
import type { Open } from '../domain/access-request.ts';
import { connectAddress } from '../domain/connect-address.ts';
import type { Instant } from '../domain/time.ts';
import { closedPage } from './file-pages.ts';
import { noSuchPage } from './general-pages.ts';
import type { SignedLinks } from './links.ts';
import { pageAnswer } from './page.ts';
import { privateHeaders, type WebAnswer } from './web-answer.ts';

interface Parts {
  readonly ledger: Pick<Ledger, 'load'>;
  readonly links: Pick<SignedLinks, 'readRdp'>;
  readonly now: () => Instant;
}

/** Answers a link to the file. @throws Fault when the ledger is away */
export const createRdpHandler =
  ({ ledger, links, now }: Parts) =>
  async (token: string): Promise<WebAnswer> => {
    const read = links.readRdp(token, now());
    if (read.kind === 'malformed' || read.kind === 'forged') return pageAnswer(noSuchPage());
    const request = await ledger.load(read.link.requestId);
    if (request === undefined) return pageAnswer(noSuchPage());
    const isOpen = request.state === 'open' && now() < request.endsAt && request.terms.port === 3389;
    return read.kind === 'valid' && isOpen ? fileAnswer(request) : pageAnswer(closedPage());
  };

function fileAnswer(request: Open): WebAnswer {
  const address = connectAddress(request);
  // It is a line of a file that a program obeys.
  if (!isIPv4(address)) throw new Error(`request ${request.id} is open on something that is no IPv4 address`);
  return {
    status: 200,
    headers: {
      ...privateHeaders,
      'Content-Type': 'application/x-rdp',
      'Content-Disposition': `attachment; filename="${fileName(request.terms.machine.name)}"`,
    },
    body: `full address:s:${address}:3389\r\nprompt for credentials:i:1\r\n`,
  };
}

/** Letters, digits, dots, dashes and underscores only, so that it needs no quoting anywhere. */
function fileName(machine: string): string {
  const name = plainPen
    .text(machine, 60)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '');
  return `${name || 'machine'}.rdp`;
}
