import { apiPreviewSchema, MAX_DOCUMENT_BODY_BYTES, previewApiInput } from "#lib/apis/contract.ts";
import { getApiPreview } from "#lib/apis/get-api-preview.ts";
import { route } from "#lib/http/route.ts";

export const POST = route({
  access: "apis:write",
  summary: "Read a document without storing anything",
  description:
    "OpenAPI 3.0, 3.1 or Swagger 2, JSON or YAML, at most 5 MB; as text, as a file, or from an address. References out of the document are refused. What is wrong is named with line and column or JSON pointer.",
  input: { body: previewApiInput, maxBodyBytes: MAX_DOCUMENT_BODY_BYTES, fileField: "document" },
  output: apiPreviewSchema,
  problems: ["payload-too-large", "egress-blocked", "provider-unreachable", "provider-rejected"],
  run: (ctx, { body }) => getApiPreview(ctx, body),
});
