import { completeFlow, type FlowEnd } from "#lib/connections/complete-flow.ts";
import type { Connection } from "#lib/connections/contract.ts";
import { createConnection } from "#lib/connections/create-connection.ts";
import { type StartedFlow, startFlow } from "#lib/connections/start-flow.ts";
import type { StartFlowQuery } from "#lib/connections/start-flow-query.ts";
import type { Context } from "#lib/context/context.ts";
import { Secret } from "#lib/core/secret.ts";
import type { PrismaClient } from "#lib/db/generated/client.ts";
import { authorizeAs } from "./authorize-as.ts";
import type { TestProvider } from "./provider.ts";

const plainQuery: StartFlowQuery = {
  ...{ shared: false, allowSwitch: false, addScopes: false },
  purpose: "connect",
};

/** Begins a flow as the connect route does. */
export function beginFlow(
  ctx: Context,
  integration: { id: string },
  query: Partial<StartFlowQuery> = {},
): Promise<StartedFlow> {
  return startFlow(ctx, { ...plainQuery, ...query, integration: integration.id });
}

/** The browser that began the flow comes back to the address; `cookie: null` is another browser. */
export function comeBack(
  ctx: Context,
  landed: URL,
  cookie: StartedFlow["cookie"] | null,
  path: string = landed.pathname,
): Promise<FlowEnd> {
  return completeFlow(ctx, {
    path,
    params: landed.searchParams,
    cookie: (name) => (cookie?.name === name ? cookie.value.reveal() : undefined),
  });
}

/** The whole way: begins, signs in at the test's provider, comes back. */
export async function connectAs(
  ctx: Context,
  integration: { id: string },
  {
    person = "ada" as "ada" | "grace",
    ...query
  }: Partial<StartFlowQuery> & { person?: "ada" | "grace" } = {},
): Promise<FlowEnd & { flowId: string | null; connectionId: string | null }> {
  const { authorizationUrl, cookie } = await beginFlow(ctx, integration, query);
  const end = await comeBack(ctx, await authorizeAs(authorizationUrl, person), cookie);
  const flow = await ctx.db.authorizationFlow.findFirst({ where: { id: end.flowId ?? "" } });
  return { ...end, connectionId: flow?.connectionId ?? null };
}

/** A connection with real tokens of the provider, without the browser's part. */
export async function createGranted(
  ctx: Context,
  provider: TestProvider,
  integration: { id: string },
  as: "ada" | "grace" = "ada",
): Promise<Connection> {
  const tokens = await provider.issueTokens({ as });
  return createConnection(ctx, {
    integration: integration.id,
    input: {
      accessToken: new Secret(tokens.access_token),
      refreshToken: new Secret(tokens.refresh_token),
      expiresIn: tokens.expires_in,
    },
  });
}

/** Lets a stored access token expire: by the database's clock, as everything about tokens goes. */
export async function expireToken(db: PrismaClient, connectionId: string): Promise<void> {
  await db.$executeRaw`
    UPDATE "ConnectionTokens" SET "expiresAt" = clock_timestamp() - interval '1 second',
      "obtainedAt" = clock_timestamp() - interval '121 seconds', "forcedAt" = NULL
    WHERE "connectionId" = ${connectionId}`;
}
