// Points in time and spans, the only two ways this code counts time.

/** A point in time: milliseconds since 1970-01-01T00:00:00Z. Always passed in; the domain has no clock. */
export type Instant = number;

/** A length of time in seconds. */
export type Seconds = number;

/** `instant` as ISO 8601 in UTC with milliseconds, for records and for Azure. */
export const isoOf = (instant: Instant): string => new Date(instant).toISOString();
