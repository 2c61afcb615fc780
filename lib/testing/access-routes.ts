import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gatewayOperations } from "#app/api/gateway-operations.ts";

/** One thing that can be asked for: a method of a route handler, a page, or a path of the gateway. */
export interface AccessRoute {
  /** As the table of expectations spells it: `GET /api/connections/{id}`, for a page `/connections/{connectionId}`. */
  name: string;
  kind: "api" | "page" | "gateway";
  method: string;
  path: string;
}

/** A route handler's address and the methods that it does not have. */
export interface RefusedMethods {
  path: string;
  methods: string[];
}

const app = fileURLToPath(new URL("../../app", import.meta.url));
const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/** Every route that exists: what the folder `app` holds, and the gateway's two forms. A HEAD that answers as its GET is named with it. */
export async function findRoutes(): Promise<{ routes: AccessRoute[]; refused: RefusedMethods[] }> {
  const routes: AccessRoute[] = [];
  const refused: RefusedMethods[] = [];
  for (const file of globSync("**/route.ts", { cwd: app }).toSorted()) {
    const path = pathOf(file);
    const module = (await import(`${app}/${file}`)) as Record<string, unknown>;
    for (const method of methods.filter((name) => name in module))
      routes.push({ name: `${method} ${path}`, kind: "api", method, path });
    // Next answers a HEAD that a route has not by its GET.
    const missing = methods.filter((name) => !(name in module) && name !== "HEAD");
    refused.push({ path, methods: missing });
  }
  for (const file of globSync("**/page.tsx", { cwd: app }).toSorted()) {
    const path = pathOf(file);
    routes.push({ name: path, kind: "page", method: "GET", path });
  }
  for (const { method, path } of gatewayOperations) {
    const name = `${method.toUpperCase()} ${path}`;
    routes.push({ name, kind: "gateway", method: method.toUpperCase(), path });
  }
  return { routes, refused };
}

/** `(console)/oauth/[integrationId]/page.tsx` → `/oauth/{integrationId}`. */
function pathOf(file: string): string {
  const folders = file.split("/").slice(0, -1);
  const shown = folders.filter((name) => !/^\(.*\)$/.test(name));
  return `/${shown.join("/").replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}")}`;
}
