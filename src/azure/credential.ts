// The bot's identity towards Azure.
import type { TokenCredential } from '@azure/core-auth';
import type { PersonToken } from '../access/sign-in-port.ts';

/** For a server on this machine only. A made-up token, so that nothing of worth can reach it. */
export const developmentCredential: TokenCredential = {
  getToken: async () => ({ token: 'local-development', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
};

/** How long the SDK may take a person's token for fresh: it is for one call, which takes seconds. */
const oneCallMilliseconds = 3_600_000;

/** Somebody's own token, as it is: whoever gives it sees to it that it is fresh. */
export const personCredential = ({ reveal }: PersonToken): TokenCredential => ({
  getToken: async () => ({ token: reveal(), expiresOnTimestamp: Date.now() + oneCallMilliseconds }),
});

/**
 * Managed identity, workload identity, environment or a developer's own sign-in, in @azure/identity's order.
 * Loaded when the first token is needed: the package is heavy, and a local run never needs it.
 * @param authority origin that issues tokens in this cloud
 */
export function createLazyCredential(authority: string): TokenCredential {
  let loading: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, options) => {
      loading ??= import('@azure/identity').then(
        ({ DefaultAzureCredential }) => new DefaultAzureCredential({ authorityHost: authority }),
      );
      return (await loading).getToken(scopes, options);
    },
  };
}
