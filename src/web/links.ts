// The links that cards carry to the bot's own pages, and what a link that comes back says.
import { z } from 'zod';
import type { CsvLink } from '../access/drift/csv-link.ts';
import type { Links } from '../access/links-port.ts';
import type { AddressLink } from '../domain/address-moves.ts';
import type { Instant } from '../domain/time.ts';
import { openSigned, signed } from './signed-token.ts';

/** What a link to a file for Remote Desktop says. */
export interface RdpLink {
  readonly requestId: string;
  /** The end of the grant. */
  readonly expiresAt: Instant;
}

/** What a link to the CSV of findings says. */
export interface FindingsLink {
  /** The admin whom it is for. */
  readonly personId: string;
  readonly expiresAt: Instant;
}

/** `expired` still says what it was for: it was signed by us. */
export type ReadLink<T> =
  | { readonly kind: 'valid'; readonly link: T }
  | { readonly kind: 'expired'; readonly link: T }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'forged' };

export interface SignedLinks extends Links {
  /** The CSV of findings, for one admin. */
  readonly findings: CsvLink;
  readFindings(token: string, now: Instant): ReadLink<FindingsLink>;
  readAddress(token: string, now: Instant): ReadLink<AddressLink>;
  readRdp(token: string, now: Instant): ReadLink<RdpLink>;
}

const addressPayload = z
  .tuple([z.string(), z.string(), z.int(), z.int()])
  .transform(
    ([requestId, personId, number, expiresAt]): AddressLink => ({ requestId, personId, number, expiresAt }),
  );
const rdpPayload = z
  .tuple([z.string(), z.int()])
  .transform(([requestId, expiresAt]): RdpLink => ({ requestId, expiresAt }));
const findingsPayload = z
  .tuple([z.string(), z.int()])
  .transform(([personId, expiresAt]): FindingsLink => ({ personId, expiresAt }));

/** What links are for: one for a purpose is none for another. */
type Purpose = 'address' | 'rdp' | 'findings';

/**
 * @param key of the ledger, so that every replica knows the links of every other
 * @param base the URL at which people reach the bot, without a slash at its end; `undefined`: not known (yet)
 */
export function createLinks(key: Uint8Array, base: () => string | undefined): SignedLinks {
  const urlOf = (purpose: Purpose, value: unknown): string | undefined => {
    const start = base();
    return start === undefined ? undefined : `${start}/${purpose}/${signed(key, purpose, value)}`;
  };

  function read<T extends { readonly expiresAt: Instant }>(
    purpose: Purpose,
    payload: z.ZodType<T>,
    token: string,
    now: Instant,
  ): ReadLink<T> {
    const opened = openSigned(key, purpose, token);
    if (opened.kind !== 'signed') return opened;
    const { data: link } = payload.safeParse(opened.value);
    if (link === undefined) return { kind: 'malformed' };
    return { kind: now < link.expiresAt ? 'valid' : 'expired', link };
  }

  return {
    address: ({ id, requester, link }) => urlOf('address', [id, requester.id, link.number, link.expiresAt]),
    rdpFile: ({ id, terms, endsAt }) => (terms.port === 3389 ? urlOf('rdp', [id, endsAt]) : undefined),
    findings: (personId, expiresAt) => urlOf('findings', [personId, expiresAt]),
    readFindings: (token, now) => read('findings', findingsPayload, token, now),
    readAddress: (token, now) => read('address', addressPayload, token, now),
    readRdp: (token, now) => read('rdp', rdpPayload, token, now),
  };
}
