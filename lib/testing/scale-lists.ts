import { globSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { listOperations, manifest } from "#app/api/manifest.ts";
import { encodeCursor } from "#lib/core/page.ts";
import { apiKeyScopes, type Permission, rolePermissions } from "#lib/core/permissions.ts";
import type { RouteDeclaration } from "#lib/http/declaration.ts";
import { pathIds } from "./scale-deployment.ts";
import type { Question } from "./scale-load.ts";
import { seeded } from "./scale-seed.ts";

/*
 * What is asked: every GET route of the manifest that answers a list, with each filter, order and page that its contract
 * offers, and every page of the console. A route, a filter or a page that has no value here is a fault, not left out.
 */

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const cursorAt = (days: number) => encodeCursor({ createdAt: daysAgo(days), id: "z" });

/** Nine tenths down, whichever way the list runs. */
const cursors = [cursorAt(324), cursorAt(36)];

/** What a filter is asked for: what many rows have, what few have, and what none has. */
const values: Record<string, string[]> = {
  limit: ["100"],
  count: ["200"],
  start: ["1900"],
  after: ["1800"],
  q: ["account", "tool 1", "zz-none"],
  integration: [seeded.integration],
  integrationId: [seeded.integration],
  connectionId: [seeded.connection],
  targetKind: ["connection", "workspace"],
  targetId: [seeded.connection],
  actorId: [seeded.person],
  action: ["connection.refresh", "audit.export"],
  from: [daysAgo(30).toISOString()],
  to: [daysAgo(330).toISOString()],
  applicationId: ["application-b3"],
  runtimeConfigurationId: ["runtimeconfiguration-b3"],
  runtime: ["place-3"],
  app: ["place-3"],
  application: ["place-3"],
  offering: ["github", "zoom"],
  category: ["developer", "none"],
};

/** What only together is another query. */
const together: Record<string, Record<string, string>[]> = {
  "/api/integrations": [
    { sort: "name", cursor: "tool-5" },
    { sort: "-name", cursor: "tool-5" },
    { sort: "created", cursor: cursorAt(36) },
    { status: "draft", q: "tool" },
  ],
  "/api/connections": [{ scope: "all", status: "needs_reauth", q: "account" }],
  "/api/audit-events": [
    { actorId: seeded.person, action: "audit.export", outcome: "denied" },
    { integrationId: seeded.integration, outcome: "failed", action: "connection.refresh" },
    { integrationId: seeded.integration, actorId: seeded.person },
  ],
  "/api/custom-offerings": [{ cursor: "s" }],
};

/** What a list is never asked for without. */
const always: Record<string, Search> = { "/api/custom-offerings/{id}/changes": { from: "1", to: "2" } };

type Search = Record<string, string>;

/** The lists among the routes, as questions; throws for one that cannot be asked. */
export function listQuestions(): Question[] {
  return listOperations()
    .filter(({ method, path, declaration }) => method === "get" && path in manifest && isList(declaration))
    .flatMap(({ path, declaration }) => {
      const { access } = declaration;
      const list = `GET ${path}`;
      const place = fillPath(path);
      const searches = searchesOf(path, declaration);
      const asked = (caller: Question["caller"], which: Search[]) =>
        which.map((search) => ({ list, caller, path: withSearch(place, search) }));
      const few = searches.filter((search) => search.scope !== "all" && Object.keys(search).length < 2);
      return [
        ...asked("admin", searches),
        ...(isOpenTo(rolePermissions.member, access) ? asked("member", few) : []),
        ...(isOpenTo(apiKeyScopes, access) ? asked("key", [{}]) : []),
      ];
    });
}

// A list is what has its rows in `items`, or embeds them (HAL).
function isList({ output }: RouteDeclaration): boolean {
  return output instanceof z.ZodObject && ("items" in output.shape || "_embedded" in output.shape);
}

function isOpenTo(granted: readonly Permission[], access: RouteDeclaration["access"]): boolean {
  return (granted as readonly string[]).includes(access);
}

function fillPath(path: string): string {
  const place = path.replace(/^\/api\/[a-z-]+\/\{id\}/, (head) => {
    const id = pathIds[head];
    if (!id) throw new Error(`GET ${path} is a list without an id here`);
    return head.replace("{id}", id);
  });
  if (place.includes("{")) throw new Error(`GET ${path} is a list with a parameter that is not known here`);
  return place;
}

/** Each filter by itself on the first page and deep down, of one's own and, where it can be asked for, of all. */
function searchesOf(path: string, { input }: RouteDeclaration): Search[] {
  const fixed = always[path] ?? {};
  const { properties = {} } = input?.query
    ? (z.toJSONSchema(input.query, { io: "input", unrepresentable: "any" }) as JsonObject)
    : {};
  const hasCursor = "cursor" in properties && path !== "/api/custom-offerings";
  const names = Object.keys(properties).filter(
    (name) => name !== "cursor" && name !== "scope" && !(name in fixed),
  );
  const filters: Search[] = names.flatMap((name) =>
    valuesOf(path, name, properties[name]).map((value) => ({ [name]: value })),
  );
  const pages: Search[] = hasCursor ? cursors.map((cursor) => ({ cursor })) : [];
  // Sorted by name, a cursor is a name: those pages are among the ones above.
  const deep = filters
    .filter((search) => hasCursor && !("sort" in search) && !("limit" in search))
    .map((search) => ({ ...search, cursor: cursors[0] ?? "" }));
  const first = [{}, ...pages, ...filters];
  // Of one's own alone, a filter finds a part of what it finds of all.
  const all: Search[] =
    "scope" in properties
      ? [...first.filter((search) => !("status" in search)), ...[...first, ...deep].map(ofAll)]
      : [...first, ...deep];
  return [...all, ...(together[path] ?? [])].map((search) => ({ ...fixed, ...search }));
}

function ofAll(search: Search): Search {
  return { scope: "all", ...search };
}

interface JsonObject {
  properties?: Record<string, { enum?: string[] }>;
}

function valuesOf(path: string, name: string, schema: { enum?: string[] } | undefined): string[] {
  const found = values[name] ?? schema?.enum;
  if (!found)
    throw new Error(`GET ${path} can be filtered by ${name}, and nothing to filter by is known here`);
  return found;
}

function withSearch(path: string, search: Search): string {
  const text = new URLSearchParams(search).toString();
  return text ? `${path}?${text}` : path;
}

const pageIds: Record<string, string> = {
  "[integrationId]": seeded.integration,
  "[connectionId]": seeded.connection,
  "[apiId]": seeded.api,
  "[eventId]": seeded.event,
  "[offeringId]": "github",
  "[webhookId]": seeded.webhook,
};

/** Every page of the console, as the one who runs the workspace opens it. */
export function pageQuestions(): Question[] {
  const cwd = fileURLToPath(new URL("../../app/(console)", import.meta.url));
  return globSync("**/page.tsx", { cwd })
    .map((file) => `/${file}`.replace(/\/page\.tsx$/, ""))
    .filter((page) => page !== "/settings")
    .toSorted()
    .map((page) => {
      const path = page.replaceAll(/\[\w+\]/g, (name) => {
        const id = pageIds[name];
        if (!id) throw new Error(`the page ${page} has no ${name} here`);
        return id;
      });
      return { list: page, caller: "admin", path };
    });
}
