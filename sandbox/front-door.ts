// A tiny reverse proxy over real HTTP: plays the company's proxy, and every browser seems to come from one address.
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from 'node:http';
import { isIP } from 'node:net';
import { isLoopback } from './azure/http.ts';

export interface FrontDoor {
  /** Where browsers go; `url` and what is behind it are passed on to the target as they are. */
  readonly url: string;
  /** From now on browsers seem to come from this address; of a door behind another: that one does. */
  comesFrom(address: string): void;
  close(): Promise<void>;
}

export interface FrontDoorSettings {
  /** Left out or 0: any free one. */
  readonly port?: number;
  /** Such as `http://127.0.0.1:3978`: the bot, or another door. */
  readonly target: string;
  /** Written at the end of X-Forwarded-For. */
  readonly address?: string;
}

/** Settings of a bot behind doors on this machine. */
export const trustFrontDoors = (outermost: FrontDoor): Readonly<Record<string, string>> => ({
  PUBLIC_URL: outermost.url,
  TRUSTED_PROXIES: '127.0.0.1/32',
});

/** Listens on 127.0.0.1 only. @throws the socket's error, such as EADDRINUSE */
export async function startFrontDoor(settings: FrontDoorSettings): Promise<FrontDoor> {
  const { port = 0, target } = settings;
  let { address = '203.0.113.7' } = settings;
  const server = createServer((incoming, outgoing) => {
    const next = moveTo(incoming);
    if (next === undefined) passOn(incoming, outgoing, target, address);
    else
      answerMove(incoming, outgoing, next, () => {
        address = next;
      });
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, '127.0.0.1', resolve);
  await promise;
  const bound = server.address();
  return {
    url: `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : port}`,
    comesFrom: (next) => {
      address = next;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** `PUT /_sandbox/address/<address>` plays people who move to another network; everything else is for the target. */
const moveTo = ({ method, url = '' }: IncomingMessage): string | undefined =>
  method === 'PUT' ? /^\/_sandbox\/address\/([^/?]+)$/.exec(url)?.[1] : undefined;

/** For this machine only; a page of another site may not send a PUT without asking, which is never answered. */
function answerMove(
  { headers }: IncomingMessage,
  outgoing: ServerResponse,
  address: string,
  move: () => void,
): void {
  const isOurs = isLoopback(headers.host ?? '') && isLoopback(headers.origin ?? headers.host ?? '');
  if (isOurs && isIP(address) !== 0) move();
  outgoing.statusCode = isOurs ? (isIP(address) === 0 ? 400 : 204) : 403;
  outgoing.end();
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, target: string, address: string): void {
  const { method, headers, url } = incoming;
  const passed = httpRequest(
    `${target}${url}`,
    { ...(method && { method }), headers: appended(headers, address) },
    (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    },
  );
  passed.on('error', () => {
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'content-type': 'text/plain' });
    outgoing.end('The front door could not reach what is behind it.');
  });
  outgoing.on('close', () => passed.destroy());
  incoming.pipe(passed);
}

/** What the browser wrote there is passed on, as proxies do: only the last part is this door's own word. */
function appended(headers: IncomingMessage['headers'], address: string): OutgoingHttpHeaders {
  const given = headers['x-forwarded-for'];
  const before = given === undefined ? [] : [given].flat();
  return { ...headers, connection: 'close', 'x-forwarded-for': [...before, address].join(', ') };
}
