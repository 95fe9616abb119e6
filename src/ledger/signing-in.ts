// Connections that ask for their password when they are made: it is a token that another part fetches, and soon too old.
import pg from 'pg';

/** Fetches the password for a new connection. @throws Fault */
export type DatabasePassword = () => Promise<string>;

/** Called without an error when it is connected. */
type Connected = (error: Error) => void;

/**
 * The kind of client for a pool. It fetches the password before it opens a socket: pg's own way, a function as
 * `password`, asks in the middle of signing in and, where there is none, leaves the socket open until the server gives up.
 */
export const signingIn = (password: DatabasePassword): typeof pg.Client =>
  class extends pg.Client {
    override connect(): Promise<pg.Client>;
    override connect(done: Connected): void;
    override connect(done?: Connected): Promise<pg.Client> | undefined {
      const fetched = password().then((fresh) => {
        this.password = fresh;
      });
      if (done === undefined) return fetched.then(() => super.connect());
      fetched.then(() => super.connect(done), done);
      return undefined;
    }
  };
