// Activities as Teams sends them, for people who write to a bot and press its buttons.

/** Somebody with a personal chat of their own. */
export interface Writer {
  readonly number: number;
  readonly serviceUrl: string;
}

/** A card that a bot posted and that can be pressed. */
export interface Form {
  readonly conversationId: string;
  readonly messageId: string;
  /** What the card's buttons carry. */
  readonly request: string;
}

export type Activity = Readonly<Record<string, unknown>>;

const tenantId = '11111111-1111-4111-8111-111111111111';
export const approver = '00000000-0000-4000-8000-00000000a99e';
/** The channel where approvers are asked. */
export const approvalsChannel = '19:approvals@thread.tacv2';

let lastActivity = 0;

/** No two have the same id: a repeated one would be no new request. */
function activity({ number, serviceUrl }: Writer) {
  lastActivity += 1;
  const digits = String(number).padStart(12, '0');
  return {
    id: String(1_700_000_000_000 + lastActivity),
    timestamp: new Date().toISOString(),
    localTimezone: 'Europe/Amsterdam',
    locale: 'en-GB',
    channelId: 'msteams',
    serviceUrl,
    from: { id: `29:person-${digits}`, name: 'Ada', aadObjectId: `00000000-0000-4000-8000-${digits}` },
    recipient: { id: '28:bot', name: 'JIT Access' },
    conversation: { id: conversationOf(number), conversationType: 'personal', tenantId },
    channelData: { tenant: { id: tenantId } },
    entities: [{ type: 'clientInfo', locale: 'en-GB', country: 'NL', timezone: 'Europe/Amsterdam' }],
  };
}

/** The personal chat of the person with this number. */
export const conversationOf = (number: number): string => `a:chat-${String(number).padStart(12, '0')}`;

/** A message from a personal chat. */
export const sentence = (writer: Writer, text: string): Activity => ({
  ...activity(writer),
  type: 'message',
  textFormat: 'plain',
  text,
});

/** The press of a form's Request button. */
export const press = (writer: Writer, { messageId, request }: Form): Activity => ({
  ...activity(writer),
  type: 'invoke',
  name: 'adaptiveCard/action',
  replyToId: messageId,
  value: {
    action: {
      type: 'Action.Execute',
      verb: 'request',
      data: { request, port: '1433', source: '203.0.113.7', time: '5m', reason: 'INC-1' },
    },
    trigger: 'manual',
  },
});

/** An admin chooses the approvals channel, as the first message of a thread in it. It has a name: news of drift go to the one without. */
export const channelChoice = (serviceUrl: string): Activity => ({
  ...activity({ number: 0, serviceUrl }),
  type: 'message',
  textFormat: 'plain',
  text: '<at>JIT Access</at> use this channel for approvals of databases',
  from: { id: '29:approver', name: 'Grace', aadObjectId: approver },
  conversation: {
    id: `${approvalsChannel};messageid=1`,
    conversationType: 'channel',
    isGroup: true,
    tenantId,
  },
  entities: [
    { type: 'mention', text: '<at>JIT Access</at>', mentioned: { id: '28:bot', name: 'JIT Access' } },
  ],
});
