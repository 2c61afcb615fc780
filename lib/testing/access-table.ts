import type { AccessRoute } from "./access-routes.ts";
import type { Expectation } from "./access-rules.ts";
import { auditAndAccount } from "./access-table-account.ts";
import { connectionRoutes } from "./access-table-connections.ts";
import { integrationRoutes } from "./access-table-integrations.ts";
import { pages } from "./access-table-pages.ts";
import { peopleRoutes } from "./access-table-people.ts";
import { platformRoutes } from "./access-table-platform.ts";

/*
 * What each route is expected to do. A route without a row here is a fault of `npm run check:access`, and so is a row without
 * a route. A HEAD is expected to do what its GET does, unless it has a row of its own; a route can have several, which are
 * all tried.
 */

/** By the name of the route: `PATCH /api/webhooks/{id}`, for a page its path. */
export type AccessTable = Record<string, Expectation | Expectation[]>;

export const accessTable: AccessTable = {
  ...integrationRoutes,
  ...connectionRoutes,
  ...platformRoutes,
  ...auditAndAccount,
  ...peopleRoutes,
  ...pages,
};

/** The rows of a route; none for one that the table does not know. */
export function rowsOf({ name, method, path }: AccessRoute, table = accessTable): Expectation[] {
  const row = table[name] ?? (method === "HEAD" ? table[`GET ${path}`] : undefined);
  return row === undefined ? [] : [row].flat();
}

/** What has no row, and rows that have no route. */
export function findUncovered(routes: readonly AccessRoute[], table = accessTable): string[] {
  const names = new Set(routes.map(({ name }) => name));
  return [
    ...routes.filter((route) => rowsOf(route, table).length === 0).map(({ name }) => `${name} has no row`),
    ...Object.keys(table)
      .filter((name) => !names.has(name))
      .map((name) => `${name} is expected and does not exist`),
  ];
}
