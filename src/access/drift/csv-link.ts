// The link to the CSV of all findings, for one admin, for a quarter of an hour. Implemented in src/web.
import type { Instant, Seconds } from '../../domain/time.ts';

/** `undefined`: the bot has no URL at which people reach it (PUBLIC_URL), so there are no pages. */
export type CsvLink = (personId: string, expiresAt: Instant) => string | undefined;

/** How long a link holds. */
export const csvLinkSeconds: Seconds = 15 * 60;
