// What takes long to make, made once for each key.

/**
 * `make`, asked once for each key: a formatter takes a hundred times longer to make than to use. People send the keys, so
 * that only so many are kept.
 */
export function remembered<T>(make: (key: string) => T, most = 1000): (key: string) => T {
  const made = new Map<string, T>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    if (made.size >= most) made.clear();
    made.set(key, value);
    return value;
  };
}
