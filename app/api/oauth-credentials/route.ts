import {
  createOAuthCredentialBody,
  oauthCredentialListSchema,
  oauthCredentialSchema,
} from "#lib/credentials/contract.ts";
import { createOAuthCredential } from "#lib/credentials/create-oauth-credential.ts";
import { listOAuthCredentials } from "#lib/credentials/list-oauth-credentials.ts";
import { head } from "#lib/http/declaration.ts";
import { route, withHeaders } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  summary: "List the deployment's OAuth credentials",
  description:
    "One entry a domain, by domain. Any workspace's integration may use it in place of a client of its own.",
  output: oauthCredentialListSchema,
  run: (ctx) => listOAuthCredentials(ctx),
});

export const HEAD = head(GET);

export const POST = route({
  access: "platform:manage",
  summary: "Add OAuth credentials for a domain",
  input: { body: createOAuthCredentialBody },
  output: oauthCredentialSchema,
  status: 201,
  problems: ["conflict"],
  run: async (ctx, { body }) => {
    const credential = await createOAuthCredential(ctx, body);
    return withHeaders(credential, { location: `/api/oauth-credentials/${credential.id}` });
  },
});
