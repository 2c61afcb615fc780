import { z } from "zod";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { listOfferings } from "#lib/integrations/list-offerings.ts";
import { offeringListSchema } from "#lib/offerings/contract.ts";

export const GET = route({
  access: "offerings:read",
  summary: "List offerings",
  description: "Every provider that an integration can be for, by name; the practice provider first.",
  input: {
    query: z.object({
      q: z.string().max(120).optional().meta({ description: "Words of a name, provider or category" }),
    }),
  },
  output: offeringListSchema,
  run: (ctx, { query }) => listOfferings(ctx, query),
});

export const HEAD = head(GET);
