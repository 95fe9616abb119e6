// The language a browser asks for.
import { languageOf } from '../../cards/language.ts';

/** What nobody lists on purpose; more of them is somebody playing. */
const mostWishes = 20;

/**
 * @param header `Accept-Language` (RFC 9110, 12.5.4): `de-AT,de;q=0.9,en;q=0.5`
 * @returns the locale that is wanted most among those spoken here; `en-GB` where there is none
 */
export function browserLanguage(header: string | undefined): string {
  const wishes = (header ?? '').slice(0, 500).split(',', mostWishes).map(wishIn);
  const best = wishes
    .filter(({ locale, weight }) => weight > 0 && isSpoken(locale))
    .sort((one, other) => other.weight - one.weight)[0];
  return best?.locale ?? 'en-GB';
}

function wishIn(text: string): { readonly locale: string; readonly weight: number } {
  const [locale = '', ...rest] = text.split(';').map((part) => part.trim());
  const quality = rest.find((part) => part.startsWith('q='));
  const weight = quality === undefined ? 1 : Number(quality.slice(2));
  return { locale, weight: Number.isFinite(weight) ? weight : 0 };
}

/** English is what every other locale is answered in, so that it has to be asked for by its name. */
const isSpoken = (locale: string): boolean => languageOf(locale) !== 'en' || /^en(-|$)/i.test(locale);
