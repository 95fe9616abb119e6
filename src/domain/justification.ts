// The text that Azure keeps beside a grant: the bot has one identity there, so this is where the person is named.
import type { AccessRequest } from './access-request.ts';

const longest = 400;

/** What comes first, so that no reason that somebody typed can look like it. */
const mark = (id: string): string => `JIT Access ${id} for `;

/** One line with the request id (by which an entry is recognised later), the person and the reason as typed. */
export function justificationOf(request: AccessRequest, reason: string): string {
  const { id, requester } = request;
  const line = `${mark(id)}${requester.name} (${requester.id})${reason === '' ? '' : `: ${reason}`}`;
  return line.replace(/\p{Cc}+/gu, ' ').slice(0, longest);
}

/** Whether a justification was written for the request with this id: what people typed in it does not count. */
export const isJustifiedBy = (justification: string, id: string): boolean =>
  justification.startsWith(mark(id));

/** Id of the request that a justification says it was written for; `undefined`: it is none of the bot's. */
export const requestIdIn = (justification: string): string | undefined =>
  /^JIT Access (\S{1,100}) for /.exec(justification)?.[1];
