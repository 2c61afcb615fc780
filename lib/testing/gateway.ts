import type { ServerResponse } from "node:http";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { sessionCookie } from "#lib/auth/cookies.ts";
import { insertTokens } from "#lib/connections/repository-tokens.ts";
import type { MemberActor } from "#lib/core/actor.ts";
import { newId } from "#lib/core/ids.ts";
import type { ApiKeyScope } from "#lib/core/permissions.ts";
import { Secret } from "#lib/core/secret.ts";
import { findFreePort } from "#lib/db/free-port.ts";
import { createEgress, type EgressTimeouts } from "#lib/egress/create-egress.ts";
import { type Lookup, lookupAll } from "#lib/egress/resolve-address.ts";
import type { CallLimits } from "#lib/gateway/call-limits.ts";
import { createGatewayListener } from "#lib/server/gateway-listener.ts";
import { createHealth } from "#lib/server/health.ts";
import { startHttpServer } from "#lib/server/http-server.ts";
import { createRequestListener } from "#lib/server/request-listener.ts";
import { testContext } from "./context.ts";
import type { TestDatabase } from "./database.ts";
import { createMember, findRuntimeConfigurationId, secretOfSession } from "./factories.ts";
import { noLimits } from "./gateway-limits.ts";
import { createTestLog, type LoggedLine } from "./log.ts";
import { testRuntime } from "./requests.ts";
import { startUpstream, type TestUpstream } from "./upstream.ts";

/** The access token of every test connection; a refresh at the test upstream gives `renewed-1`, `renewed-2`… */
export const TEST_TOKEN = "provider-token-0";

/** A gateway over HTTP with an integration and a connection whose API is a test upstream. */
export interface TestGateway {
  /** Where it listens. */
  origin: string;
  upstream: TestUpstream;
  owner: MemberActor;
  /** An API key of the owner's. */
  key: string;
  integration: { id: string; slug: string };
  connectionId: string;
  lines: LoggedLine[];
  /** `fetch` of an address below `/api/integrations/{slug}/request`, with the key. */
  call(path: string, init?: RequestInit): Promise<Response>;
  /** The JSON form. */
  post(form: Record<string, unknown>, init?: RequestInit): Promise<Response>;
  createKey(member: MemberActor, scopes?: readonly ApiKeyScope[]): Promise<string>;
  cookie(member: MemberActor): Promise<string>;
  createConnection(member: MemberActor): Promise<string>;
  /** Waits for what is written beside the requests. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface GatewayOptions {
  database: TestDatabase;
  owner: MemberActor;
  /** Below the upstream's origin. */
  basePath?: string;
  /** No limits, but for these. */
  limits?: Partial<CallLimits>;
  timeouts?: Partial<EgressTimeouts>;
  /** What the egress guard lets it reach; loopback when left out. */
  allowCidrs?: readonly string[];
  /** The origin that may be plain http: of this gateway's upstream, unless it calls that of another. */
  sandboxOrigin?: string;
  /** The guard's resolver, in place of the system's. */
  lookup?: Lookup;
}

