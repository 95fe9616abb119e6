// ARM's answers: bodies of refusals, and the headers every answer carries.
import { randomUUID } from 'node:crypto';

/** What a route gives back. No body: an empty answer. A string body is sent as it is (HTML from a gateway). */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in ARM's shape: `{"error": {"code", "message"}}`. */
export const armError = (
  status: number,
  code: string,
  message: string,
  headers?: Readonly<Record<string, string>>,
): Answer => ({ status, body: { error: { code, message } }, ...(headers === undefined ? {} : { headers }) });

/** 404 for a resource ARM does not know. `type` and `name` as in `Microsoft.Network/networkInterfaces`, `web-01-nic`. */
export const resourceNotFound = (group: string, type: string, name: string): Answer =>
  armError(
    404,
    'ResourceNotFound',
    `The Resource '${type}/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`,
  );

/** 404 for a path that is no ARM route of this simulator. */
export const routeNotFound = (path: string): Answer =>
  armError(404, 'InvalidResourceType', `The resource type could not be found for the path '${path}'.`);

/** 401 for a request without a bearer token. */
export const unauthenticated: Answer = armError(
  401,
  'AuthenticationFailed',
  "Authentication failed. The 'Authorization' header is missing.",
  { 'www-authenticate': 'Bearer authorization_uri="https://login.microsoftonline.com/organizations"' },
);

/** 400 for a request without `?api-version=`. */
export const noApiVersion: Answer = armError(
  400,
  'MissingApiVersionParameter',
  'The api-version query parameter (?api-version=) is required for all requests.',
);

/** 502 as a gateway in front of ARM writes it: HTML, not JSON. */
export const htmlBadGateway: Answer = {
  status: 502,
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1><hr>Microsoft-Azure-Application-Gateway/v2</body></html>',
  headers: { 'content-type': 'text/html' },
};

/** ARM's tracing headers. Defender's answers leave `x-ms-request-id` empty, as recorded. */
export const tracingHeaders = (path: string): Record<string, string> => {
  const correlation = randomUUID();
  return {
    'x-ms-request-id': /microsoft\.security/i.test(path) ? '' : randomUUID(),
    'x-ms-correlation-request-id': correlation,
    'x-ms-routing-request-id': `SANDBOX:${correlation}`,
    'cache-control': 'no-cache',
  };
};
