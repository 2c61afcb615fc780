import type { ShareLevel } from "#lib/connections/contract.ts";
import { AppError } from "#lib/core/errors.ts";
import type { WorkspaceRole } from "#lib/core/permissions.ts";
import type { AuthorizationKind } from "#lib/core/provider.ts";
import type { Query } from "#lib/db/client.ts";

/** What an API key asks for; `integration` is an id or a slug. */
export interface Asked {
  /** SHA-256 of the key's text, in hex. */
  keyHash: string;
  integration: string;
  connectionId: string | null;
}

/** A live key, its member, an integration, and a working connection that the member may use, through a client that may call. */
export interface GrantFacts {
  apiKeyId: string;
  keyName: string;
  /** Space-separated, as are the key's limits. */
  keyScopes: string;
  keyConnections: string;
  keyMethods: string;
  keyPaths: string;
  workspaceId: string;
  userId: string;
  role: WorkspaceRole;
  applicationId: string;
  runtimeConfigurationId: string;
  integrationId: string;
  offeringId: string;
  kind: AuthorizationKind;
  /** The published version of a custom offering; `null` for one of the catalogue. */
  offeringVersion: number | null;
  /** JSON, as are the overrides' settings and `data`. */
  variables: string;
  /** What the overrides that the connection remembers replace; `null` where there is none. */
  runtimeSettings: string | null;
  applicationSettings: string | null;
  /** Its own, or the deployment's, with the addresses that one is bound to. */
  clientId: string;
  authorizeUrl: string | null;
  tokenUrl: string | null;
  connectionId: string;
  ownerId: string;
  /** Who signed in as the account that it acts as. */
  authorizedById: string;
  /** What others may do with it; `null`: it is personal. */
  shareLevel: ShareLevel | null;
  /** Of one that is shared for reading only: whom to ask for more. */
  ownerName: string | null;
  apiBaseUri: string;
  data: string;
  /** The integration's own authorities, PEM; empty for none. */
  caCertificates: string;
}

export interface GrantRow {
  index: number;
  /** `GrantFacts` as JSON: the same text means the same facts, so that nobody has to take it apart again. */
  facts: string;
  connectionId: string;
  tokenVersion: number;
  /** For how many milliseconds its provider wants no call. */
  pausedMs: number;
  /** Milliseconds of the database's clock, as are the two others. */
  obtainedAt: number;
  expiresAt: number | null;
  now: number;
}

const ms = (time: string) => `(extract(epoch FROM ${time}) * 1000)::float8`;

/** How many questions one statement takes. */
export const MOST_ASKED = 64;

// The rules are those of the verbs: `getApiKeyActor`, `forwardRequest`, `getConnectionForUse`; each way to a connection
// is a branch of its own, so that each is one step on an index.
const working = `c."integrationId" = i."id" AND c."workspaceId" = k."workspaceId" AND c."status" IN ('active', 'degraded')`;
const newest = `ORDER BY c."applicationId" IS NULL, c."lastAuthorizedAt" DESC, c."id" DESC LIMIT 1`;
const columns = `c."id", c."ownerId", c."authorizedById", c."shareLevel", c."apiBaseUri", c."data", c."runtimeOverrideId", c."applicationOverrideId"`;
// Of the key's runtime configuration, under the key's application or under none.
const underKey = `c."runtimeConfigurationId" = k."runtimeConfigurationId"
    AND (c."applicationId" IS NULL OR c."applicationId" = k."applicationId")`;