/** Starts one behind the real front door, with an upstream on 127.0.0.1. The egress guard lets it reach loopback addresses only. */
export async function startTestGateway({
  database,
  owner,
  basePath = "/v1",
  limits = {},
  timeouts = {},
  allowCidrs = ["127.0.0.0/8", "::1/128"],
  lookup = lookupAll,
  sandboxOrigin,
}: GatewayOptions): Promise<TestGateway> {
  const { db } = database;
  const upstream = await startUpstream();
  const egress = createEgress({ allowCidrs, timeouts, lookup });
  const lines: LoggedLine[] = [];
  const parts = testRuntime(database, lines);
  const runtime = {
    ...parts,
    fetch: egress.fetch,
    settings: { ...parts.settings, sandboxOrigin: sandboxOrigin ?? upstream.origin },
  };
  const listener = createGatewayListener({
    runtime,
    send: egress.request,
    query: database.query,
    limits: { ...noLimits, ...limits },
  });
  const { origin: ownOrigin, isSecure } = runtime.settings;
  const facts = { origin: ownOrigin, isSecure, isDev: false, trustedProxyHops: 0 };
  const health = createHealth(db);
  const port = await findFreePort();
  const server = await startHttpServer({
    ...{ host: "127.0.0.1", port, isSecure, onUpgrade: null },
    listener: createRequestListener({
      facts,
      health,
      gateway: listener,
      console: null,
      log: createTestLog(),
    }),
  });
  const origin = `http://127.0.0.1:${port}`;
  const integration = await createIntegration(database, owner);

  const createKey = async (member: MemberActor, scopes: readonly ApiKeyScope[] = ["connections:use"]) => {
    const ctx = testContext({ db, actor: member });
    return (await createApiKey(ctx, { name: "test", scopes: [...scopes], expiresInDays: null })).key;
  };
  const createConnection = (member: MemberActor) =>
    insertConnection(database, member, {
      integrationId: integration.id,
      apiBaseUri: upstream.origin + basePath,
    });
  const key = await createKey(owner);
  const call: TestGateway["call"] = (path, init = {}) =>
    fetch(`${origin}/api/integrations/${integration.slug}/request${path}`, {
      redirect: "manual",
      ...init,
      headers: { authorization: `Bearer ${key}`, ...(init.headers as Record<string, string>) },
    });

  return {
    ...{ origin, upstream, owner, key, integration, lines, call, createKey, createConnection },
    connectionId: await createConnection(owner),
    post: (form, init = {}) =>
      call("", {
        method: "POST",
        body: JSON.stringify(form),
        ...init,
        headers: { "content-type": "application/json", ...(init.headers as Record<string, string>) },
      }),
    cookie: async (member) =>
      (await sessionCookie(secretOfSession(member.sessionId), runtime)).split(";", 1)[0] ?? "",
    settle: listener.settle,
    close: async () => {
      await server.close(AbortSignal.abort());
      await listener.settle();
      await Promise.all([egress.close(), upstream.close()]);
    },
  };
}

/** A colleague of the owner's. */
export function createColleague({ db }: TestDatabase, { workspaceId }: MemberActor): Promise<MemberActor> {
  return createMember(db, { workspaceId, name: "Grace" });
}

async function createIntegration({ db }: TestDatabase, owner: MemberActor) {
  const id = newId("integration");
  const slug = `sandbox-${id.slice(-8)}`;
  await db.integration.create({
    data: {
      ...{ id, slug, name: "Sandbox", workspaceId: owner.workspaceId, createdById: owner.userId },
      ...{ offeringId: "sandbox", status: "configured", clientId: "client", clientAuthentication: "none" },
      ...{ scopes: ["profile"], callbackPath: "/oauth/callback", integrationKey: id.slice(-20) },
    },
  });
  return { id, slug };
}

async function insertConnection(
  { db }: TestDatabase,
  { workspaceId, userId }: MemberActor,
  { integrationId, apiBaseUri }: { integrationId: string; apiBaseUri: string },
): Promise<string> {
  const id = newId("connection");
  const now = new Date();
  await db.connection.create({
    data: {
      id,
      workspaceId,
      integrationId,
      runtimeConfigurationId: await findRuntimeConfigurationId(db, workspaceId),
      ownerId: userId,
      authorizedById: userId,
      apiBaseUri,
      lastAuthorizedAt: now,
      scopes: ["profile"],
      hasRefreshToken: true,
    },
  });
  await insertTokens(
    testContext({ db }),
    { connectionId: id, workspaceId },
    {
      accessToken: new Secret(TEST_TOKEN),
      refreshToken: new Secret("refresh-0"),
      tokenType: "Bearer",
      obtainedAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
    },
  );
  return id;
}

/** Makes the upstream a provider whose tokens can be renewed: `POST /token` answers, everything else is `api`'s. */
export function answerWithTokens(
  upstream: TestUpstream,
  api: (token: string, res: ServerResponse) => unknown,
) {
  let renewals = 0;
  upstream.answer((req, res) => {
    if (req.url !== "/token") return api((req.headers.authorization ?? "").replace("Bearer ", ""), res);
    renewals++;
    const grant = {
      access_token: `renewed-${renewals}`,
      token_type: "Bearer",
      expires_in: 3_600,
      refresh_token: `refresh-${renewals}`,
    };
    return res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(grant));
  });
  return { renewals: () => renewals };
}
