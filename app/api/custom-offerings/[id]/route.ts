import { customOfferingParams, customOfferingSchema } from "#lib/custom-offerings/contract.ts";
import { deleteCustomOffering } from "#lib/custom-offerings/delete-custom-offering.ts";
import { getCustomOffering } from "#lib/custom-offerings/get-custom-offering.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  summary: "Get an offering with all of its data, built-in or custom",
  input: { params: customOfferingParams },
  output: customOfferingSchema,
  run: (ctx, { params }) => getCustomOffering(ctx, params),
});

export const HEAD = head(GET);

export const DELETE = route({
  access: "platform:manage",
  summary: "Delete a custom offering",
  description: "409 with their number while integrations are built on it.",
  input: { params: customOfferingParams },
  problems: ["conflict"],
  run: (ctx, { params }) => deleteCustomOffering(ctx, params),
});
