/** How many refusals of one kind are written one by one. */
export interface RefusalLimit {
  /**
   * Calls `write` at once for the first few of a kind in a while, with 0. Of all others the newest is called at the end of that
   * while, with their number.
   */
  note(kind: string, write: (more: number) => Promise<void>): Promise<void>;
}

interface Window {
  written: number;
  /** How many were not written one by one, and what writes their number. */
  more: number;
  write: (more: number) => Promise<void>;
}

const REMEMBERED = 10_000;

/** So that nobody who repeats what they may not fills the audit log (U-01): `most` of a kind in `whileMs` one by one, then their number. */
export function createRefusalLimit({ most, whileMs }: { most: number; whileMs: number }): RefusalLimit {
  const windows = new Map<string, Window>();
  const end = (kind: string) => {
    const window = windows.get(kind);
    windows.delete(kind);
    if (window && window.more > 0) void window.write(window.more);
  };
  return {
    note: async (kind, write) => {
      const known = windows.get(kind);
      if (!known) {
        // Too many kinds at once end before their time; their number is written all the same.
        if (windows.size >= REMEMBERED) end(windows.keys().next().value ?? "");
        windows.set(kind, { written: 1, more: 0, write });
        setTimeout(end, whileMs, kind).unref();
        return write(0);
      }
      known.write = write;
      if (known.written >= most) {
        known.more++;
        return;
      }
      known.written++;
      return write(0);
    },
  };
}
