import { z } from "zod";
import { flowSchema } from "#lib/connections/contract.ts";
import { getFlow } from "#lib/connections/get-flow.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "signed-in",
  summary: "See how an authorization went",
  description: "By the flow's id or the handle that the page chose; only for the person who started it.",
  input: { params: z.object({ handle: z.string().min(1).max(80) }) },
  output: flowSchema,
  run: (ctx, { params }) => getFlow(ctx, params),
});

export const HEAD = head(GET);
