// Whose sign-in is needed for Azure, and asking for it: in turns of the person's own chat with the bot.
import { ActivityTypes, CardFactory } from 'botbuilder';
import type { Rosters } from '../access/directory-ports.ts';
import { Fault } from '../access/fault.ts';
import type { SignIns } from '../access/sign-in-port.ts';
import type { Person } from '../domain/person.ts';
import type { TeamsAdapter } from './adapter.ts';
import type { ConversationBook } from './conversation-book.ts';
import { storedReference } from './conversations.ts';
import type { SignInActivity } from './notifier.ts';
import { inOwnTurn } from './own-turn.ts';
import type { TokenService } from './token-service.ts';

export interface SignInParts {
  readonly adapter: TeamsAdapter;
  /** `''` in local mode. */
  readonly appId: string;
  /** Name of the bot's OAuth connection in Azure Bot Service. */
  readonly connection: string;
  /** Lower case; `undefined`: tokens of any tenant (local mode). */
  readonly tenantId: string | undefined;
  /** On the button. */
  readonly title: string;
  readonly service: TokenService;
  readonly book: ConversationBook;
  readonly personalChat: (personId: string) => Promise<string | undefined>;
  readonly rosters: Rosters;
}

export function createSignIns(parts: SignInParts): SignIns & { readonly asking: SignInActivity } {
  const { adapter, appId, connection, tenantId, title, service, book, personalChat, rosters } = parts;

  return {
    async tokenOf(person) {
      const chat = await personalChat(person.id);
      // Whoever has no chat with the bot was never asked to sign in.
      if (chat === undefined) return undefined;
      const account = await accountIn(chat, person);
      const reference = storedReference.parse(await book.recall(chat));
      const token = await inOwnTurn(adapter, appId, reference, (context) =>
        service.token(context, { id: person.id, tenantId, account }),
      );
      return token === 'foreign' ? undefined : token;
    },

    async asking(context, { person, text }) {
      const account = await accountIn(context.activity.conversation.id, person);
      const { signInLink, tokenExchangeResource, tokenPostResource } = await service.resource(
        context,
        account,
      );
      return {
        type: ActivityTypes.Message,
        attachments: [
          CardFactory.oauthCard(
            connection,
            title,
            text,
            signInLink,
            tokenExchangeResource,
            tokenPostResource,
          ),
        ],
      };
    },
  };

  /** Only ever who is in that chat: nobody can be asked for, or act with, another's sign-in. */
  async function accountIn(chat: string, { id }: Person): Promise<string> {
    const found = (await rosters.membersOf(chat, false))?.find((member) => member.id === id);
    if (found === undefined) throw new Fault('unavailable', 'Teams did not say who is in a chat of our own.');
    return found.teamsId;
  }
}
