import type { ApiOperation } from "./contract.ts";

/** The operations with those of one tag together, tags and operations in the document's order; those without one last. */
export function byTag(operations: readonly ApiOperation[]): ApiOperation[] {
  const groups = new Map<string | null, ApiOperation[]>();
  for (const operation of operations) {
    const group = groups.get(operation.tag);
    if (group) group.push(operation);
    else groups.set(operation.tag, [operation]);
  }
  const untagged = groups.get(null) ?? [];
  groups.delete(null);
  return [...groups.values(), untagged].flat();
}
