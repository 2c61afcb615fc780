import type { Context } from "#lib/context/context.ts";
import type { AuthorizationKind } from "#lib/core/provider.ts";
import type { Prisma } from "#lib/db/generated/client.ts";
import type { GrantLife } from "./grant-life.ts";
import { soonAfter } from "./health.ts";
import type { healthFilters } from "./health-schemas.ts";

type Where = Prisma.ConnectionWhereInput;

/** Integrations that are alike in all that decides how their connections stand. */
export interface IntegrationGroup {
  kind: AuthorizationKind;
  offeringId: string;
  isPaused: boolean;
  isDraft: boolean;
  ids: string[];
  /** Of drafts: those of their overrides that bring a client of their own. */
  clientOverrideIds: string[];
}

/** Such a group with what its offering tells about the life of grants. */
export interface StandingGroup extends IntegrationGroup {
  life: GrantLife;
}

/** The integrations of a workspace, or the one with that id or slug, in groups: a few rows, whatever their number. */
export function listIntegrationGroups(
  ctx: Context,
  { workspaceId, integration = null }: { workspaceId: string; integration?: string | null },
): Promise<IntegrationGroup[]> {
  return ctx.db.$queryRaw<IntegrationGroup[]>`
    SELECT i."kind"::text, i."offeringId", i."disabledAt" IS NOT NULL AS "isPaused", i."status" = 'draft' AS "isDraft",
      array_agg(DISTINCT i."id") AS "ids", array_remove(array_agg(o."id"), NULL) AS "clientOverrideIds"
    FROM "Integration" i
    LEFT JOIN "Override" o ON o."integrationId" = i."id" AND i."status" = 'draft' AND o."settings" ? 'clientId'
    WHERE i."workspaceId" = ${workspaceId}
      AND (${integration}::text IS NULL OR i."id" = ${integration} OR i."slug" = ${integration})
    GROUP BY i."kind", i."offeringId", i."disabledAt" IS NOT NULL, i."status"`;
}

const none: Where = { id: { in: [] } };
const alive: Where = { status: { in: ["active", "degraded"] } };

/**
 * `standingOf` as a condition, so that a list can be filtered by it; `groups` holds the integrations whose connections are
 * listed. Only columns of the connection's own are compared: a condition on a relation would be a join each time it is named.
 * Every comparison with a column that may be empty says so, because NOT of an unknown would drop the row.
 */
export function whereHealth(
  health: (typeof healthFilters)[number],
  groups: readonly StandingGroup[],
  now: Date,
): Where {
  const held = heldBy(groups);
  const ended = endsBy(groups, now);
  switch (health) {
    case "suspended":
    case "revoked":
      return { status: health };
    case "needs_reconnect":
      return { OR: [{ status: "needs_reauth" }, { AND: [alive, ended] }] };
    case "on_hold":
      return { AND: [alive, held], NOT: ended };
    case "retrying":
      return { status: "degraded", NOT: [held, ended] };
    case "expiring_soon":
      return { status: "active", AND: endsBy(groups, soonAfter(now)), NOT: [held, ended] };
    case "attention":
      return { NOT: whereHealth("active", groups, now) };
    case "active":
      return { status: "active", NOT: [held, endsBy(groups, soonAfter(now))] };
  }
}

// An override that names a client brings its own, and does not wait for the integration's.
function heldBy(groups: readonly StandingGroup[]): Where {
  const drafts = groups.filter(({ isDraft, isPaused }) => isDraft && !isPaused);
  const overrideIds = drafts.flatMap(({ clientOverrideIds }) => clientOverrideIds);
  return anyOf([
    ...inThose(groups.filter(({ isPaused }) => isPaused)),
    ...inThose(drafts).map((where) => ({
      ...where,
      ...(overrideIds.length > 0 && {
        AND: [notOneOf("runtimeOverrideId", overrideIds), notOneOf("applicationOverrideId", overrideIds)],
      }),
    })),
  ]);
}

function notOneOf(column: "runtimeOverrideId" | "applicationOverrideId", ids: string[]): Where {
  return { OR: [{ [column]: null }, { [column]: { notIn: ids } }] };
}

/** Those whose grant itself ends by then: `grantEnd` of a connection that is being renewed. */
function endsBy(groups: readonly StandingGroup[], by: Date): Where {
  const signedIn = groups.filter(({ kind }) => kind === "oauth2");
  return anyOf([
    ...inThose(signedIn).map((where) => ({
      ...{ ...where, hasRefreshToken: false, tokenExpiresAt: { not: null, lte: by } },
    })),
    ...[...Map.groupBy(signedIn, lifeKey).values()].flatMap((alike) => fixedBy(alike, by)),
  ]);
}

// Many offerings share few lives, so the condition stays short.
function lifeKey({ life: { isEndMoving, absoluteSeconds } }: StandingGroup): string {
  return `${isEndMoving} ${absoluteSeconds}`;
}

function fixedBy(alike: readonly StandingGroup[], by: Date): Where[] {
  const { isEndMoving = true, absoluteSeconds = null } = alike[0]?.life ?? {};
  return inThose(alike).flatMap((where) => {
    const renewed = { ...where, hasRefreshToken: true };
    const stored = { ...renewed, refreshTokenExpiresAt: { not: null, lte: by } };
    const consented = absoluteSeconds === null ? [] : [{ ...renewed, ...consentedBy(by, absoluteSeconds) }];
    if (isEndMoving) return consented;
    return [stored, ...consented.map((one) => ({ ...one, refreshTokenExpiresAt: null }))];
  });
}

function consentedBy(by: Date, seconds: number): Where {
  return { lastAuthorizedAt: { lte: new Date(by.getTime() - seconds * 1000) } };
}

function inThose(groups: readonly StandingGroup[]): Where[] {
  const ids = groups.flatMap((group) => group.ids);
  return ids.length === 0 ? [] : [{ integrationId: { in: ids } }];
}

function anyOf(ways: Where[]): Where {
  return ways.length === 0 ? none : { OR: ways };
}
