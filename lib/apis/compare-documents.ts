import { isDeepStrictEqual } from "node:util";
import type { ApiDifference, ApiOperation, ApiScheme, ApiServer } from "./document-fields.ts";

/** What of a document is compared. */
interface Compared {
  operations: readonly ApiOperation[];
  servers: readonly ApiServer[];
  schemes: readonly ApiScheme[];
}

const parts = ["summary", "tag", "isDeprecated", "parameters", "requestBody"] as const;

/**
 * What a new document changes: operations by method and path, servers by address, security schemes by name. The order
 * in a document does not count.
 */
export function compareDocuments(before: Compared, after: Compared): ApiDifference {
  const operations = compare(before.operations, after.operations, ({ key }) => key);
  const servers = compare(before.servers, after.servers, ({ url }) => url);
  const schemes = compare(before.schemes, after.schemes, ({ name }) => name);
  return {
    operations: {
      added: operations.added.map(toLine),
      removed: operations.removed.map(toLine),
      changed: operations.changed.map(([one, other]) => ({
        ...toLine(other),
        parts: changedParts(one, other),
      })),
    },
    servers: {
      added: servers.added.map(({ url }) => url),
      removed: servers.removed.map(({ url }) => url),
    },
    schemes: {
      added: schemes.added.map(({ name }) => name),
      removed: schemes.removed.map(({ name }) => name),
      changed: schemes.changed.map(([, { name }]) => name),
    },
  };
}

/** Whether a difference says that nothing is different. */
export function isSame({ operations, servers, schemes }: ApiDifference): boolean {
  return [...Object.values(operations), ...Object.values(servers), ...Object.values(schemes)].every(
    (list) => list.length === 0,
  );
}

function toLine({ key, method, path, summary }: ApiOperation) {
  return { key, method, path, summary };
}

function changedParts(one: ApiOperation, other: ApiOperation) {
  return parts.filter((part) => !isDeepStrictEqual(one[part], other[part]));
}

function compare<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string) {
  const [old, fresh] = [before, after].map((items) => new Map(items.map((item) => [keyOf(item), item])));
  const added = [...(fresh ?? [])].filter(([key]) => !old?.has(key)).map(([, item]) => item);
  const removed = [...(old ?? [])].filter(([key]) => !fresh?.has(key)).map(([, item]) => item);
  const changed = [...(fresh ?? [])].flatMap(([key, item]): [T, T][] => {
    const previous = old?.get(key);
    return previous === undefined || isDeepStrictEqual(previous, item) ? [] : [[previous, item]];
  });
  return { added, removed, changed };
}
