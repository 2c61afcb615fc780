import type { Context } from "#lib/context/context.ts";
import { notFound } from "#lib/core/errors.ts";
import { listSharedOfferings } from "#lib/custom-offerings/find-offering.ts";
import { countDeploymentUse } from "#lib/integrations/get-deployment-use.ts";
import { listPeople } from "#lib/workspaces/list-people.ts";
import type { OAuthCredential } from "./contract.ts";
import { type CredentialRow, findCredential } from "./repository.ts";
import { toOAuthCredential } from "./rules.ts";

/** The row behind an entry. 404 where there is none. The verb that calls it has decided about permission. */
export async function loadCredential(ctx: Context, id: string): Promise<CredentialRow> {
  const row = await findCredential(ctx, id);
  if (!row) throw notFound("OAuth credentials");
  return row;
}

/** Entries as their routes answer them, with the names and counts of all rows in one query each. */
export async function describeCredentials(ctx: Context, rows: CredentialRow[]): Promise<OAuthCredential[]> {
  const [nameOf, use, offerings] = await Promise.all([
    listPeople(
      ctx,
      rows.map(({ createdById }) => createdById),
    ),
    countDeploymentUse(ctx),
    listSharedOfferings(ctx),
  ]);
  const none = { integrations: 0, connections: 0 };
  return rows.map((row) => toOAuthCredential(row, { offerings, nameOf, use: use.get(row.id) ?? none }));
}

export async function describeCredential(ctx: Context, id: string): Promise<OAuthCredential> {
  const [credential] = await describeCredentials(ctx, [await loadCredential(ctx, id)]);
  if (!credential) throw notFound("OAuth credentials");
  return credential;
}
