// Reads the small form that the address page sends.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** Reads a body to its end, within a limit of bytes. */
export type ReadBody = (
  request: IncomingMessage,
  limitBytes: number,
) => Promise<Buffer | 'too-large' | 'gone'>;

export type FormRead =
  /** The IPv4 address that the page showed. */
  | { readonly kind: 'confirm'; readonly shown: string }
  | { readonly kind: 'renew' }
  | { readonly kind: 'odd'; readonly status: 400 | 413 | 415 };

const limitBytes = 2048;
// Every field once: a second one is nobody's slip.
const fields = z.union([
  z.strictObject({ address: z.tuple([z.ipv4()]) }),
  z.strictObject({ renew: z.tuple([z.literal('1')]) }),
]);

/** Never throws: what cannot be read is an answer. */
export async function readForm(request: IncomingMessage, readBody: ReadBody): Promise<FormRead> {
  const { headers } = request;
  const type = headers['content-type'] ?? '';
  if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(type)) return { kind: 'odd', status: 415 };
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return { kind: 'odd', status: 415 };
  const bytes = await readBody(request, limitBytes);
  if (bytes === 'too-large') return { kind: 'odd', status: 413 };
  if (bytes === 'gone') return { kind: 'odd', status: 400 };
  const sent = new URLSearchParams(bytes.toString('utf8'));
  const parsed = fields.safeParse(
    Object.fromEntries([...new Set(sent.keys())].map((field) => [field, sent.getAll(field)])),
  );
  if (!parsed.success) return { kind: 'odd', status: 400 };
  return 'renew' in parsed.data ? { kind: 'renew' } : { kind: 'confirm', shown: parsed.data.address[0] };
}
