// How the one who writes reads words and times.
import { spoken, usualLocale } from '../../cards/language.ts';
import type { AccessRequest } from '../domain/access-request.ts';
import type { Occasion } from '../teams/said.ts';

/** Who does not say a locale reads later what the turn speaks now: the usual language (`their-language.ts`). */
export const readerOf = ({
  timeZone,
  locale,
}: Pick<Occasion, 'timeZone' | 'locale'>): AccessRequest['reader'] => ({
  timeZone: timeZone ?? 'UTC',
  locale: locale ?? usualLocale[spoken().language],
});
