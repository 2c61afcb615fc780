import { pageQuerySchema } from "#lib/core/page.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { integrationParams, verificationPageSchema } from "#lib/integrations/contract.ts";
import { listVerifications } from "#lib/integrations/list-verifications.ts";

export const GET = route({
  access: "integrations:read",
  summary: "List the proofs of an integration's client",
  description: "Every check and every sign-in that was to prove it, newest first, with what was observed.",
  input: { params: integrationParams, query: pageQuerySchema },
  output: verificationPageSchema,
  run: (ctx, { params, query }) => listVerifications(ctx, { ...query, ...params }),
});

export const HEAD = head(GET);
