// Passes the simulator's picture of the NSGs on to the page, which may talk to its own server only, and takes rules away for it.
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HttpError, type Route } from './http.ts';

/** The simulator's state, its event stream and its rules, under /azure. @param closed ends streams when the chat closes */
export const azureRoutes = (azureUrl: string, closed: AbortSignal): readonly Route[] => {
  const pass = async (path: string, response: ServerResponse): Promise<void> => {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([closed, gone.signal]);
    const answer = await fetch(new URL(path, azureUrl), { signal }).catch(() => undefined);
    if (!answer?.ok || answer.body === null)
      throw new HttpError(502, 'BadGateway', 'The Azure simulator does not answer.');
    response.writeHead(200, {
      'content-type': answer.headers.get('content-type') ?? 'application/json',
      'cache-control': 'no-store',
    });
    // Either side may hang up at any time; the page asks again.
    await pipeline(Readable.fromWeb(answer.body), response).catch(() => response.destroy());
  };
  const wipe = async (nsg: string, rule: string, response: ServerResponse): Promise<void> => {
    const path = `/_sandbox/rules/${encodeURIComponent(nsg)}/${encodeURIComponent(rule)}`;
    const answer = await fetch(new URL(path, azureUrl), { method: 'DELETE', signal: closed }).catch(
      () => undefined,
    );
    if (answer === undefined) throw new HttpError(502, 'BadGateway', 'The Azure simulator does not answer.');
    if (answer.status === 404) throw new HttpError(404, 'NotFound', 'There is no such rule.');
    if (!answer.ok) throw new HttpError(502, 'BadGateway', 'The Azure simulator did not do it.');
    // Not chained: with restify in the process, as in tests, writeHead returns nothing.
    response.writeHead(204);
    response.end();
  };
  return [
    { method: 'GET', path: '/azure/state', answer: ({ response }) => pass('/_sandbox/state', response) },
    { method: 'GET', path: '/azure/events', answer: ({ response }) => pass('/_sandbox/events', response) },
    {
      // Not a method that another site's page can send unasked.
      method: 'DELETE',
      path: '/azure/rules/:nsg/:rule',
      answer: ({ params: { nsg = '', rule = '' }, response }) => wipe(nsg, rule, response),
    },
  ];
};
