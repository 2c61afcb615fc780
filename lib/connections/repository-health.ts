import { Prisma } from "#lib/db/generated/client.ts";
import type { GrantLife } from "./grant-life.ts";
import { soonAfter } from "./health.ts";
import type { ConnectionHealth } from "./health-schemas.ts";

type Where = Prisma.ConnectionWhereInput;

const alive: Where = { status: { in: ["active", "degraded"] } };
// An override that names a client brings its own, and does not wait for the integration's.
const ownClient: Where = {
  AND: [
    { OR: [{ runtimeOverrideId: null }, { runtimeOverride: bringsNone() }] },
    { OR: [{ applicationOverrideId: null }, { applicationOverride: bringsNone() }] },
  ],
};
const held: Where = {
  OR: [{ integration: { disabledAt: { not: null } } }, { integration: { status: "draft" }, ...ownClient }],
};

function bringsNone(): Prisma.OverrideWhereInput {
  return { settings: { path: ["clientId"], equals: Prisma.DbNull } };
}

/**
 * `standingOf` as a condition, so that a list can be filtered by it; `lives` holds the offerings of which a limit is known.
 * Every comparison with a column that may be empty says so, because NOT of an unknown would drop the row.
 */
export function whereHealth(
  health: ConnectionHealth,
  lives: ReadonlyMap<string, GrantLife>,
  now: Date,
): Where {
  const ended = endsBy(lives, now);
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
      return { status: "active", AND: endsBy(lives, soonAfter(now)), NOT: [held, ended] };
    case "active":
      return { status: "active", NOT: [held, endsBy(lives, soonAfter(now))] };
  }
}

/** Those whose grant itself ends by then: `grantEnd` of a connection that is being renewed. */
function endsBy(lives: ReadonlyMap<string, GrantLife>, by: Date): Where {
  const plain = { integration: { offeringId: { notIn: [...lives.keys()] } }, ...storedBy(by) };
  const ways = [plain, ...groupByLife(lives).flatMap((group) => fixedBy(group, by))];
  return {
    integration: { kind: "oauth2" },
    OR: [
      { hasRefreshToken: false, tokenExpiresAt: { not: null, lte: by } },
      { hasRefreshToken: true, OR: ways },
    ],
  };
}

function storedBy(by: Date): Where {
  return { refreshTokenExpiresAt: { not: null, lte: by } };
}

function fixedBy({ offeringIds, isEndMoving, absoluteSeconds }: Group, by: Date): Where[] {
  const integration = { offeringId: { in: offeringIds } };
  const isStored = !isEndMoving;
  const consented =
    absoluteSeconds === null
      ? []
      : [
          {
            ...{ integration, lastAuthorizedAt: { lte: new Date(by.getTime() - absoluteSeconds * 1000) } },
            ...(isStored && { refreshTokenExpiresAt: null }),
          },
        ];
  return isStored ? [{ integration, ...storedBy(by) }, ...consented] : consented;
}

type Group = GrantLife & { offeringIds: string[] };

// Many offerings share few lives, so the condition stays short.
function groupByLife(lives: ReadonlyMap<string, GrantLife>): Group[] {
  const groups = new Map<string, Group>();
  for (const [offeringId, life] of lives) {
    const key = `${life.isEndMoving} ${life.absoluteSeconds}`;
    const group = groups.get(key);
    if (group) group.offeringIds.push(offeringId);
    else groups.set(key, { ...life, offeringIds: [offeringId] });
  }
  return [...groups.values()];
}
