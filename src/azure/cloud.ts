// Where each Azure cloud's Resource Manager and Microsoft Graph live, and what their tokens must be asked for.

/** One of Azure's clouds. */
export type CloudName = 'public' | 'usgovernment' | 'china';

export interface Cloud {
  /** Origin of Azure Resource Manager. */
  readonly arm: string;
  /** Scope of a token that it accepts. */
  readonly scope: string;
  /** Origin that issues the token. */
  readonly authority: string;
  /** Origin of Microsoft Graph; a token for it has the scope `<origin>/.default`. */
  readonly graph: string;
  /** Scope of a token that Azure Database for PostgreSQL takes as a password. */
  readonly database: string;
}

/**
 * Endpoints and audiences as in Microsoft's own Go SDK (azcore `arm/runtime`, `cloud`); the public scope is the one
 * the JavaScript packages use by default. The sovereign clouds' audience is not their endpoint.
 * Graph's: https://learn.microsoft.com/graph/deployments
 * The databases': `ossrdbms_resource_id` of each cloud in azure-cli-core's `cloud.py`, which `az cloud show` prints.
 */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  public: {
    arm: 'https://management.azure.com',
    scope: 'https://management.azure.com/.default',
    authority: 'https://login.microsoftonline.com',
    graph: 'https://graph.microsoft.com',
    database: 'https://ossrdbms-aad.database.windows.net/.default',
  },
  usgovernment: {
    arm: 'https://management.usgovcloudapi.net',
    scope: 'https://management.core.usgovcloudapi.net/.default',
    authority: 'https://login.microsoftonline.us',
    graph: 'https://graph.microsoft.us',
    database: 'https://ossrdbms-aad.database.usgovcloudapi.net/.default',
  },
  china: {
    arm: 'https://management.chinacloudapi.cn',
    scope: 'https://management.core.chinacloudapi.cn/.default',
    authority: 'https://login.chinacloudapi.cn',
    graph: 'https://microsoftgraph.chinacloudapi.cn',
    database: 'https://ossrdbms-aad.database.chinacloudapi.cn/.default',
  },
};
