// What asking Azure in somebody's own name needs of the chat, in our words. Implemented in src/teams on the Bot Framework.
import type { Person } from '../domain/person.ts';

/** A person's own token for Azure, for one call. Behind a function: neither a log nor JSON can hold it by mistake. */
export interface PersonToken {
  readonly reveal: () => string;
}

export interface SignIns {
  /**
   * The token that the sign-in service keeps for this person, asked for now; `undefined`: they have to sign in.
   * It is never kept here.
   * @throws Fault `unavailable`: it could not be found out; `rejected`: what is kept there is somebody else's, and was thrown away
   */
  tokenOf(person: Person): Promise<PersonToken | undefined>;
}

/** Asks a person for their sign-in, in their own chat. `text` is plain. */
export interface SignInAsking {
  readonly kind: 'sign-in';
  readonly person: Person;
  readonly text: string;
}
