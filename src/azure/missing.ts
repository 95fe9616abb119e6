// What a resource that is not there means: nothing, or that the picture is torn.
import { Fault } from '../access/fault.ts';

const isMissing = (error: unknown): error is Fault => error instanceof Fault && error.code === 'missing';

/** @returns `undefined` where Azure says that the resource does not exist. */
export async function unlessGone<Result>(read: Promise<Result>): Promise<Result | undefined> {
  return read.catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
}

/** Named by an interface a moment ago and gone now: the picture is torn, and says neither open nor shut. */
export async function mustExist<Result>(read: Promise<Result>): Promise<Result> {
  return read.catch((error: unknown) => {
    if (isMissing(error))
      throw new Fault('unavailable', 'The network was changed while the bot looked.', { cause: error });
    throw error;
  });
}
