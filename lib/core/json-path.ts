/**
 * What stands at a dotted path such as `data[0].id`, `[0].tenantId` or `$` (the whole) in parsed JSON.
 * Own properties only; `undefined` where the path leads nowhere.
 */
export function readPath(value: unknown, path: string): unknown {
  if (path === "$") return value;
  let found = value;
  for (const key of path.split(/[.[\]]+/)) {
    if (key === "") continue;
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Record<string, unknown>)[key];
  }
  return found;
}

/** The same, as text: a non-empty string, or a finite number written out; otherwise `null`. */
export function readText(value: unknown, path: string | null): string | null {
  const found = path === null ? undefined : readPath(value, path);
  if (typeof found === "string") return found === "" ? null : found;
  return typeof found === "number" && Number.isFinite(found) ? String(found) : null;
}

/** Whether the value is a JSON object: neither `null` nor an array. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
