// Where each Azure cloud's Resource Manager lives and what its tokens must be asked for.

/** One of Azure's clouds. */
export type CloudName = 'public' | 'usgovernment' | 'china';

export interface Cloud {
  /** Origin of Azure Resource Manager. */
  readonly arm: string;
  /** Scope of a token that it accepts. */
  readonly scope: string;
  /** Origin that issues the token. */
  readonly authority: string;
}

/**
 * Endpoints and audiences as in Microsoft's own Go SDK (azcore `arm/runtime`, `cloud`); the public scope is the one
 * the JavaScript packages use by default. The sovereign clouds' audience is not their endpoint.
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    arm: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    authority: 'https://login.microsoftonline.com',
  },
  usgovernment: {
    arm: 'https://management.usgovcloudapi.net',
    scope: 'https://management.core.usgovcloudapi.net/.default',
    authority: 'https://login.microsoftonline.us',
  },
  china: {
    arm: 'https://management.chinacloudapi.cn',
    scope: 'https://management.core.chinacloudapi.cn/.default',
    authority: 'https://login.chinacloudapi.cn',
  },
};
