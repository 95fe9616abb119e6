// The Teams connector, as quick as can be: takes every post, answers with a new id at once, and remembers what came.
import { createServer } from 'node:http';
import type { Form } from './activities.ts';

/** What came since the connector started, and the forms posted since it was last asked. */
export interface Posts {
  readonly texts: number;
  readonly cards: number;
  readonly forms: readonly Form[];
}

const cardType = 'application/vnd.microsoft.card.adaptive';
const posts = { texts: 0, cards: 0 };
let forms: Form[] = [];
let lastId = 0;
/** Who is in every channel. */
const members = JSON.stringify({
  members: [{ id: '29:approver', name: 'Grace', aadObjectId: '00000000-0000-4000-8000-00000000a99e' }],
});

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = request.method === 'GET' ? members : posted(request.url ?? '', Buffer.concat(chunks));
    const status = request.method === 'POST' ? 201 : 200;
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length });
    response.end(body);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => process.send?.(server.address()));

process.on('message', () => {
  process.send?.({ ...posts, forms });
  forms = [];
});
process.once('SIGTERM', () => process.exit(0));

function posted(url: string, content: Buffer): string {
  lastId += 1;
  const messageId = `posted-${lastId}`;
  if (content.includes(cardType)) {
    posts.cards += 1;
    const text = content.toString();
    const [, request] = /"verb":"request"[^}]*"request":"([^"]+)"/.exec(text) ?? [];
    const [, conversation] = /\/conversations\/([^/]+)\/activities/.exec(url) ?? [];
    if (request !== undefined && conversation !== undefined)
      forms.push({ conversationId: decodeURIComponent(conversation), messageId, request });
  } else posts.texts += 1;
  return JSON.stringify({ id: messageId });
}
