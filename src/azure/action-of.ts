// The Azure action a request needs, read off its URL: for the log, and where a 403 does not name it.

const verbs: Readonly<Record<string, string>> = {
  GET: 'read',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/**
 * @returns such as `Microsoft.Network/networkInterfaces/read`; `undefined` where no resource provider is addressed.
 * Actions are the provider and its type names and a verb; POST has the last segment as a name, and `action`.
 */
export function actionOf(method: string, url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const segments = new URL(url).pathname.split('/').filter((segment) => segment !== '');
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === 'providers');
  const [provider, ...rest] = at < 0 ? [] : segments.slice(at + 1);
  if (provider === undefined || rest.length === 0) return undefined;
  const types = rest.filter((_, index) => index % 2 === 0);
  return [provider, ...types, verbs[method] ?? 'action'].join('/');
}
