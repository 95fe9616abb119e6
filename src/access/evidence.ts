// What a request's own look may rest on: how new the rules must be, and when the way to them is walked anew.
import type { Sight } from '../domain/sight.ts';
import type { Instant } from '../domain/time.ts';
import type { Freshness } from './azure-ports.ts';

/** Looks that follow each other this closely share what one of them read. */
const sharedMilliseconds = 1000;

/**
 * Since when an NSG must have been asked, so that what it says is evidence now.
 * @param expectedSince what was read before it says nothing of the matter: when Azure was asked, when the grant ended
 */
export const newEnough = (now: Instant, expectedSince: Instant): Instant =>
  Math.max(now - sharedMilliseconds, expectedSince);

/**
 * A look that would claim something rests on interfaces and subnets read anew, too: a way known for some minutes may have another
 * NSG on it by now. One that claims nothing spares Azure that. @throws whatever `look` throws
 */
export async function proven(
  look: (way: Freshness['way']) => Promise<Sight>,
  claims: (sight: Sight) => boolean,
): Promise<Sight> {
  const seen = await look('known');
  return claims(seen) ? look('anew') : seen;
}
