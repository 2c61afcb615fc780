import {
  createCustomOfferingInput,
  customOfferingPageSchema,
  customOfferingSchema,
  listCustomOfferingsQuery,
} from "#lib/custom-offerings/contract.ts";
import { createCustomOffering } from "#lib/custom-offerings/create-custom-offering.ts";
import { listCustomOfferings } from "#lib/custom-offerings/list-custom-offerings.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  summary: "List the deployment's offerings, drafts too",
  description: "The catalogue's and custom ones, by name; not what workspaces keep for themselves.",
  input: { query: listCustomOfferingsQuery },
  output: customOfferingPageSchema,
  run: (ctx, { query }) => listCustomOfferings(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "platform:manage",
  summary: "Make, import or copy an offering",
  description: "It is a draft until it is published. A mistake in the data is named below `/data`.",
  input: { body: createCustomOfferingInput },
  output: customOfferingSchema,
  status: 201,
  run: async (ctx, { body }) => {
    const offering = await createCustomOffering(ctx, body);
    return withHeaders(offering, { location: `/api/custom-offerings/${offering.id}` });
  },
});
