// Logging in pino's shape: facts first, then a sentence.

type Line = (facts: Readonly<Record<string, unknown>>, sentence: string) => void;

export interface Log {
  readonly debug: Line;
  readonly info: Line;
  readonly warn: Line;
  readonly error: Line;
}
