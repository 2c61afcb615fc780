import { AppError } from "#lib/core/errors.ts";
import { methodsNamedIn } from "./named-methods.ts";
import type { Route } from "./route.ts";

const reading: readonly string[] = ["GET", "HEAD"];

/**
 * P-08: throws 403 for whatever is more than a GET or HEAD through a connection that its owner shares for reading only, also
 * where the query would make another method of it; headers that would never leave (`field-names.ts`).
 */
export function assertWithinLevel(
  { readOnlyBy, connectionId }: Pick<Route, "readOnlyBy" | "connectionId">,
  { method, path }: { method: string; path: string },
): void {
  if (readOnlyBy === null) return;
  if ([method, ...methodsNamedIn(path)].every((asked) => reading.includes(asked))) return;
  const owner = readOnlyBy === "" ? "its owner" : `its owner, ${readOnlyBy},`;
  throw new AppError("forbidden", `connection ${connectionId} is shared for reading only`, {
    detail: `This connection is shared as “Can read”: send GET or HEAD. For more, ask ${owner} to share it as “Can use”.`,
    extensions: { reason: "read-only", shareLevel: "read" },
  });
}
