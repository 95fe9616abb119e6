// Where requests really go: the cloud's own service, or the endpoint that was configured in its place.

export interface ArmEndpoint {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Plain http on this machine: a fixed development credential is used, and a real token never goes there. */
  readonly local: boolean;
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);

/**
 * Checks AZURE_ARM_ENDPOINT or GRAPH_ENDPOINT.
 * @param configured the setting; `undefined`: the cloud's own endpoint is used
 * @param service whose endpoint it is, for the messages
 * @throws Error that says what is wrong with the setting
 */
export function armEndpointOf(
  configured: string | undefined,
  cloudOrigin: string,
  service: 'ARM' | 'Graph' = 'ARM',
): ArmEndpoint {
  if (configured === undefined) return { origin: cloudOrigin, local: false };
  if (!URL.canParse(configured)) throw new Error(`The ${service} endpoint "${configured}" is not a URL.`);
  const { protocol, hostname, origin, pathname, search, username } = new URL(configured);
  if (pathname !== '/' || search !== '' || username !== '')
    throw new Error(`The ${service} endpoint must be an origin only, such as ${cloudOrigin}.`);
  if (protocol === 'https:') return { origin, local: false };
  if (protocol !== 'http:')
    throw new Error(`The ${service} endpoint must begin with https:// (or http:// on loopback).`);
  if (!isLoopback(hostname))
    throw new Error(
      `The ${service} endpoint may use plain http only on loopback (127.0.0.1, ::1 or localhost).`,
    );
  return { origin, local: true };
}
