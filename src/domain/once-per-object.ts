// What can be read off an object that never changes, found out once for as long as the object is there.

/** @param find must depend on the object alone @returns the same as `find`, which is asked once for each object */
export function oncePerObject<Key extends object, Found>(find: (key: Key) => Found): (key: Key) => Found {
  const before = new WeakMap<Key, { readonly found: Found }>();
  return (key) => {
    const known = before.get(key);
    if (known !== undefined) return known.found;
    const found = find(key);
    before.set(key, { found });
    return found;
  };
}
