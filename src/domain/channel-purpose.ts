// What a channel can be used for.

/** `approvals/prod` is the approvals channel called `prod`; `approvals` is the one without a name. */
export type ChannelPurpose = 'on-call' | 'approvals' | `approvals/${string}`;

/** The purpose of an approvals channel by its name; `''` is the one without a name. */
export const approvalsPurpose = (channel: string): ChannelPurpose =>
  channel === '' ? 'approvals' : `approvals/${channel}`;
