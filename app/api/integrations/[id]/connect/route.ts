import {
  connectInputSchema,
  connectionSchema,
  connectQuerySchema,
  startFlowQuerySchema,
} from "#lib/connections/contract.ts";
import { createConnection } from "#lib/connections/create-connection.ts";
import { declare } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { integrationParams } from "#lib/integrations/contract.ts";
import { answerConnect, refuseHead } from "./answer-connect.ts";

export const GET = declare(answerConnect, {
  access: "connections:start",
  summary: "Connect an account by signing in at the provider",
  description: "A browser navigation by a signed-in member: 302 to the provider's authorization page.",
  input: { params: integrationParams, query: startFlowQuerySchema },
  status: 302,
  problems: ["conflict", "integration-not-configured"],
});

export const POST = route({
  access: "connections:write",
  summary: "Connect an account with authentication data at hand",
  description:
    "The provider confirms it before anything is stored. The same account again renews its connection; `connectionId` names the one to renew.",
  input: { params: integrationParams, query: connectQuerySchema, body: connectInputSchema },
  output: connectionSchema,
  status: 201,
  problems: ["conflict", "integration-not-configured", "provider-rejected", "provider-unreachable"],
  run: async (ctx, { params, query, body }) => {
    const connection = await createConnection(ctx, { ...query, integration: params.id, input: body });
    return withHeaders(connection, { location: `/api/connections/${connection.id}` });
  },
});

const headFacts = { summary: "Answer that a HEAD starts nothing", status: 405 } as const;
export const HEAD = declare(refuseHead, { access: "public", ...headFacts });
