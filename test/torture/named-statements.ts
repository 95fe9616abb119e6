// The texts of statements that a client runs by name, read off what it sends: PostgreSQL hears the text of each only once.

export interface NamedStatements {
  /** @returns the texts of what this chunk runs by a name that was heard before, in their order */
  in(chunk: Buffer): readonly string[];
}

const typeLength = 1;
const sizeLength = 4;

/**
 * Of one connection. Messages may be cut anywhere between chunks.
 * Source: https://www.postgresql.org/docs/current/protocol-message-formats.html (StartupMessage, Parse, Bind).
 */
export function createNamedStatements(): NamedStatements {
  const texts = new Map<string, string>();
  let rest = Buffer.alloc(0);
  let started = false;

  /** The next whole message, taken off the rest. The very first has no letter for its kind. */
  function next(): { readonly kind: string; readonly body: Buffer } | undefined {
    const before = started ? typeLength : 0;
    if (rest.length < before + sizeLength) return undefined;
    const end = before + rest.readUInt32BE(before);
    if (rest.length < end) return undefined;
    const kind = started ? rest.subarray(0, typeLength).toString('latin1') : '';
    const body = rest.subarray(before + sizeLength, end);
    rest = rest.subarray(end);
    started = true;
    return { kind, body };
  }

  return {
    in: (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      const run: string[] = [];
      for (let message = next(); message !== undefined; message = next()) {
        const [first = '', second = ''] = message.body.toString('latin1').split('\0', 2);
        // Parse: the name, then the text. Bind: the portal, then the name.
        if (message.kind === 'P' && first !== '') texts.set(first, second);
        if (message.kind === 'B') run.push(texts.get(second) ?? '');
      }
      return run.filter((text) => text !== '');
    },
  };
}
