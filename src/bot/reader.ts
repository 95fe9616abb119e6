// How the one who writes reads times.
import type { AccessRequest } from '../domain/access-request.ts';
import type { Occasion } from '../teams/said.ts';

export const readerOf = ({ timeZone, locale }: Occasion): AccessRequest['reader'] => ({
  timeZone: timeZone ?? 'UTC',
  locale: locale ?? 'en-GB',
});
