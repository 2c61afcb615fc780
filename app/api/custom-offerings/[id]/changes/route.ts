import {
  customOfferingParams,
  offeringChangesQuery,
  offeringChangesSchema,
} from "#lib/custom-offerings/contract.ts";
import { getOfferingChanges } from "#lib/custom-offerings/get-offering-changes.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  summary: "What differs between two versions of a custom offering",
  input: { params: customOfferingParams, query: offeringChangesQuery },
  output: offeringChangesSchema,
  run: (ctx, { params, query }) => getOfferingChanges(ctx, { ...query, ...params }),
});

export const HEAD = head(GET);
