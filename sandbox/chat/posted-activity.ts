// Reads what the bot posts: text, one card, mentions, suggested actions.
import { z } from 'zod';
import { HttpError } from './http.ts';
import type { Content } from './message.ts';

const CARD_TYPE = 'application/vnd.microsoft.card.adaptive';
const SIGN_IN_TYPE = 'application/vnd.microsoft.card.oauth';

/** Teams' limit: 100 KB counted in UTF-16. */
const MAXIMUM_CODE_UNITS = 50_000;

const card = z.record(z.string(), z.unknown());

/** What asks somebody to sign in; shown as its words, for there is nobody to sign in with here. */
const signInCard = z.object({
  text: z.string(),
  connectionName: z.string(),
  buttons: z.tuple([z.object({ type: z.literal('signin'), value: z.url() })]),
  tokenExchangeResource: z.object({ id: z.string() }).optional(),
});

export const activitySchema = z.object({
  type: z.string(),
  text: z.string().nullish(),
  attachments: z.array(z.object({ contentType: z.string(), content: z.unknown() })).nullish(),
  entities: z.array(z.object({ type: z.string(), text: z.string().optional() })).nullish(),
  suggestedActions: z
    .object({ actions: z.array(z.object({ title: z.string(), value: z.coerce.string() })).nullish() })
    .nullish(),
});
export type PostedActivity = z.infer<typeof activitySchema>;

/** @throws HttpError 400 for what is no activity, 413 for what Teams would find too big. */
export const parseActivity = (body: unknown): PostedActivity => {
  if (JSON.stringify(body).length > MAXIMUM_CODE_UNITS)
    throw new HttpError(413, 'MessageSizeTooBig', 'The message is larger than 100 KB.');
  const parsed = activitySchema.safeParse(body);
  if (!parsed.success) throw new HttpError(400, 'BadSyntax', z.prettifyError(parsed.error));
  return parsed.data;
};

/** What people see of an activity. @throws HttpError 400 where a card is no Adaptive Card, or nothing is left to see. */
export const contentOf = (activity: PostedActivity): Content => {
  const attachments = activity.attachments ?? [];
  if (attachments[0]?.contentType === SIGN_IN_TYPE) {
    const signIn = signInCard.safeParse(attachments[0].content);
    if (!signIn.success) throw new HttpError(400, 'BadSyntax', 'The attachment is no sign-in card.');
    return { text: signIn.data.text, mentions: [], suggestions: [] };
  }
  const foreign = attachments.find((attachment) => attachment.contentType !== CARD_TYPE);
  if (foreign) throw new HttpError(400, 'BadSyntax', `The sandbox shows no ${foreign.contentType}.`);
  if (attachments.length > 1) throw new HttpError(400, 'BadSyntax', 'The sandbox shows one card a message.');

  const content: Content = {
    text: activity.text ?? '',
    mentions: (activity.entities ?? []).flatMap(({ type, text }) =>
      type === 'mention' && text !== undefined ? [text] : [],
    ),
    suggestions: activity.suggestedActions?.actions ?? [],
  };
  if (attachments[0] === undefined) {
    if (content.text === '')
      throw new HttpError(400, 'BadSyntax', 'The activity holds neither text nor a card.');
    return content;
  }

  const parsed = card.safeParse(attachments[0].content);
  if (!parsed.success || parsed.data.type !== 'AdaptiveCard')
    throw new HttpError(400, 'BadSyntax', 'The attachment is no Adaptive Card.');
  return { ...content, card: parsed.data };
};
