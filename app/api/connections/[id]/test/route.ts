import { connectionParams, connectionTestSchema } from "#lib/connections/contract.ts";
import { verifyConnection } from "#lib/connections/verify-connection.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "connections:use",
  summary: "Try a connection out",
  description: "Asks the provider whose account it is. What goes wrong there is part of the answer.",
  input: { params: connectionParams },
  output: connectionTestSchema,
  run: (ctx, { params }) => verifyConnection(ctx, params),
});
