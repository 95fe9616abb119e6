// JSON that is to be written back as it was read: numbers keep the digits they came with.
import { Fault } from '../access/fault.ts';

// In Node 24, and not yet in the type library that is used.
interface SourceText {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
}
const json = JSON as unknown as SourceText;

/**
 * A number that JavaScript would spell otherwise (`1.0`, or more digits than it holds) stays its own text, which
 * `JSON.stringify` writes as it was; it is no number to anybody who looks, so that nothing is concluded from it.
 * @throws Fault `unavailable` when it is no JSON
 */
export function exactJson(text: string | null | undefined): unknown {
  try {
    return json.parse(text ?? '', (_key, value, { source }) =>
      typeof value === 'number' && source !== undefined && String(value) !== source
        ? json.rawJSON(source)
        : value,
    );
  } catch (cause) {
    throw unreadable(cause);
  }
}

/** The fault for an answer that is no JSON, or not what it should be. */
export const unreadable = (cause?: unknown): Fault =>
  new Fault('unavailable', 'Azure sent an answer that the bot cannot read.', { cause });
