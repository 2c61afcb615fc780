import { completeHandover } from "#lib/connections/complete-handover.ts";
import { connectionParams, connectionSchema } from "#lib/connections/contract.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "connections:write",
  summary: "Take on a connection that somebody left to you",
  description: "You answer for it from now on. It still acts as the account of whoever connected it.",
  input: { params: connectionParams },
  output: connectionSchema,
  problems: ["conflict"],
  run: (ctx, { params }) => completeHandover(ctx, params),
});
