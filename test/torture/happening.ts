// What goes by between the bot and the world, seen just before it takes effect and just after.

/** One call or statement of the bot, at one of the two moments at which a kill matters. */
export interface Happening {
  readonly place: 'azure' | 'chat' | 'database';
  /** `before`: it has left the bot and not arrived. `after`: it took effect, and the bot does not know it yet. */
  readonly moment: 'before' | 'after';
  /** `POST /subscriptions/…/initiate`; of the database: the statements sent since the last commit, as they went by. */
  readonly what: string;
  /** Of a call: its body. */
  readonly body: string;
  /** Of the database, after: whether it is committed. Calls are. */
  readonly lasting: boolean;
}

/** Told of everything that goes by, which waits meanwhile. `drop`: it goes no further. */
export type Onlooker = (happening: Happening) => Promise<'go' | 'drop'>;
