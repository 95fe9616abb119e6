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

const numberOf = (conversationId: string): number => Number(conversationId.slice(-12));

/** A message from a personal chat. */
export const sentence = (writer: Writer, text: string): Activity => ({
  ...activity(writer),
  type: 'message',
  textFormat: 'plain',
  text,
});

/** The press of a form's Request button, by whom the form is for. @param source where they ask from */
export const press = (serviceUrl: string, form: Form, source: string): Activity => ({
  ...activity({ number: numberOf(form.conversationId), serviceUrl }),
  type: 'invoke',
  name: 'adaptiveCard/action',
  replyToId: form.messageId,
  value: {
    action: {
      type: 'Action.Execute',
      verb: 'request',
      data: { request: form.request, port: '1433', source, time: '5m', reason: 'INC-1' },
    },
    trigger: 'manual',
  },
});

/** An admin chooses the approvals channel of this name, as the first message of a thread in it. */
export const channelChoice = (serviceUrl: string, name: string): Activity => ({
  ...activity({ number: 0, serviceUrl }),
  type: 'message',
  textFormat: 'plain',
  text: `<at>JIT Access</at> use this channel for approvals of ${name}`,
  from: { id: '29:approver', name: 'Grace', aadObjectId: approver },
  conversation: {
    id: `19:${name}@thread.tacv2;messageid=1`,
    conversationType: 'channel',
    isGroup: true,
    tenantId,
  },
  entities: [
    { type: 'mention', text: '<at>JIT Access</at>', mentioned: { id: '28:bot', name: 'JIT Access' } },
  ],
});
