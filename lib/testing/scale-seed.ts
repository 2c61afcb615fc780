import type { Database } from "#lib/db/client.ts";

/** How much is in the tables. A fifth of the connections and of the audit events are the big workspace's. */
export interface ScaleSize {
  connections: number;
  workspaces: number;
  audit: number;
}

/** The workspace that is much bigger than the others, as the verbs made it, and who asks in it. */
export interface BigWorkspace {
  workspaceId: string;
  runtimeConfigurationId: string;
  applicationId: string;
  /** Runs the workspace, and owns a tenth of its connections. */
  ownerId: string;
  /** Owns a fortieth. */
  memberId: string;
}

/** Ids of the big workspace's that the seed chooses. */
export const seeded = {
  /** Four in ten of the big workspace's connections are its own. */
  integration: "integration-b1",
  /** With a long history and a month of use. */
  connection: "conn-b1",
  /** With the operations of a large document. */
  api: "api-b1",
  /** The deployment's, with two versions. */
  offering: `offering-${"d1".padStart(26, "0")}`,
  /** With the deliveries of a month; switched off, so that nothing is sent. */
  webhook: "webhook-b1",
  person: "user-b7",
  event: "audit-b1",
};

/** The part of a thing's rows that is the big workspace's. */
const SHARE = 0.2;
const DAYS = 360;

/**
 * Fills the tables by `generate_series`, so that every run has the same rows: times over the last 360 days, states in fixed
 * parts. What lists never open (tokens, secrets, the MACs of the audit chain) is made up.
 */
export async function seedScale({ pool }: Database, size: ScaleSize, big: BigWorkspace): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("SET synchronous_commit = off");
    await client.query("SET maintenance_work_mem = '512MB'");
    for (const text of [...peopleAndPlaces(size, big), ...integrations(size, big)]) await client.query(text);
    for (const text of [...connections(size, big), ...history(size, big)]) await client.query(text);
    await withoutIndexes(client, "AuditEvent", auditEvents(size, big));
    await client.query("ANALYZE");
    // What the hint bits and the visibility map of rows that have lain there for long say already.
    await client.query("VACUUM");
  } finally {
    client.release();
  }
}

const APIS = 60;
const OPERATIONS = 2_000;

/** Makes many APIs of the one, each with an offering and an integration of its own. */
export async function cloneApi({ pool }: Database, id: string): Promise<void> {
  const forAll = `'id', 'offering-'||lpad('d'||n, 26, '0'), 'workspaceId', NULL, 'latestVersion', 2, 'publishedVersion', 1`;
  const copies = (table: string, changes: string, from: string) =>
    `INSERT INTO "${table}" SELECT (jsonb_populate_record(r, jsonb_build_object(${changes}))).* FROM "${table}" r ${from} CROSS JOIN generate_series(1, ${APIS}) n WHERE a."id" = '${id}'`;
  for (const text of [
    copies(
      "CustomOffering",
      `'id', 'offering-'||lpad('b'||n, 26, '0')`,
      `JOIN "Api" a ON a."offeringId" = r."id"`,
    ),
    copies("CustomOffering", forAll, `JOIN "Api" a ON a."offeringId" = r."id"`),
    ...["1", "2"].map((version) =>
      copies(
        "CustomOfferingVersion",
        `'offeringId', 'offering-'||lpad('d'||n, 26, '0'), 'version', ${version}, 'data', r."data" || jsonb_build_object('id', 'offering-'||lpad('d'||n, 26, '0'), 'displayName', 'Files '||n||' v${version}')`,
        `JOIN "Api" a ON a."offeringId" = r."offeringId"`,
      ),
    ),
    copies(
      "CustomOfferingVersion",
      `'offeringId', 'offering-'||lpad('b'||n, 26, '0'), 'data', r."data" || jsonb_build_object('id', 'offering-'||lpad('b'||n, 26, '0'))`,
      `JOIN "Api" a ON a."offeringId" = r."offeringId"`,
    ),
    copies(
      "Integration",
      `'id', 'integration-a'||n, 'slug', 'files-'||n, 'offeringId', 'offering-'||lpad('b'||n, 26, '0'), 'integrationKey', 'a'||n`,
      `JOIN "Api" a ON a."integrationId" = r."id"`,
    ),
    `INSERT INTO "Api" SELECT (jsonb_populate_record(a, jsonb_build_object('id', 'api-b'||n, 'slug', 'files-'||n, 'offeringId', 'offering-'||lpad('b'||n, 26, '0'), 'integrationId', 'integration-a'||n))).*
     FROM "Api" a, generate_series(1, ${APIS}) n WHERE a."id" = '${id}'`,
    `INSERT INTO "ApiOperation" ("apiId","key","method","path","position","summary","tag")
     SELECT 'api-b'||a, 'GET /files/'||n, 'GET', '/files/'||n, n, 'Read file '||n, 'Tag '||n / 50
     FROM generate_series(1, ${APIS}) a, LATERAL generate_series(0, CASE a WHEN 1 THEN ${OPERATIONS} ELSE 50 END) n`,
    "ANALYZE",
  ])
    await pool.query(text);
}

