// How long Azure asks to wait.

interface Headers {
  get(name: string): string | undefined;
}

/**
 * Reads Retry-After (seconds or a date, RFC 9110 10.2.3) and Azure's variants in milliseconds.
 * A date is compared with the answer's own Date header: the two clocks need not agree.
 * @returns whole seconds, rounded up; `undefined` where nothing usable was said
 */
export function retryAfterSecondsOf(headers: Headers): number | undefined {
  for (const name of ['retry-after-ms', 'x-ms-retry-after-ms']) {
    const milliseconds = numberOf(headers.get(name));
    if (milliseconds !== undefined) return Math.ceil(milliseconds / 1000);
  }
  const value = headers.get('retry-after');
  const seconds = numberOf(value) ?? (Date.parse(value ?? '') - Date.parse(headers.get('date') ?? '')) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.ceil(seconds));
}

const numberOf = (value: string | undefined): number | undefined =>
  value !== undefined && /^\d+$/.test(value.trim()) ? Number(value) : undefined;
