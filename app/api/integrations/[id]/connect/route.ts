import { z } from "zod";
import { connectInputSchema, connectionSchema, startFlowQuerySchema } from "#lib/connections/contract.ts";
import { createConnection } from "#lib/connections/create-connection.ts";
import { declare } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";
import { answerConnect, refuseHead } from "./answer-connect.ts";

const params = z.object({ id: z.string().min(1).max(120) });

export const GET = declare(answerConnect, {
  access: "connections:start",
  summary: "Connect an account by signing in at the provider",
  description: "A browser navigation by a signed-in member: 302 to the provider's authorization page.",
  input: { params, query: startFlowQuerySchema },
  status: 302,
  problems: ["not-found", "conflict", "integration-not-configured"],
});

export const POST = route({
  access: "connections:write",
  summary: "Connect an account with authentication data at hand",
  description:
    "The provider confirms it before anything is stored. The same account again renews its connection.",
  input: { params, body: connectInputSchema },
  output: connectionSchema,
  status: 201,
  problems: [
    "not-found",
    "conflict",
    "integration-not-configured",
    "provider-rejected",
    "provider-unreachable",
  ],
  run: async (ctx, { params, body }) => {
    const connection = await createConnection(ctx, { integration: params.id, input: body });
    return withHeaders(connection, { location: `/api/connections/${connection.id}` });
  },
});

export const HEAD = declare(refuseHead, {
  access: "public",
  summary: "Answer that a HEAD starts nothing",
  status: 405,
});
