// The smallest pieces of the stored documents' schemas.
import { z } from 'zod';

/** Milliseconds since 1970, as `Instant`. */
export const instant = z.number();
export const seconds = z.number();
export const whole = z.int();
export const person = z.strictObject({ id: z.string(), name: z.string() });
