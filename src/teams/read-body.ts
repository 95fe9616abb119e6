// Takes a request's JSON body in, within bounds.
import type { IncomingMessage } from 'node:http';

/** `body`: parsed JSON. Otherwise an HTTP status with a sentence of ours to answer; `gone`: nobody waits for one. */
export type BodyRead =
  | { readonly kind: 'body'; readonly body: unknown }
  | { readonly kind: 'unusable'; readonly status: 400 | 413 | 415; readonly sentence: string }
  | { readonly kind: 'gone' };

/**
 * Reads and parses the body. Stops keeping bytes once there are more than `limitBytes`, announced or not.
 * Never throws: what cannot be read is an answer.
 */
export async function readJson(request: IncomingMessage, limitBytes: number): Promise<BodyRead> {
  if (!/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')) {
    return unusable(415, 'Send JSON, as Content-Type application/json.');
  }
  if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return unusable(415, 'Send the body without a content encoding.');
  }
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) return tooLarge(limitBytes);

  const bytes = await readUpTo(request, limitBytes);
  if (bytes === 'gone') return { kind: 'gone' };
  if (bytes === 'too-large') return tooLarge(limitBytes);
  try {
    return { kind: 'body', body: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return unusable(400, 'The body is not JSON.');
  }
}

const unusable = (status: 400 | 413 | 415, sentence: string): BodyRead => ({
  kind: 'unusable',
  status,
  sentence,
});

const tooLarge = (limitBytes: number): BodyRead =>
  unusable(413, `The body is larger than ${limitBytes} bytes.`);

/**
 * The whole body, if it is within the limit.
 * Events and not `for await`: leaving such a loop early destroys the socket, and with it the answer.
 */
export function readUpTo(
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer | 'too-large' | 'gone'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      // What is still to come flows by unkept, so that the sender gets to read the answer.
      chunks.length = 0;
      resolve('too-large');
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', () => resolve('gone'));
    request.on('close', () => resolve('gone'));
  });
}