type Client = Pick<Database["pool"], "query">;

// Its indexes are made after the rows, which is several times faster than row by row.
async function withoutIndexes(client: Client, table: string, statements: string[]): Promise<void> {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT c.relname AS "name", pg_get_indexdef(i.indexrelid) AS "definition"
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = $1::regclass AND NOT i.indisprimary`,
    [`"${table}"`],
  );
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  for (const text of statements) await client.query(text);
  for (const { definition } of rows) await client.query(definition);
}

/** SQL for a time of the last 360 days: the n-th of so many, the last one the newest. */
function timeOf(n: string, many: number): string {
  return `(now() - interval '${DAYS} days' * (1 - (${n})::float8 / ${many}) - interval '1 hour')`;
}

/** The workspaces besides the big one. */
function others({ workspaces }: ScaleSize): string {
  return `generate_series(1, ${workspaces - 1}) w`;
}

function peopleAndPlaces(size: ScaleSize, big: BigWorkspace): string[] {
  const people = Math.ceil(size.workspaces * 0.6);
  const b = big.workspaceId;
  return [
    `INSERT INTO "Workspace" ("id","name","slug","updatedAt") SELECT 'ws-s'||w, 'Harbour '||w, 'harbour-'||w, now() FROM ${others(size)}`,
    `INSERT INTO "WorkspaceKey" ("id","workspaceId","kekId","dataKeySealed")
     SELECT 'key-s'||w, 'ws-s'||w, k."kekId", k."dataKeySealed" FROM ${others(size)}, "WorkspaceKey" k WHERE k."workspaceId" = '${b}'`,
    `INSERT INTO "User" ("id","email","name","updatedAt")
     SELECT 'user-s'||w||'-'||m, 'person'||w||'-'||m||'@example.com', 'Person '||w||' '||m, now() FROM ${others(size)}, generate_series(1, 3) m`,
    `INSERT INTO "User" ("id","email","name","updatedAt")
     SELECT 'user-b'||n, 'colleague'||n||'@example.com', 'Colleague '||n, now() FROM generate_series(1, ${people}) n`,
    `INSERT INTO "Membership" ("workspaceId","userId","role","createdAt")
     SELECT 'ws-s'||w, 'user-s'||w||'-'||m, CASE m WHEN 1 THEN 'owner' ELSE 'member' END::"WorkspaceRole", ${timeOf("m", 3)} FROM ${others(size)}, generate_series(1, 3) m`,
    `INSERT INTO "Membership" ("workspaceId","userId","role","createdAt")
     SELECT '${b}', 'user-b'||n, 'member', ${timeOf("n", people)} FROM generate_series(1, ${people}) n`,
    `INSERT INTO "Session" ("id","secretHash","userId","workspaceId","createdAt","expiresAt")
     SELECT 'sess-s'||m."userId"||n, sha256((m."userId"||n)::bytea), m."userId", m."workspaceId", now(), now() + interval '12 hours' FROM "Membership" m, generate_series(1, 2) n WHERE m."userId" LIKE 'user-_%-%' OR m."userId" LIKE 'user-b%'`,
    ...["RuntimeConfiguration", "Application"].flatMap((table) => places(table, size, b)),
    `INSERT INTO "ApiKey" ("id","workspaceId","createdById","name","prefix","last4","secretHash","scopes","applicationId","runtimeConfigurationId","createdAt","revokedAt")
     SELECT 'apikey-s'||w||'-'||n, 'ws-s'||w, 'user-s'||w||'-1', 'Key '||n, 'mrg_', 'abcd', sha256((w||'-'||n)::bytea), '{connections:use}', 'application-s'||w, 'runtimeconfiguration-s'||w, ${timeOf("n", 3)}, CASE n WHEN 1 THEN now() END
     FROM ${others(size)}, generate_series(1, 3) n`,
    `INSERT INTO "ApiKey" ("id","workspaceId","createdById","name","prefix","last4","secretHash","scopes","applicationId","runtimeConfigurationId","createdAt","revokedAt")
     SELECT 'apikey-b'||n, '${b}', CASE WHEN n % 20 = 0 THEN '${big.memberId}' ELSE 'user-b'||(1 + n % ${people}) END, 'Key '||n, 'mrg_', 'abcd', sha256(('b'||n)::bytea), '{connections:use}',
       CASE WHEN n % 2 = 0 THEN '${big.applicationId}' ELSE 'application-b'||(1 + n % 30) END, CASE WHEN n % 2 = 0 THEN '${big.runtimeConfigurationId}' ELSE 'runtimeconfiguration-b'||(1 + n % 30) END,
       ${timeOf("n", people)}, CASE WHEN n % 3 > 0 THEN now() END FROM generate_series(1, ${people}) n`,
  ];
}

function places(table: string, size: ScaleSize, workspaceId: string): string[] {
  const prefix = table.toLowerCase();
  return [
    `INSERT INTO "${table}" ("id","workspaceId","slug","name","isDefault","updatedAt") SELECT '${prefix}-s'||w, 'ws-s'||w, 'default', 'Default', true, now() FROM ${others(size)}`,
    `INSERT INTO "${table}" ("id","workspaceId","slug","name","createdAt","updatedAt") SELECT '${prefix}-b'||n, '${workspaceId}', 'place-'||n, 'Place '||n, ${timeOf("n", 150)}, now() FROM generate_series(1, 150) n`,
  ];
}

/** How many integrations the big workspace has. */
function bigIntegrations({ connections }: ScaleSize): number {
  return Math.max(Math.ceil(connections / 500), 10);
}

function integrations(size: ScaleSize, { workspaceId: b, ownerId }: BigWorkspace): string[] {
  const count = bigIntegrations(size);
  const offering = (n: string) => `(ARRAY['github','gitlab','slack','notion','linear'])[1 + (${n}) % 5]`;
  const columns = `"id","workspaceId","slug","name","offeringId","status","clientId","scopes","callbackPath","integrationKey","createdById","createdAt","updatedAt"`;
  const rest = (n: string, many: number) =>
    `${offering(n)}, CASE WHEN ${n} % 7 = 6 THEN 'draft' ELSE 'configured' END::"IntegrationStatus", 'client-'||${n}, '{read,write}', '/oauth/callback', gen_random_uuid(), '%s', ${timeOf(n, many)}, now()`;
  return [
    `INSERT INTO "Integration" (${columns}) SELECT 'integration-s'||w||'-'||n, 'ws-s'||w, 'tool-'||n, 'Tool '||n, ${rest("n", 3).replace("'%s'", "'user-s'||w||'-1'")} FROM ${others(size)}, generate_series(1, 3) n`,
    `INSERT INTO "Integration" (${columns}) SELECT 'integration-b'||n, '${b}', 'tool-'||n, 'Tool '||n, ${rest("n", count).replace("%s", ownerId)} FROM generate_series(1, ${count}) n`,
    `INSERT INTO "IntegrationSecret" ("id","workspaceId","integrationId","state","clientSecretSealed","keyId","last4","createdById","expiresOn")
     SELECT 'secret-'||i."id", i."workspaceId", i."id", 'active', '\\x00', 'key', 'abcd', i."createdById", current_date + 60 + (random() * 300)::int FROM "Integration" i`,
    `INSERT INTO "IntegrationVerification" ("id","workspaceId","integrationId","secretId","configVersion","method","verdict","cause","actorId","createdAt")
     SELECT 'check-'||i."id"||'-'||n, i."workspaceId", i."id", 'secret-'||i."id", 1, 'client_check', 'verified', 'accepted', i."createdById", ${timeOf("n", 500)}
     FROM "Integration" i, LATERAL generate_series(1, CASE i."id" WHEN '${seeded.integration}' THEN 500 ELSE 3 END) n`,
    ...["runtimeConfigurationId", "applicationId"].map((column) => {
      const prefix = column.slice(0, -2).toLowerCase();
      return `INSERT INTO "Override" ("id","workspaceId","integrationId","${column}","status","settings","createdById","updatedAt")
        SELECT 'override-${prefix}'||n, '${b}', '${seeded.integration}', '${prefix}-b'||n, 'configured', '{"prompt":"consent"}', '${ownerId}', now() FROM generate_series(1, 30) n`;
    }),
  ];
}

function connections(size: ScaleSize, big: BigWorkspace): string[] {
  const own = Math.round(size.connections * SHARE);
  const rest = size.connections - own;
  const people = Math.ceil(size.workspaces * 0.6);
  const columns = `"id","workspaceId","integrationId","ownerId","authorizedById","isShared","shareLevel","runtimeConfigurationId","runtimeOverrideId","status","statusCause","accountId","accountLabel","accountEmail","scopes","apiBaseUri","tokenExpiresAt","hasRefreshToken","lastAuthorizedAt","lastRefreshedAt","createdAt","updatedAt"`;
  const status = `CASE WHEN n % 20 = 19 THEN 'needs_reauth' WHEN n % 50 = 48 THEN 'degraded' WHEN n % 50 = 47 THEN 'suspended' WHEN n % 100 = 96 THEN 'revoked' ELSE 'active' END::"ConnectionStatus"`;
  const facts = (many: number) =>
    `${status}, CASE WHEN n % 20 = 19 THEN 'grant_rejected' END, 'account-'||n, 'Account '||n, 'account'||n||'@example.org', '{read,write}', 'https://api.example.com', now() + interval '8 hours', true, ${timeOf("n", many)}, now() - interval '1 hour', ${timeOf("n", many)}, now()`;
  const level = `CASE WHEN n % 25 = 0 THEN CASE WHEN n % 50 = 0 THEN 'read' ELSE 'use' END END::"ShareLevel"`;
  const owner = `CASE WHEN n % 10 = 0 THEN '${big.ownerId}' WHEN n % 40 = 1 THEN '${big.memberId}' ELSE 'user-b'||(1 + n % ${people}) END`;
  const place = `CASE WHEN n % 3 = 0 THEN 'runtimeconfiguration-b'||(1 + n % 30) ELSE '${big.runtimeConfigurationId}' END`;
  const integration = `CASE WHEN n % 5 < 2 THEN 1 ELSE 1 + n % ${bigIntegrations(size)} END`;
  return [
    `INSERT INTO "Connection" (${columns}) SELECT 'conn-s'||n, 'ws-s'||w, 'integration-s'||w||'-'||(1 + n % 3), 'user-s'||w||'-'||(1 + n % 3), 'user-s'||w||'-'||(1 + n % 3), n % 25 = 0, ${level}, 'runtimeconfiguration-s'||w, NULL, ${facts(rest)}
     FROM (SELECT n, 1 + n % ${size.workspaces - 1} AS w FROM generate_series(1, ${rest}) n) n`,
    `INSERT INTO "Connection" (${columns}) SELECT 'conn-b'||n, '${big.workspaceId}', 'integration-b'||(${integration}), ${owner}, ${owner}, n % 25 = 0, ${level}, ${place}, CASE WHEN n % 3 = 0 AND n % 5 < 2 THEN 'override-runtimeconfiguration'||(1 + n % 30) END, ${facts(own)}
     FROM generate_series(1, ${own}) n`,
    // Due over the next week: a fifth of them without a renewal, as tokens that do not expire.
    `INSERT INTO "ConnectionTokens" ("connectionId","workspaceId","keyId","accessTokenSealed","refreshTokenSealed","obtainedAt","expiresAt","refreshDueAt")
     SELECT c."id", c."workspaceId", 'key', decode(repeat('ab', 200), 'hex'), decode(repeat('cd', 200), 'hex'), now(), now() + interval '8 days',
       CASE WHEN row_number() OVER () % 5 > 0 THEN now() + interval '2 hours' + random() * interval '7 days' END
     FROM "Connection" c WHERE c."status" <> 'revoked'`,
    `INSERT INTO "RefreshIntent" ("connectionId","workspaceId","attemptId","tokenVersion","tokenFingerprint","requests","startedAt")
     SELECT t."connectionId", t."workspaceId", 'attempt', 1, '\\x00', 1, now() FROM "ConnectionTokens" t ORDER BY t."connectionId" LIMIT 50`,
    // Held, so that nobody tries to finish them.
    `UPDATE "ConnectionTokens" t SET "leaseHolder" = 'attempt', "leaseExpiresAt" = now() + interval '1 day' FROM "RefreshIntent" i WHERE i."connectionId" = t."connectionId"`,
    `INSERT INTO "Revocation" ("id","workspaceId","integrationId","connectionId","status","keyId","attempts","finishedAt")
     SELECT 'revocation-'||c."id", c."workspaceId", c."integrationId", c."id", 'revoked', 'key', 1, now() FROM "Connection" c WHERE c."status" = 'revoked'`,
  ];
}

function history(size: ScaleSize, big: BigWorkspace): string[] {
  const flows = Math.ceil(size.connections / 10);
  const usage = `"connectionId","startedAt","seconds","callerId","host","statusClass","workspaceId","integrationId","count","bytesIn","bytesOut","addedMs"`;
  const calls = `'api.example.com', CASE WHEN n % 10 = 0 THEN 4 ELSE 2 END, c."workspaceId", c."integrationId", 12, 4096, 65536, 25`;
  const notice = `jsonb_build_object('type', 'connection.created', 'timestamp', '2026-01-01T00:00:00.000Z', 'data', jsonb_build_object('connectionId', 'conn-b'||n, 'workspaceId', '${big.workspaceId}', 'status', 'active'))`;
  return [
    `INSERT INTO "ConnectionEvent" ("id","workspaceId","connectionId","type","actorKind","createdAt")
     SELECT 'event-'||c."id"||'-'||n, c."workspaceId", c."id", CASE n WHEN 1 THEN 'granted' ELSE 'refreshed' END, 'system', ${timeOf("n", 2_000)}
     FROM "Connection" c, LATERAL generate_series(1, CASE c."id" WHEN '${seeded.connection}' THEN 2000 ELSE 3 END) n`,
    `INSERT INTO "UsageBucket" (${usage}) SELECT c."id", date_trunc('hour', now()) - n * interval '7 hours', 3600, c."ownerId", ${calls} FROM "Connection" c, generate_series(7, 9) n`,
    `INSERT INTO "UsageBucket" (${usage}) SELECT c."id", date_trunc('hour', now()) - n * interval '1 hour', 3600, 'user-b'||n % 20, ${calls} FROM "Connection" c, generate_series(49, 2000) n WHERE c."id" = '${seeded.connection}'`,
    `INSERT INTO "UsageBucket" (${usage}) SELECT c."id", date_trunc('minute', now()) - n * interval '1 minute', 60, 'user-b'||n % 20, ${calls} FROM "Connection" c, generate_series(1, 2800) n WHERE c."id" = '${seeded.connection}'`,
    `INSERT INTO "Notice" ("id","workspaceId","type","payload","createdAt") SELECT 'notice-b'||n, '${big.workspaceId}', 'connection.created', ${notice}, now() - interval '29 days' * (n::float8 / ${flows}) FROM generate_series(1, ${flows}) n`,
    `INSERT INTO "Webhook" ("id","workspaceId","name","url","events","signingSecretSealed","keyId","disabledAt","disabledCause","createdById","createdAt","updatedAt")
     SELECT 'webhook-b'||n, '${big.workspaceId}', 'Hook '||n, 'https://hooks.example.com/', '{}', '\\x00', 'key', now(), 'by-member', '${big.ownerId}', now(), now() FROM generate_series(1, 10) n`,
    `INSERT INTO "WebhookDelivery" ("id","workspaceId","webhookId","noticeId","state","attempts","lastStatus","deliveredAt","createdAt")
     SELECT 'delivery-'||n."id", n."workspaceId", '${seeded.webhook}', n."id", 'delivered', 1, 200, n."createdAt", n."createdAt" FROM "Notice" n`,
    // A few are past their day.
    `INSERT INTO "AuthorizationFlow" ("id","workspaceId","integrationId","configVersion","purpose","status","stateHash","cookieHash","handle","userId","sessionId","redirectUri","codeVerifierSealed","keyId","returnPath","expiresAt")
     SELECT 'flow-'||n, c."workspaceId", c."integrationId", 1, 'connect', 'succeeded', sha256(n::text::bytea), '\\x00', 'handle-'||n, c."ownerId", 'sess', 'http://localhost/oauth/callback', '\\x00', 'key', '/', now() - interval '25 hours' * (n::float8 / ${flows})
     FROM generate_series(1, ${flows}) n JOIN "Connection" c ON c."id" = 'conn-s'||n`,
    `INSERT INTO "IdempotentCall" ("id","workspaceId","connectionId","requestHash","state","status","answerSealed","keyId","runsUntil","expiresAt")
     SELECT sha256(n::text::bytea), '${big.workspaceId}', 'conn-b'||n, '\\x00', 'answered', 200, decode(repeat('ab', 500), 'hex'), 'key', now(), now() + interval '24 hours' * (n::float8 / ${flows}) - interval '10 minutes' FROM generate_series(1, ${flows}) n`,
    `INSERT INTO "ConnectionCooldown" ("connectionId","until") SELECT 'conn-b'||n, now() + interval '1 hour' * (n::float8 / ${flows}) - interval '1 minute' FROM generate_series(1, ${flows}) n`,
    `INSERT INTO "OAuthCredential" ("id","domain","clientId","clientSecretSealed","keyId","last4","authorizeUrl","tokenUrl","createdById","updatedAt")
     SELECT 'oauthcred-'||d, d, 'client', '\\x00', 'key', 'abcd', 'https://'||d||'.example/authorize', 'https://'||d||'.example/token', '${big.ownerId}', now() FROM unnest(ARRAY['github','gitlab','slack','notion','linear']) d`,
    `UPDATE "Integration" SET "credentialSource" = 'deployment', "oauthCredentialId" = 'oauthcred-'||"offeringId" WHERE "id" LIKE 'integration-s%-2'`,
  ];
}

function auditEvents(size: ScaleSize, big: BigWorkspace): string[] {
  const own = Math.round(size.audit * SHARE);
  const rest = size.audit - own;
  const eachOther = Math.floor(rest / (size.workspaces - 1));
  const people = Math.ceil(size.workspaces * 0.6);
  const columns = `"id","workspaceId","actorKind","actorId","actorLabel","action","targetKind","targetId","targetLabel","integrationId","connectionId","outcome","cause","changes","ip","requestId","createdAt","sequence","keyId","mac"`;
  const action = `(ARRAY['connection.refresh','connection.create','session.create','integration.update','api-key.create','connection.use','flow.start','request.refuse'])[1 + n % 8]`;
  const outcome = `CASE WHEN n % 50 = 0 THEN 'failed' WHEN n % 50 = 1 THEN 'denied' ELSE 'success' END, CASE WHEN n % 50 < 2 THEN 'made_up' END`;
  const facts = (many: number) =>
    `${outcome}, '{"name":{"before":"Tool","after":"Tools"}}'::jsonb, '127.0.0.1', 'req-'||n, ${timeOf("n", many)}, n, 'made-up', sha256(n::text::bytea)`;
  const actor = `CASE WHEN n % 10 = 0 THEN '${big.ownerId}' WHEN n % 40 = 1 THEN '${big.memberId}' ELSE 'user-b'||(1 + n % ${people}) END`;
  const chain = `INSERT INTO "AuditChain" ("id","sequence","mac","startMac","startKeyId","startSignature")`;
  const ends = `sha256('end'), sha256('start'), 'made-up', sha256('signature')`;
  return [
    `INSERT INTO "AuditEvent" (${columns})
     SELECT 'audit-b'||n, '${big.workspaceId}', 'member', ${actor}, 'Colleague', ${action}, 'connection', c, 'Account', i, c, ${facts(own)}
     FROM (SELECT n, 'conn-b'||(1 + n % ${Math.round(size.connections * SHARE)}) AS c, 'integration-b'||(CASE WHEN n % 5 < 2 THEN 1 ELSE 1 + n % ${bigIntegrations(size)} END) AS i FROM generate_series(1, ${own}) n) n`,
    `INSERT INTO "AuditEvent" (${columns})
     SELECT 'audit-s'||w||'-'||n, 'ws-s'||w, 'member', 'user-s'||w||'-'||(1 + n % 3), 'Person', ${action}, 'integration', 'integration-s'||w||'-'||(1 + n % 3), 'Tool', 'integration-s'||w||'-'||(1 + n % 3), NULL, ${facts(eachOther)}
     FROM ${others(size)}, generate_series(1, ${eachOther}) n`,
    `${chain} SELECT 'ws-s'||w, ${eachOther}, ${ends} FROM ${others(size)}`,
    `${chain} VALUES ('${big.workspaceId}', ${own}, ${ends}) ON CONFLICT ("id") DO UPDATE SET "sequence" = EXCLUDED."sequence", "mac" = EXCLUDED."mac"`,
    // Every tenth workspace keeps its events for a while only; the oldest of those are older.
    `UPDATE "Workspace" SET "auditDays" = 359 WHERE "id" LIKE 'ws-s%0'`,
  ];
}
