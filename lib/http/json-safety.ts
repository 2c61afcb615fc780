import { type FieldProblem, invalidInput } from "#lib/core/errors.ts";

const MAX_DEPTH = 32;
const MAX_NODES = 50_000;

/**
 * Refuses what a JSON document may hold and we never want: U+0000 and lone surrogates (PostgreSQL stores neither),
 * a `__proto__` member, nesting beyond 32 levels. Throws 422 with the pointer to the place (V-01).
 */
export function assertSafeJson(value: unknown): void {
  let nodes = 0;
  const pending: { value: unknown; pointer: string; depth: number }[] = [{ value, pointer: "", depth: 0 }];
  for (let item = pending.pop(); item; item = pending.pop()) {
    const problem = unsafeText(item.value) ?? (item.depth > MAX_DEPTH ? "is nested too deeply" : undefined);
    if (problem) throw invalidInput(item.pointer, `This value ${problem}.`);
    if (++nodes > MAX_NODES) throw invalidInput("", "The body has too many values.");
    if (typeof item.value !== "object" || item.value === null) continue;
    for (const [key, child] of Object.entries(item.value)) {
      const pointer = `${item.pointer}/${escapePointer(key)}`;
      const keyProblem = key === "__proto__" ? "is a name that is not allowed" : unsafeText(key);
      if (keyProblem) throw invalidInput(item.pointer, `A member's name here ${keyProblem}.`);
      pending.push({ value: child, pointer, depth: item.depth + 1 });
    }
  }
}

/** One reference token of a JSON pointer (RFC 6901 §3). */
export function escapePointer(token: string): string {
  return token.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** Problems of query or path values that hold what PostgreSQL cannot store. */
export function unsafeFields(values: Record<string, string | string[]>): FieldProblem[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const problem = [value].flat().map(unsafeText).find(Boolean);
    return problem ? [{ pointer: `/${escapePointer(key)}`, detail: `This value ${problem}.` }] : [];
  });
}

function unsafeText(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  if (value.includes("\u0000")) return "contains a null character";
  return /\p{Cs}/u.test(value) ? "is not valid Unicode" : undefined;
}
