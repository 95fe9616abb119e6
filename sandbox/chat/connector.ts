// The Bot Framework connector service as Teams offers it to bots: conversations, activities, members, the team.
// Paths as in botframework-connector 4.23 (lib/connectorApi/operations/conversations.js, lib/teams/operations/teams.js).
import { z } from 'zod';
import { type Conversation, TEAM, threadedId } from './conversations.ts';
import type { Directory, Place } from './directory.ts';
import type { Faults } from './faults.ts';
import type { History, NewMessage } from './history.ts';
import { type Call, HttpError, type Route, readJson, sendJson } from './http.ts';
import type { ChatMessage } from './message.ts';
import { type ChatPerson, TENANT_ID } from './people.ts';
import { activitySchema, contentOf, type PostedActivity, parseActivity } from './posted-activity.ts';

const newConversationSchema = z.object({
  members: z.array(z.object({ id: z.string() })).nullish(),
  activity: activitySchema.nullish(),
  channelData: z.object({ channel: z.object({ id: z.string() }).optional() }).nullish(),
});

/** A member as Teams describes one (`TeamsChannelAccount`). */
const memberOf = (person: ChatPerson) => {
  const [givenName = '', surname = ''] = person.name.split(' ');
  return {
    id: person.teamsId,
    name: person.name,
    objectId: person.id,
    aadObjectId: person.id,
    givenName,
    surname,
    email: person.userPrincipalName,
    userPrincipalName: person.userPrincipalName,
    tenantId: TENANT_ID,
    userRole: 'user',
  };
};

/**
 * The connector's routes.
 * @param onCard called with each message that now shows a new card to everyone, after the bot has its answer.
 */
