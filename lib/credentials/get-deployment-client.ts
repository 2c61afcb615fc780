import type { Context } from "#lib/context/context.ts";
import { AppError, conflict } from "#lib/core/errors.ts";
import type { Secret } from "#lib/core/secret.ts";
import {
  type CredentialRow,
  findCredentialByDomain,
  holdCredential,
  listCredentialRows,
  openSecret,
} from "./repository.ts";

/** What an integration needs to know of the deployment's client; no secret among it. */
export type DeploymentClient = Pick<
  CredentialRow,
  "id" | "clientId" | "clientAuthentication" | "authorizeUrl" | "tokenUrl" | "scopes" | "configVersion"
>;

/** The deployment's client at a domain; `null` where there is none. The verb that calls it has decided about permission. */
export function findDeploymentClient(ctx: Context, domain: string): Promise<DeploymentClient | null> {
  return findCredentialByDomain(ctx, domain);
}

/** The scopes of the deployment's clients, by domain: what a person who chooses one has to know. */
export async function listDeploymentScopes(ctx: Context): Promise<Map<string, string[]>> {
  return new Map((await listCredentialRows(ctx)).map(({ domain, scopes }) => [domain, scopes]));
}

/** The secret of the deployment's client, for the token requests of an integration that uses it. */
export async function openDeploymentSecret(ctx: Context, { id }: DeploymentClient): Promise<Secret<string>> {
  const secret = await openSecret(ctx, id);
  if (!secret) throw new AppError("unavailable", `OAuth credentials ${id} are gone`);
  return secret;
}

/** In the transaction of a save that relies on what was read of the client: 409 when it changed since. */
export async function holdDeploymentClient(ctx: Context, client: DeploymentClient): Promise<void> {
  if (await holdCredential(ctx, client)) return;
  throw conflict("The deployment's OAuth app was changed in the meantime. Try again.");
}
