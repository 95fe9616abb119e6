// What every answer carries, pages and errors alike; and the answer to what is no HTTP at all.
import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export type Headers = Readonly<Record<string, string>>;

/**
 * Nothing may be loaded by, framed, guessed at, kept or told to other sites. Pages replace the policy with their own, which
 * allows their one style sheet.
 * @param https whether people reach the bot over TLS: then browsers never try without again, for this host alone
 */
export const securityHeaders = (https: boolean): Headers => ({
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  // For browsers that do not know frame-ancestors.
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  ...(https && { 'Strict-Transport-Security': 'max-age=31536000' }),
});

/** What Node's parser reports of a request (https://nodejs.org/api/http.html#event-clienterror). */
const statuses: Readonly<Record<string, readonly [line: string, sentence: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'The headers are too large.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come to its end in time.'],
};
const notHttp = ['400 Bad Request', 'This request was not understood.'] as const;

/** Answers a socket on which there is no request to answer, and closes it. */
export function answerBrokenRequest(
  error: Error & { code?: string },
  socket: Duplex,
  headers: Headers,
): void {
  // Something was answered here before, or is being answered: nobody could tell the two apart.
  if (!(socket instanceof Socket) || !socket.writable || socket.bytesWritten > 0)
    return void socket.destroy();
  const [line, sentence] = statuses[error.code ?? ''] ?? notHttp;
  const body = JSON.stringify({ error: sentence });
  const all = {
    ...headers,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(body)),
    Connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${line}\r\n${lines.join('')}\r\n${body}`);
}
