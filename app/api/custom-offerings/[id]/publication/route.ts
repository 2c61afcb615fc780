import {
  customOfferingParams,
  customOfferingSchema,
  updatePublicationInput,
} from "#lib/custom-offerings/contract.ts";
import { deletePublication } from "#lib/custom-offerings/delete-publication.ts";
import { updatePublication } from "#lib/custom-offerings/update-publication.ts";
import { route } from "#lib/http/route.ts";

export const PUT = route({
  access: "platform:manage",
  summary: "Publish the newest version of a custom offering",
  description:
    "For all of its integrations at once. The counts are the impact's; 409 when they moved. Where addresses move, secrets are wiped and connections suspended.",
  input: { params: customOfferingParams, body: updatePublicationInput },
  output: customOfferingSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updatePublication(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "platform:manage",
  summary: "Unpublish a custom offering",
  description: "Nothing new is built on it; what is built works on.",
  input: { params: customOfferingParams },
  run: (ctx, { params }) => deletePublication(ctx, params),
});
