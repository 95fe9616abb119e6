// Requests as a person may be shown them: with the view they have now, and what that person may do with each.
import type { Listed, May } from '../../cards/grant-block.ts';
import type { Message } from '../access/chat-ports.ts';
import type { AccessRequest } from '../domain/access-request.ts';
import type { Person } from '../domain/person.ts';
import type { Seconds } from '../domain/time.ts';
import { viewOf } from '../domain/view.ts';
import type { BotParts } from './parts.ts';

/** Of more than fit on a card it is not asked by how long they could be extended. */
const mostJudged = 10;

/**
 * @param extensions By how many seconds to offer to extend; left out: what could be had now.
 * @throws Fault when the ledger is away
 */
export async function listedFor(
  parts: BotParts,
  person: Person,
  requests: readonly AccessRequest[],
  extensions?: readonly Seconds[],
): Promise<readonly Listed[]> {
  const { life, pace, now, admins, revoke } = parts;
  const judged = requests
    .filter((request) => request.state === 'open' && request.requester.id === person.id)
    .slice(0, mostJudged);
  const could = new Map(
    await Promise.all(
      judged.map(async (request): Promise<[string, readonly Seconds[]]> => {
        if (request.state !== 'open' || request.done !== undefined) return [request.id, []];
        return [request.id, extensions ?? (await life.extensionsFor(request))];
      }),
    ),
  );
  const others = requests.some(({ requester }) => requester.id !== person.id);
  const isAdmin = revoke && others && (await admins.isAdmin(person.id)) === true;
  return requests.map((request) => ({ request, key: viewOf(request, now(), pace), may: mayDo(request) }));

  function mayDo(request: AccessRequest): May {
    if (request.requester.id === person.id) return { kind: 'own', extensions: could.get(request.id) ?? [] };
    return isAdmin ? { kind: 'end' } : { kind: 'look' };
  }
}

/** A drawn card as an answer. */
export const cardMessage = (drawn: Omit<Extract<Message, { kind: 'card' }>, 'kind'>): Message => ({
  kind: 'card',
  ...drawn,
});