// From one step to the next there is one row, and the planner is told so: by LIMIT in each step, and by the bounds of the
// index for the first one, whose rows it cannot know. So it walks from index to index and keeps that plan for good; what it
// thinks by itself is a scan of all keys, or a plan anew for each request, which takes ten times as long as to run it.
const findGrantsStatement = {
  name: "gateway-grants-11",
  query_timeout: 5_000,
  text: `
SELECT asked.index::int4 AS "index", c."id" AS "connectionId", t."tokenVersion",
  ${ms('t."obtainedAt"')} AS "obtainedAt", ${ms('t."expiresAt"')} AS "expiresAt", ${ms("clock_timestamp()")} AS "now",
  COALESCE(${ms('p."until" - clock_timestamp()')}, 0) AS "pausedMs",
  json_build_object(
    'apiKeyId', k."id", 'keyName', k."name", 'keyScopes', array_to_string(k."scopes", ' '),
    'keyConnections', array_to_string(k."allowedConnectionIds", ' '),
    'keyMethods', array_to_string(k."allowedMethods", ' '), 'keyPaths', array_to_string(k."allowedPathPrefixes", ' '),
    'workspaceId', k."workspaceId", 'userId', k."createdById", 'role', k."role",
    'applicationId', k."applicationId", 'runtimeConfigurationId', k."runtimeConfigurationId",
    'integrationId', i."id", 'offeringId', i."offeringId", 'kind', i."kind", 'offeringVersion', co."publishedVersion",
    'variables', i."variables"::text, 'caCertificates', i."caCertificates",
    'runtimeSettings', ro."settings"::text, 'applicationSettings', ao."settings"::text,
    'clientId', COALESCE(o."clientId", i."clientId"), 'authorizeUrl', o."authorizeUrl", 'tokenUrl', o."tokenUrl",
    'connectionId', c."id", 'ownerId', c."ownerId", 'authorizedById', c."authorizedById", 'shareLevel', c."shareLevel",
    'ownerName', CASE WHEN c."shareLevel" = 'read' THEN (SELECT w."name" FROM "User" w WHERE w."id" = c."ownerId") END,
    'apiBaseUri', c."apiBaseUri", 'data', c."data"::text
  )::text AS "facts"
FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY AS asked("hash", "integration", "connection", index)
CROSS JOIN LATERAL (
  SELECT k.*, m."role" FROM "ApiKey" k
  JOIN "Membership" m ON m."workspaceId" = k."workspaceId" AND m."userId" = k."createdById"
  JOIN "User" u ON u."id" = k."createdById" AND u."disabledAt" IS NULL
  WHERE k."secretHash" = decode(asked."hash", 'hex') AND k."revokedAt" IS NULL
    AND (k."expiresAt" IS NULL OR k."expiresAt" > $4::timestamptz)
  LIMIT 1
) k
CROSS JOIN LATERAL (
  (SELECT n.* FROM "Integration" n WHERE n."id" = asked."integration" AND n."workspaceId" = k."workspaceId")
  UNION ALL
  (SELECT n.* FROM "Integration" n WHERE n."slug" = asked."integration" AND n."workspaceId" = k."workspaceId")
  LIMIT 1
) i
CROSS JOIN LATERAL (
  (SELECT ${columns} FROM "Connection" c WHERE asked."connection" IS NOT NULL AND c."id" = asked."connection"
    AND ${working} AND (c."isShared" OR c."ownerId" = k."createdById"))
  UNION ALL
  (SELECT ${columns} FROM "Connection" c WHERE asked."connection" IS NULL AND i."connectionMode" = 'per_user'
    AND ${working} AND ${underKey} AND c."ownerId" = k."createdById" AND c."handover" IS NULL ${newest})
  UNION ALL
  (SELECT ${columns} FROM "Connection" c WHERE asked."connection" IS NULL AND i."connectionMode" = 'shared'
    AND ${working} AND ${underKey} AND c."isShared" ${newest})
  LIMIT 1
) c
CROSS JOIN LATERAL (
  SELECT t.* FROM "ConnectionTokens" t WHERE t."connectionId" = c."id" AND t."workspaceId" = k."workspaceId" LIMIT 1
) t
LEFT JOIN "OAuthCredential" o ON o."id" = i."oauthCredentialId"
LEFT JOIN "CustomOffering" co ON co."id" = i."offeringId"
LEFT JOIN "Override" ro ON ro."id" = c."runtimeOverrideId"
LEFT JOIN "Override" ao ON ao."id" = c."applicationOverrideId"
LEFT JOIN "ConnectionCooldown" p ON p."connectionId" = c."id" AND p."until" > clock_timestamp()
WHERE asked.index BETWEEN 1 AND ${MOST_ASKED} AND i."disabledAt" IS NULL AND (
  ro."settings" ? 'clientId' OR ao."settings" ? 'clientId'
  OR i."status" = 'configured' AND (i."clientId" <> '' OR i."oauthCredentialId" IS NOT NULL OR i."kind" IN ('api_key', 'basic'))
)`,
};

/**
 * What the keys may call, all in one statement: `null` for a key that is not or no longer valid, and for whatever a key may
 * not reach or nobody can use now. Workspace and visibility are part of it (D-19). Takes up to `MOST_ASKED` at once.
 */
export async function findGrants(
  query: Query,
  asked: readonly Asked[],
  now: Date,
): Promise<(GrantRow | null)[]> {
  const rows = await run(query, [
    asked.map(({ keyHash }) => keyHash),
    asked.map(({ integration }) => integration),
    asked.map(({ connectionId }) => connectionId),
    now,
  ]);
  const found: (GrantRow | null)[] = asked.map(() => null);
  for (const row of rows) found[row.index - 1] = row;
  return found;
}

async function run(query: Query, values: unknown[]): Promise<GrantRow[]> {
  try {
    return await query<GrantRow>(findGrantsStatement, values);
  } catch (cause) {
    throw new AppError("unavailable", "the look-up of a call failed", {
      detail: "The database does not answer. Try again in a moment.",
      headers: { "retry-after": "2" },
      cause,
    });
  }
}
