import type { Context } from "#lib/context/context.ts";
import type { ClientOf } from "./client-of.ts";

/** For a WHERE: what was made with one client, by the overrides that it remembers. */
export function madeWith({ override, holders }: ClientOf) {
  const among = { in: [...holders] };
  if (override === "any") return { OR: [{ runtimeOverrideId: among }, { applicationOverrideId: among }] };
  const notUnder = <K extends string>(field: K) => ({
    OR: [{ [field]: null }, { [field]: { notIn: [...holders] } }] as Record<K, null | { notIn: string[] }>[],
  });
  if (override?.kind === "application") return { applicationOverrideId: override.id };
  const notApplication = notUnder("applicationOverrideId");
  if (override) return { AND: [{ runtimeOverrideId: override.id }, notApplication] };
  return { AND: [notUnder("runtimeOverrideId"), notApplication] };
}

/** The integration's connections, all or those made with one client. */
export async function listMadeWith(
  ctx: Context,
  { client, ...place }: { integrationId: string; workspaceId: string; client?: ClientOf },
): Promise<string[]> {
  const where = { ...place, ...(client && madeWith(client)) };
  return (await ctx.db.connection.findMany({ where, select: { id: true } })).map(({ id }) => id);
}

/** Lets go of an override that is about to be deleted. */
export async function unpinOverride(
  ctx: Context,
  { overrideId, workspaceId }: { overrideId: string; workspaceId: string },
): Promise<void> {
  const updatedAt = ctx.now();
  await ctx.db.connection.updateMany({
    where: { workspaceId, runtimeOverrideId: overrideId },
    data: { runtimeOverrideId: null, updatedAt },
  });
  await ctx.db.connection.updateMany({
    where: { workspaceId, applicationOverrideId: overrideId },
    data: { applicationOverrideId: null, updatedAt },
  });
}
