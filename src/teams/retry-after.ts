// Reads how long a throttling answer asks to wait.

/**
 * @param retryAfter the `Retry-After` header: seconds, or an HTTP date (RFC 9110, 10.2.3)
 * @param date the answer's own `Date` header: an HTTP date is measured against the sender's clock, not ours
 * @returns seconds, or `undefined` where nothing usable was said
 */
export function retryAfterSeconds(
  retryAfter: string | undefined,
  date: string | undefined,
): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter);
  const seconds = Math.ceil((Date.parse(retryAfter) - Date.parse(date ?? '')) / 1000);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}
