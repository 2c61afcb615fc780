import { apiImportSchema, apiParams, importApiInput, MAX_DOCUMENT_BODY_BYTES } from "#lib/apis/contract.ts";
import { importApi } from "#lib/apis/import-api.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "apis:write",
  summary: "Import a new document into a custom API",
  description:
    "Without `isApplied` it says what would change and writes nothing. Addresses stay unless they are named; a moved one wipes the client secret.",
  input: { params: apiParams, body: importApiInput, maxBodyBytes: MAX_DOCUMENT_BODY_BYTES },
  output: apiImportSchema,
  problems: ["conflict", "payload-too-large", "egress-blocked", "provider-unreachable", "provider-rejected"],
  run: (ctx, { params, body }) => importApi(ctx, { ...body, ...params }),
});
