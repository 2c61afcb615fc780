import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { findOverrideRows, findOverrideRowsFor, type OverrideRow } from "./repository.ts";
import { toSettings } from "./rules.ts";

/** Under what a connection is made. */
export interface Under {
  runtimeConfigurationId: string;
  applicationId: string | null;
}

/** The overrides that a connection remembers. */
export interface Pinned {
  runtimeOverrideId: string | null;
  applicationOverrideId: string | null;
}

/** The overrides that count, at most one of each kind. */
export interface OverrideLayers {
  runtime: OverrideRow | null;
  application: OverrideRow | null;
}

interface Integration {
  id: string;
  workspaceId: string;
}

export const noLayers: OverrideLayers = { runtime: null, application: null };

/** The overrides of an integration that count for a connection made now. It decides about no permission. */
export async function findLayersUnder(
  ctx: Context,
  integration: Integration,
  under: Under,
): Promise<OverrideLayers> {
  return toLayers(await findOverrideRowsFor(ctx, integration, under));
}

/** Those that a connection remembers; 404 when one of them is gone. No query where there are none. */
export async function findPinnedLayers(
  ctx: Context,
  integration: Integration,
  { runtimeOverrideId, applicationOverrideId }: Pinned,
): Promise<OverrideLayers> {
  const ids = [runtimeOverrideId, applicationOverrideId].filter((id) => id !== null);
  if (ids.length === 0) return noLayers;
  const rows = await findOverrideRows(ctx, integration, ids);
  if (rows.length !== ids.length) throw notFound("override");
  return toLayers(rows);
}

/** The ids and versions of the layers, to be compared with those of another moment. */
export function versionsOf({ runtime, application }: OverrideLayers): string {
  return [runtime, application].flatMap((row) => (row ? [`${row.id}:${row.configVersion}`] : [])).join(",");
}

/** What the layers set. */
export function settingsOf({ runtime, application }: OverrideLayers) {
  return { runtime: runtime && toSettings(runtime), application: application && toSettings(application) };
}

function toLayers(rows: OverrideRow[]): OverrideLayers {
  return {
    runtime: rows.find(({ runtimeConfigurationId }) => runtimeConfigurationId !== null) ?? null,
    application: rows.find(({ applicationId }) => applicationId !== null) ?? null,
  };
}

/** Whether the overrides still are those that a client was loaded with. */
export async function areLayersUnchanged(
  ctx: Context,
  { integration, layers }: { integration: Integration; layers: Pinned & { versions: string } },
): Promise<boolean> {
  const ids = [layers.runtimeOverrideId, layers.applicationOverrideId].filter((id) => id !== null);
  const rows = ids.length === 0 ? [] : await findOverrideRows(ctx, integration, ids);
  return versionsOf(toLayers(rows)) === layers.versions;
}
