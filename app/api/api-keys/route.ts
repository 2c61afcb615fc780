import {
  apiKeyPageSchema,
  apiKeyQuerySchema,
  createApiKeySchema,
  createdApiKeySchema,
} from "#lib/api-keys/contract.ts";
import { createApiKey } from "#lib/api-keys/create-api-key.ts";
import { listApiKeys } from "#lib/api-keys/list-api-keys.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "api-keys:read",
  summary: "List API keys",
  description: "Newest first, ended ones included. Members see their own keys, admins everyone's.",
  input: { query: apiKeyQuerySchema },
  output: apiKeyPageSchema,
  run: (ctx, { query }) => listApiKeys(ctx, query),
});

export const HEAD = head(GET);

export const POST = route({
  access: "api-keys:write",
  summary: "Create an API key",
  description:
    "The answer holds the key, once. It acts for the member who made it, within their role and its scopes.",
  input: { body: createApiKeySchema },
  output: createdApiKeySchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { body }) => {
    const key = await createApiKey(ctx, body);
    return withHeaders(key, { location: `/api/api-keys/${key.id}` });
  },
});
