// The text that Azure keeps beside a grant: the bot has one identity there, so this is where the person is named.
import type { AccessRequest } from '../domain/access-request.ts';

const longest = 400;

/** One line with the request id (by which an entry is recognised later), the person and the reason as typed. */
export function justificationOf(request: AccessRequest, reason: string): string {
  const { id, requester } = request;
  const line = `JIT Access ${id} for ${requester.name} (${requester.id})${reason === '' ? '' : `: ${reason}`}`;
  return line.replace(/\p{Cc}+/gu, ' ').slice(0, longest);
}