export const connectorRoutes = (
  directory: Directory,
  history: History,
  faults: Faults,
  onCard: (message: ChatMessage) => void,
): readonly Route[] => {
  const placeOf = (id: string | undefined): Place => {
    const place = directory.place(id ?? '');
    if (place === undefined) throw new HttpError(404, 'ConversationNotFound', 'Conversation not found.');
    return place;
  };

  const ofBot = (params: Call['params']): ChatMessage => {
    const { conversation } = placeOf(params.conversationId);
    const message = history.find(params.activityId ?? '');
    if (message?.conversationId !== conversation.id)
      throw new HttpError(
        404,
        'ActivityNotFoundInConversation',
        'The activity was not found in the conversation.',
      );
    if (message.from !== 'bot') throw new HttpError(403, 'Forbidden', 'A bot changes its own messages only.');
    return message;
  };

  const announce = (message: ChatMessage): void => {
    if (message.content.card) setImmediate(onCard, message);
  };

  /** @param replyTo the activity it answers @returns the id, or none where Teams makes two messages of text and card and names neither. */
  const post = (place: Place, activity: PostedActivity, replyTo?: string): string | undefined => {
    if (activity.type === 'typing') {
      history.typing(place.conversation.id);
      return undefined;
    }
    if (activity.type !== 'message')
      throw new HttpError(400, 'BadSyntax', `Teams shows no activity of type ${activity.type}.`);
    const { card, ...words } = contentOf(activity);
    const at = { conversationId: place.conversation.id, threadId: place.threadId, replyTo, from: 'bot' };
    const put = (content: NewMessage['content']): ChatMessage => {
      const message = history.add({ ...at, content });
      announce(message);
      return message;
    };
    if (card === undefined) return put(words).id;
    if (words.text === '') return put({ ...words, card }).id;
    put(words);
    put({ ...words, text: '', card });
    return undefined;
  };

  const answerPost = async ({ request, response, params }: Call): Promise<void> => {
    const activity = parseActivity(await readJson(request));
    const place = placeOf(params.conversationId);
    const answer = faults.around('post', params.conversationId, response, () => ({
      id: post(place, activity, params.activityId),
    }));
    if (answer) sendJson(response, 201, answer);
  };

  const create = (asked: z.infer<typeof newConversationSchema>) => {
    const channelId = asked.channelData?.channel?.id;
    if (channelId !== undefined) {
      if (!asked.activity)
        throw new HttpError(400, 'BadSyntax', 'A new channel thread needs its first activity.');
      const { conversation } = placeOf(channelId);
      const activityId = post({ conversation }, asked.activity);
      return { id: activityId && threadedId(conversation, activityId), activityId };
    }
    const [member, ...others] = asked.members ?? [];
    const person = directory.person(member?.id ?? '');
    if (person === undefined || others.length > 0)
      throw new HttpError(400, 'BadSyntax', 'Name one known person, or a channel.');
    const own = (one: Conversation): boolean => one.kind === 'personal' && one.members.includes(person.id);
    const conversation = directory.conversations.find(own);
    if (!conversation) throw new HttpError(403, 'Forbidden', 'The bot is not installed for this person.');
    if (!asked.activity) return { id: conversation.id };
    return { id: conversation.id, activityId: post({ conversation }, asked.activity) };
  };

  const answerMembers = (pick: (place: Place, params: Call['params']) => unknown): Route['answer'] => {
    return ({ response, params }) => {
      const answer = faults.around('members', params.conversationId, response, () =>
        pick(placeOf(params.conversationId), params),
      );
      if (answer) sendJson(response, 200, answer);
    };
  };
  const members = ({ conversation }: Place) => directory.membersOf(conversation).map(memberOf);

  const base = '/v3/conversations/:conversationId';
  return [
    {
      method: 'POST',
      path: '/v3/conversations',
      answer: async ({ request, response }) => {
        const asked = newConversationSchema.safeParse(await readJson(request));
        if (!asked.success) throw new HttpError(400, 'BadSyntax', z.prettifyError(asked.error));
        const answer = faults.around('create', undefined, response, () => create(asked.data));
        if (answer) sendJson(response, 201, answer);
      },
    },
    { method: 'POST', path: `${base}/activities`, answer: answerPost },
    { method: 'POST', path: `${base}/activities/:activityId`, answer: answerPost },
    {
      method: 'PUT',
      path: `${base}/activities/:activityId`,
      answer: async ({ request, response, params }) => {
        const content = contentOf(parseActivity(await readJson(request)));
        const answer = faults.around('update', params.conversationId, response, () => {
          const { id } = ofBot(params);
          history.replace(id, content);
          const replaced = history.find(id);
          if (replaced) announce(replaced);
          return { id };
        });
        if (answer) sendJson(response, 200, answer);
      },
    },
    {
      method: 'DELETE',
      path: `${base}/activities/:activityId`,
      answer: ({ response, params }) => {
        const answer = faults.around(
          'delete',
          params.conversationId,
          response,
          () => history.remove(ofBot(params).id) ?? {},
        );
        if (answer) sendJson(response, 200, answer);
      },
    },
    { method: 'GET', path: `${base}/members`, answer: answerMembers(members) },
    {
      method: 'GET',
      path: `${base}/pagedmembers`,
      answer: answerMembers((place) => ({ members: members(place) })),
    },
    {
      method: 'GET',
      path: `${base}/members/:memberId`,
      answer: answerMembers(({ conversation }, { memberId = '' }) => {
        const person = directory.person(memberId);
        if (!person || !directory.membersOf(conversation).includes(person))
          throw new HttpError(404, 'MemberNotFoundInConversation', 'Member not found in conversation.');
        return memberOf(person);
      }),
    },
    {
      method: 'GET',
      path: '/v3/teams/:teamId',
      answer: ({ response, params }) => {
        if (params.teamId !== TEAM.id) throw new HttpError(404, 'NotFound', 'The bot is in no such team.');
        sendJson(response, 200, TEAM);
      },
    },
    {
      method: 'GET',
      path: '/v3/teams/:teamId/conversations',
      answer: ({ response, params }) => {
        if (params.teamId !== TEAM.id) throw new HttpError(404, 'NotFound', 'The bot is in no such team.');
        const channels = directory.conversations.filter((one) => one.kind === 'channel');
        sendJson(response, 200, { conversations: channels.map(({ id, name }) => ({ id, name })) });
      },
    },
  ];
};
