import type { Context } from "#lib/context/context.ts";

interface StateRow {
  id: string;
  slug: string;
  name: string;
  status: "draft" | "configured";
  isDisabled: boolean;
  verdict: "verified" | "rejected" | "inconclusive" | null;
  checkedAt: Date | null;
  isCheckPresent: boolean | null;
}

/** All integrations of the workspace by slug, with the newest check of their own client, which is one step of an index each. */
export function findIntegrationStates(ctx: Context, workspaceId: string): Promise<StateRow[]> {
  return ctx.db.$queryRaw<StateRow[]>`
    SELECT i."id", i."slug", i."name", i."status"::text, i."disabledAt" IS NOT NULL AS "isDisabled", newest."verdict"::text,
      newest."createdAt" AS "checkedAt", newest."configVersion" = i."configVersion" AS "isCheckPresent"
    FROM "Integration" i
    LEFT JOIN LATERAL (
      SELECT v."verdict", v."createdAt", v."configVersion" FROM "IntegrationVerification" v
      WHERE v."integrationId" = i."id" AND v."overrideId" IS NULL
      ORDER BY v."createdAt" DESC, v."id" DESC LIMIT 1
    ) newest ON TRUE
    WHERE i."workspaceId" = ${workspaceId} ORDER BY i."slug"`;
}
