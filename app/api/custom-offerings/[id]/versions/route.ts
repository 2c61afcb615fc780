import {
  createOfferingVersionInput,
  customOfferingParams,
  customOfferingSchema,
} from "#lib/custom-offerings/contract.ts";
import { createOfferingVersion } from "#lib/custom-offerings/create-offering-version.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "platform:manage",
  summary: "Save a custom offering as its next version",
  description: "Integrations go on with the published one. What changes nothing makes no version.",
  input: { params: customOfferingParams, body: createOfferingVersionInput },
  output: customOfferingSchema,
  status: 201,
  problems: ["conflict"],
  run: (ctx, { params, body }) => createOfferingVersion(ctx, { ...body, ...params }),
});
