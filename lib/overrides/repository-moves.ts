import type { Context } from "#lib/context/context.ts";
import { Prisma } from "#lib/db/generated/client.ts";

type Store = Pick<Context, "db" | "now">;

/**
 * What was proven of these overrides of one workspace no longer holds: they are drafts until verified again, running flows
 * and checks lose. With `isErased` their secrets go too.
 */
export async function unproveOverrides(
  ctx: Store,
  { workspaceId, ids }: { workspaceId: string; ids: string[] },
  isErased: boolean,
): Promise<void> {
  if (ids.length > 0)
    await unprove(ctx, Prisma.sql`"workspaceId" = ${workspaceId} AND "id" = ANY(${ids})`, isErased);
}

/** The same for all overrides of some integrations, of whichever workspace, that have a client or bend one. */
export async function unproveOverridesOf(
  ctx: Store,
  integrationIds: string[],
  isErased: boolean,
): Promise<void> {
  const which = Prisma.sql`"integrationId" = ANY(${integrationIds})
    AND "settings" ?| ARRAY['clientId', 'clientAuthentication', 'authorizeUrl', 'tokenUrl']`;
  await unprove(ctx, which, isErased);
}

const erased = Prisma.sql`"clientSecretSealed" = NULL, "keyId" = NULL, "last4" = NULL, "secretSetAt" = NULL,
  "secretSetById" = NULL, "secretVersion" = "secretVersion" + 1,`;

async function unprove({ db, now }: Store, which: Prisma.Sql, isErased: boolean): Promise<void> {
  await db.$executeRaw`
    UPDATE "Override" SET ${isErased ? erased : Prisma.empty}
      "status" = 'draft', "configVersion" = "configVersion" + 1, "secretVerifiedAt" = NULL,
      "updatedAt" = GREATEST(${now()}, "updatedAt" + interval '1 millisecond')
    WHERE ${which}`;
}
