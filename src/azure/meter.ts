// On which of Azure's meters a call counts: each subscription has one for reads, one for writes, one for deletions.

export type MeterKind = 'reads' | 'writes' | 'deletes';

export interface Meter {
  /** Lower case. Empty: the call names none, and counts for the tenant. */
  readonly subscription: string;
  readonly kind: MeterKind;
  /** Lower case, such as `microsoft.network`; empty: Resource Manager itself. Some have limits of their own. */
  readonly provider: string;
}

/** @param url with or without an origin that is Azure's: only its path is looked at */
export function meterOf({ method, url }: { readonly method: string; readonly url: string }): Meter {
  const { pathname } = new URL(url, 'https://management.azure.com');
  const path = pathname.toLowerCase();
  return {
    subscription: /^\/subscriptions\/([^/]+)/.exec(path)?.[1] ?? '',
    kind: kindOf(method),
    provider: /^.*\/providers\/([^/]+)/.exec(path)?.[1] ?? '',
  };
}

/** A POST such as initiate counts as a write. */
function kindOf(method: string): MeterKind {
  if (method === 'GET' || method === 'HEAD') return 'reads';
  return method === 'DELETE' ? 'deletes' : 'writes';
}
