import {
  deleteOAuthCredentialQuery,
  oauthCredentialParams,
  oauthCredentialSchema,
  updateOAuthCredentialBody,
} from "#lib/credentials/contract.ts";
import { deleteOAuthCredential } from "#lib/credentials/delete-oauth-credential.ts";
import { getOAuthCredential } from "#lib/credentials/get-oauth-credential.ts";
import { updateOAuthCredential } from "#lib/credentials/update-oauth-credential.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  summary: "Get OAuth credentials",
  input: { params: oauthCredentialParams },
  output: oauthCredentialSchema,
  run: (ctx, { params }) => getOAuthCredential(ctx, params),
});

export const HEAD = head(GET);

export const PATCH = route({
  access: "platform:manage",
  summary: "Change OAuth credentials; a new address takes the secret again",
  input: { params: oauthCredentialParams, body: updateOAuthCredentialBody },
  output: oauthCredentialSchema,
  problems: ["conflict"],
  run: (ctx, { params, body }) => updateOAuthCredential(ctx, { ...body, ...params }),
});

export const DELETE = route({
  access: "platform:manage",
  summary: "Delete OAuth credentials",
  description:
    "Integrations are left drafts without a client. The counts are the impact's; 409 when they moved.",
  input: { params: oauthCredentialParams, query: deleteOAuthCredentialQuery },
  problems: ["conflict"],
  run: (ctx, { params, query }) => deleteOAuthCredential(ctx, { ...query, ...params }),
});
