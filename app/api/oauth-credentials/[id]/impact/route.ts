import { oauthCredentialImpactSchema, oauthCredentialParams } from "#lib/credentials/contract.ts";
import { getOAuthCredentialImpact } from "#lib/credentials/get-oauth-credential-impact.ts";
import { head } from "#lib/http/declaration.ts";
import { route } from "#lib/http/route.ts";

export const GET = route({
  access: "platform:manage",
  isOwnPageOnly: true,
  summary: "What relies on OAuth credentials",
  input: { params: oauthCredentialParams },
  output: oauthCredentialImpactSchema,
  run: (ctx, { params }) => getOAuthCredentialImpact(ctx, params),
});

export const HEAD = head(GET);
