/** A map of bounded size that forgets what was not asked for longest. */
export interface Recent<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): void;
}

export function createRecent<V>(size: number): Recent<V> {
  const entries = new Map<string, V>();
  let newest: string | undefined;
  return {
    get: (key) => {
      const value = entries.get(key);
      if (value !== undefined && key !== newest) {
        entries.delete(key);
        entries.set(key, value);
        newest = key;
      }
      return value;
    },
    set: (key, value) => {
      entries.delete(key);
      entries.set(key, value);
      newest = key;
      if (entries.size > size) entries.delete(entries.keys().next().value ?? "");
    },
  };
}
