import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";
import {
  deleteOverrideQuery,
  overrideParams,
  overrideSchema,
  updateOverrideBody,
} from "#lib/overrides/contract.ts";
import { deleteOverride } from "#lib/overrides/delete-override.ts";
import { getOverride } from "#lib/overrides/get-override.ts";
import { updateOverride } from "#lib/overrides/update-override.ts";

export const GET = route({
  access: "integrations:read",
  summary: "Get an override",
  input: { params: overrideParams },
  output: overrideSchema,
  run: (ctx, { params }) => getOverride(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "integrations:write",
  summary: "Change what an override replaces; another client or other addresses take a secret again",
  input: { params: overrideParams, body: updateOverrideBody },
  output: overrideSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateOverride(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "integrations:write",
  summary: "Delete an override; what was made with its client must reconnect",
  description: "The counts are the impact's; 409 when they moved.",
  input: { params: overrideParams, query: deleteOverrideQuery },
  problems: ["conflict"],
  run: (ctx, { params, query }) => deleteOverride(ctx, { ...query, ...params }),
});
