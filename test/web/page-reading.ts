// Reading the bot's pages over HTTP, and pressing their buttons.
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AccessRequest } from '../../src/domain/access-request.ts';

export const formType = { 'content-type': 'application/x-www-form-urlencoded' };

/** What a reader sees of a page: status, heading, and its words in one line. */
export async function page(answer: Response | Promise<Response>) {
  const response = await answer;
  const body = await response.text();
  const words = body
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return {
    status: response.status,
    heading: /<h1>(.*)<\/h1>/.exec(body)?.[1],
    words,
    body,
    headers: response.headers,
  };
}

export const confirm = (url: string, address: string, headers: Record<string, string> = {}) =>
  fetch(url, {
    method: 'POST',
    headers: { ...formType, ...headers },
    body: new URLSearchParams({ address }),
  });

export const renew = (url: string) => fetch(url, { method: 'POST', headers: formType, body: 'renew=1' });

export const sourceOf = (request: AccessRequest | undefined): string | undefined =>
  request?.state === 'draft' && request.asking.kind === 'form' ? request.asking.values.source : undefined;

/** Sends a form with exactly these headers. @returns the status */
export async function postAs(
  url: string,
  headers: Record<string, string>,
  body: string,
): Promise<number | undefined> {
  const request = httpRequest(url, { method: 'POST', headers: { ...formType, ...headers } });
  request.end(body);
  const [response] = await once(request, 'response');
  response.resume();
  return response.statusCode;
}
