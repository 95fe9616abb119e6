// Lists in pages, as ARM gives them.
import type { Answer } from './answers.ts';
import { isLoopback } from './http.ts';

/** Small enough that a client which forgets nextLink is found out by a handful of things. */
export const smallPages = 5;

/**
 * A link to `path`, absolute like Azure's. Behind a client that rewrites the origin but keeps `Host: management.azure.com`
 * it names that host over https, so that the SDK's bearer policy (which refuses plain http) lets it pass;
 * a client that came here by our own address gets our own address.
 */
export const absolute = (path: string, host: string): URL =>
  new URL(path, `${isLoopback(host) ? 'http' : 'https'}://${host}`);

/** One page of `items`, the one that `$skiptoken` in `url` asks for, each written by `wire`. */
export const page = <Item>(
  items: readonly Item[],
  wire: (item: Item) => unknown,
  url: URL,
  host: string,
  pageSize: number,
): Answer => {
  const start = Number(url.searchParams.get('$skiptoken') ?? 0);
  const value = items.slice(start, start + pageSize).map(wire);
  if (start + pageSize >= items.length) return { status: 200, body: { value } };
  const next = absolute(url.pathname + url.search, host);
  next.searchParams.set('$skiptoken', String(start + pageSize));
  return { status: 200, body: { value, nextLink: next.href } };
};
