// Reads a port off a word.

/** The port that a word is, from 1 to 65535; `undefined`: it is none. A number with a zero before it is no port: it means something else. */
export function portNumber(text: string): number | undefined {
  if (!/^[1-9]\d{0,4}$/.test(text)) return undefined;
  const port = Number(text);
  return port <= 65_535 ? port : undefined;
}
