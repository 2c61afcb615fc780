import { apiParams, apiSchema, deleteApiQuery, updateApiInput } from "#lib/apis/contract.ts";
import { deleteApi } from "#lib/apis/delete-api.ts";
import { getApi } from "#lib/apis/get-api.ts";
import { updateApi } from "#lib/apis/update-api.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "apis:read",
  summary: "Get a custom API",
  input: { params: apiParams },
  output: apiSchema,
  run: (ctx, { params }) => getApi(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "apis:write",
  summary: "Change a custom API; a moved address wipes the client secret",
  description: "Connections must then reconnect; 409 unless their number is acknowledged.",
  input: { params: apiParams, body: updateApiInput },
  output: apiSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateApi(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "apis:write",
  summary: "Delete a custom API with its integration",
  description: "The counts are the impact's; 409 when they moved.",
  input: { params: apiParams, query: deleteApiQuery },
  problems: ["conflict"],
  run: (ctx, { params, query }) => deleteApi(ctx, { ...query, ...params }),
});
