import { z } from "zod";
import { revokeApiKey } from "#lib/api-keys/revoke-api-key.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route({
  access: "api-keys:write",
  summary: "Revoke an API key",
  description: "It is refused from the next request on. Revoking it again changes nothing.",
  input: { params: z.object({ id: z.string().min(1).max(80) }) },
  run: (ctx, { params }) => revokeApiKey(ctx, params.id),
});
