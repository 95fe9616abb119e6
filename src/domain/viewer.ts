// Who looks at a decision card. It only chooses what is shown; who may decide is checked at the click.

/** `everyone`: the card as posted, before a client has asked for a view of its own. */
export type Viewer = 'everyone' | 'approver' | 'agreed' | 'requester' | 'onlooker';
