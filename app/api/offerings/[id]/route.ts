import { z } from "zod";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import { getOffering } from "#lib/integrations/list-offerings.ts";
import { offeringSchema } from "#lib/offerings/contract.ts";

export const GET = route({
  access: "offerings:read",
  summary: "Get an offering",
  input: { params: z.object({ id: z.string().min(1).max(80) }) },
  output: offeringSchema,
  run: (ctx, { params }) => getOffering(ctx, params),
});

export const HEAD = head(GET);
