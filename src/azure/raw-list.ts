// A list of ARM's as it is sent. The typed calls of the SDK's network and compute packages come with all of Azure's models:
// 0.2 to 0.3 s of a start, for three lists of which a handful of fields is used (docs/performance.md).
import type { Pages } from './all-pages.ts';
import { unreadable } from './exact-json.ts';
import { isFields } from './json-fields.ts';
import { type RawClient, rawCall } from './raw-call.ts';

/**
 * @param list path and API version of the first page; the others are asked for by its links, with that version where they
 * name none. Only the path and query of a link are used (as `createFrontPolicy` does)
 * @returns pages of entries, each as `flat` makes it. Reading them throws what `rawCall` throws, and a Fault `unavailable`
 * for a page that is no list
 */
export function rawList(
  client: RawClient,
  { path, apiVersion }: { readonly path: string; readonly apiVersion: string },
): Pages<unknown> {
  return {
    async *byPage() {
      for (let next: string | undefined = path; next !== undefined; ) {
        const page = (await rawCall(client, { method: 'GET', path: next, apiVersion })).plainJson();
        if (!isFields(page) || !Array.isArray(page.value)) throw unreadable();
        yield page.value.map(flat);
        next = following(page.nextLink);
      }
    },
  };
}

/**
 * An entry as the SDK's typed calls hand it out: what ARM keeps in `properties` is on the resource itself. So are the IP
 * configurations of an interface, the only resources inside another that are read.
 */
function flat(entry: unknown): unknown {
  if (!isFields(entry)) return entry;
  const { properties, ...own } = entry;
  const resource = { ...(isFields(properties) ? properties : {}), ...own };
  const { ipConfigurations: inner } = resource as { ipConfigurations?: unknown };
  return Array.isArray(inner) ? { ...resource, ipConfigurations: inner.map(flat) } : resource;
}

function following(link: unknown): string | undefined {
  // Azure ends some of its lists with an empty link.
  if (link === undefined || link === null || link === '') return undefined;
  const url = typeof link === 'string' ? URL.parse(link) : null;
  if (url === null) throw unreadable();
  return `${url.pathname}${url.search}`;
}
