// The little of HTTP that both the ARM wire and the control surface need.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer } from './answers.ts';

const bodyLimit = 1_000_000;

/** The request's body, parsed. `undefined`: empty. @throws SyntaxError when it is not JSON, RangeError when it is too long. */
export const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > bodyLimit) throw new RangeError('The request body is too long.');
    chunks.push(bytes);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : JSON.parse(text);
};

/** Sends an answer: objects as JSON, strings as they are. `headers` yield to the answer's own. */
export const send = (
  response: ServerResponse,
  answer: Answer,
  headers: Readonly<Record<string, string>> = {},
): void => {
  const isText = typeof answer.body === 'string';
  response.writeHead(answer.status, {
    ...(isText || answer.body === undefined ? {} : { 'content-type': 'application/json; charset=utf-8' }),
    ...headers,
    ...answer.headers,
  });
  response.end(isText ? answer.body : answer.body === undefined ? undefined : JSON.stringify(answer.body));
};

/** True for a Host or Origin that names this machine: keeps other sites' pages off the control surface. */
export const isLoopback = (hostOrOrigin: string): boolean =>
  /^(https?:\/\/)?(127\.0\.0\.1|localhost)(:\d+)?$/i.test(hostOrOrigin);
