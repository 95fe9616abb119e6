// The smallest pieces of the stored documents' schemas.
import { z } from 'zod';

/** Milliseconds since 1970, as `Instant`. */
export const instant = z.number();
export const seconds = z.number();
export const whole = z.int();
export const person = z.strictObject({ id: z.string(), name: z.string() });

/** Where and when something was asked for, how the asker reads times, and its card: of a request, and of a change of the setup. */
export const askedFrom = {
  origin: z.strictObject({
    conversationId: z.string(),
    activityId: z.string(),
    private: z.literal(true).exactOptional(),
  }),
  reader: z.strictObject({ timeZone: z.string(), locale: z.string() }),
  askedAt: instant,
  card: z.strictObject({
    messageId: z.string().exactOptional(),
    shown: z.string().exactOptional(),
    quietUntil: instant.exactOptional(),
  }),
};
