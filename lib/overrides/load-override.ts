import type { ClientOf } from "#lib/connections/client-of.ts";
import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { findOverrideRows, listOverrideRows, type OverrideRow } from "./repository.ts";
import { hasOwnClient, toSettings } from "./rules.ts";

interface Integration {
  id: string;
  workspaceId: string;
}

/** One override of an integration that the actor may see; 404 for unknown ones and for those of another integration. */
export async function loadOverride(ctx: Context, integration: Integration, id: string): Promise<OverrideRow> {
  const [row] = await findOverrideRows(ctx, integration, [id]);
  if (!row) throw notFound("override");
  return row;
}

/** What an override is for. */
export function kindOf({ applicationId }: Pick<OverrideRow, "applicationId">) {
  return applicationId === null ? ("runtime-configuration" as const) : ("application" as const);
}

/** The name of what it is for. */
export function scopeOf({ application, runtimeConfiguration }: OverrideRow) {
  return application ?? runtimeConfiguration ?? { id: "", slug: "", name: "" };
}

/** The connections that are made with the override's client once it has one. */
export async function clientOf(ctx: Context, row: OverrideRow): Promise<ClientOf> {
  const rows = await listOverrideRows(ctx, { id: row.integrationId, workspaceId: row.workspaceId });
  return { override: { id: row.id, kind: kindOf(row) }, holders: holdersOf(rows) };
}

/** Those of the overrides that have a client of their own. */
export function holdersOf(rows: OverrideRow[]): string[] {
  return rows.filter((row) => hasOwnClient(toSettings(row))).map(({ id }) => id);
}
