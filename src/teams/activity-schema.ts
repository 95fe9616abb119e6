// What an incoming activity must look like before the Bot Framework sees it: its own code trips over less.
import type { Activity } from 'botbuilder';
import { z } from 'zod';

const instant = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a point in time');

/** Ids go into addresses and a header of calls to the connector, which throw at other characters. Teams' are plain ASCII. */
const id = z.string().regex(/^[ -~]*$/, 'must be printable ASCII');

const account = z.looseObject({
  id: z.string(),
  name: z.string().nullish(),
  aadObjectId: z.string().nullish(),
});

/**
 * The fields this bot and botbuilder rely on, of the Activity schema of the Bot Framework
 * (https://github.com/microsoft/botframework-sdk/blob/main/specs/botframework-activity/botframework-activity.md).
 * Unknown fields pass: Teams adds some every year.
 */
const activitySchema = z
  .looseObject({
    type: z.string().min(1),
    id: id.nullish(),
    channelId: z.string().min(1),
    serviceUrl: z.string().min(1),
    from: account,
    recipient: account,
    conversation: z.looseObject({
      id: id.min(1),
      conversationType: z.string().nullish(),
      tenantId: z.string().nullish(),
      isGroup: z.boolean().nullish(),
      name: z.string().nullish(),
    }),
    timestamp: instant.optional(),
    localTimestamp: instant.optional(),
    expiration: instant.optional(),
    localTimezone: z.string().nullish(),
    locale: z.string().nullish(),
    replyToId: id.nullish(),
    name: z.string().nullish(),
    text: z.string().optional(),
    deliveryMode: z.literal(['normal', 'notification']).optional(),
    entities: z.array(z.looseObject({ type: z.string() })).optional(),
    attachments: z.array(z.looseObject({ contentType: z.string() })).optional(),
    membersAdded: z.array(account).optional(),
    membersRemoved: z.array(account).optional(),
    channelData: z.looseObject({ tenant: z.looseObject({ id: z.string() }).optional() }).optional(),
  })
  // A message is told from its re-delivery by its id.
  .refine(({ type, id }) => type !== 'message' || (typeof id === 'string' && id !== ''), { path: ['id'] });

const isActivity = (body: unknown): body is Activity => activitySchema.safeParse(body).success;

/** What is wrong with a body, for the log: where and why, without what it held. */
export const problemsIn = (body: unknown): readonly string[] =>
  (activitySchema.safeParse(body).error?.issues ?? []).map(
    ({ path, code }) => `${path.join('.') || 'the body'}: ${code}`,
  );

/**
 * @param body parsed JSON from anyone
 * @returns the activity with its points in time as dates, as botbuilder wants them; `undefined` when it is malformed
 */
export function parseActivity(body: unknown): Activity | undefined {
  if (!isActivity(body)) return undefined;
  const { timestamp, localTimestamp, expiration } = body;
  return {
    ...body,
    ...(timestamp !== undefined && { timestamp: new Date(timestamp) }),
    ...(localTimestamp !== undefined && { localTimestamp: new Date(localTimestamp) }),
    ...(expiration !== undefined && { expiration: new Date(expiration) }),
  };
}
