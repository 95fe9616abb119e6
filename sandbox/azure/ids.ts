// ARM resource ids: making them, taking them apart, comparing them as ARM does.

/** `/subscriptions/{s}/resourceGroups/{g}/providers/{type}/{name}`; `type` such as `Microsoft.Network/networkInterfaces`. */
export const resourceId = (subscription: string, group: string, type: string, name: string): string =>
  `/subscriptions/${subscription}/resourceGroups/${group}/providers/${type}/${name}`;

/** ARM ids are compared without case. */
export const sameId = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase();

/** Subscription, resource group and last name of a resource id; empty strings where the id has none. */
export const partsOf = (id: string): { subscription: string; group: string; name: string } => {
  const segments = id.split('/');
  return { subscription: segments[2] ?? '', group: segments[4] ?? '', name: segments.at(-1) ?? '' };
};

/** The same id with its resource group in capitals, as some Azure services write it when they refer to another's resource. */
export const shouted = (id: string): string =>
  id.replace(
    /(\/resourceGroups\/)([^/]+)/i,
    (_whole, label: string, group: string) => label + group.toUpperCase(),
  );
