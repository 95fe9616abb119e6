// The border: what Azure sent is held against a schema before anybody relies on it.
import { z } from 'zod';
import { Fault } from '../access/fault.ts';

/**
 * @param what names the thing in a chat sentence, such as `a network security group`
 * @throws Fault `unavailable`: a body that is not understood says nothing, in particular not "there is none"
 */
export function checked<Shape extends z.ZodType>(shape: Shape, value: unknown, what: string): z.infer<Shape> {
  const result = shape.safeParse(value);
  if (result.success) return result.data;
  throw new Fault('unavailable', `Azure described ${what} in a way the bot does not understand.`, {
    cause: result.error,
  });
}

/** Azure leaves out what it does not know, and sometimes sends null instead. */
export const text = z.string().nullish();
export const flag = z.boolean().nullish();
export const texts = z.array(z.string()).nullish();
export const reference = z.object({ id: text }).nullish();

/** Azure sends one value in the singular field or several in the plural one, and the other one empty or not at all. */
export const merged = (
  one: string | null | undefined,
  several: readonly string[] | null | undefined,
): string[] => [...new Set([one ?? '', ...(several ?? [])].filter((value) => value !== ''))];
