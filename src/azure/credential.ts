// The bot's identity towards Azure.
import type { TokenCredential } from '@azure/core-auth';

/** For a server on this machine only. A made-up token, so that nothing of worth can reach it. */
export const developmentCredential: TokenCredential = {
  getToken: async () => ({ token: 'local-development', expiresOnTimestamp: Number.MAX_SAFE_INTEGER }),
};

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
