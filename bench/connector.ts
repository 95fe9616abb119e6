// The Teams connector, as quick as can be: takes every post, answers with a new id at once, and counts what came.
import { createServer } from 'node:http';

/** What came since the connector started. */
export interface Posts {
  readonly texts: number;
  readonly cards: number;
}

const cardType = 'application/vnd.microsoft.card.adaptive';
const posts = { texts: 0, cards: 0 };
let lastId = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    if (Buffer.concat(chunks).includes(cardType)) posts.cards += 1;
    else posts.texts += 1;
    lastId += 1;
    const body = JSON.stringify({ id: `posted-${lastId}` });
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));

process.on('message', () => process.send?.(posts));
process.once('SIGTERM', () => process.exit(0));
