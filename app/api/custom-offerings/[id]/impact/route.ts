import { customOfferingParams, offeringImpactSchema } from "#lib/custom-offerings/contract.ts";
import { getPublicationImpact } from "#lib/custom-offerings/get-publication-impact.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  isOwnPageOnly: true,
  summary: "What publishing the newest version does to integrations",
  input: { params: customOfferingParams },
  output: offeringImpactSchema,
  problems: ["conflict"],
  run: (ctx, { params }) => getPublicationImpact(ctx, params),
});

export const HEAD = head(GET);
