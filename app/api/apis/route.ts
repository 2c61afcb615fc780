import {
  apiPageSchema,
  apiSchema,
  createApiBody,
  listApisQuery,
  MAX_DOCUMENT_BODY_BYTES,
} from "#lib/apis/contract.ts";
import { createApi } from "#lib/apis/create-api.ts";
import { listApis } from "#lib/apis/list-apis.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "apis:read",
  summary: "List custom APIs",
  input: { query: listApisQuery },
  output: apiPageSchema,
  run: (ctx, { query }) => listApis(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "apis:write",
  summary: "Create a custom API, from a document or by hand",
  description:
    "Makes an offering that is private to the workspace, an integration at it with its own callback address, and the document's operations; all of it or nothing.",
  input: { body: createApiBody, maxBodyBytes: MAX_DOCUMENT_BODY_BYTES },
  output: apiSchema,
  status: 201,
  problems: ["conflict", "payload-too-large", "egress-blocked", "provider-unreachable", "provider-rejected"],
  run: async (ctx, { body }) => {
    const api = await createApi(ctx, body);
    return withHeaders(api, { location: `/api/apis/${api.id}` });
  },
});
