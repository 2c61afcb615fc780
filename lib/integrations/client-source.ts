import type { Context } from "#lib/context/context.ts";
import { invalidInput } from "#lib/core/errors.ts";
import type { AuthorizationKind, ClientAuthentication, Provider } from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import {
  type DeploymentClient,
  findDeploymentClient,
  openDeploymentSecret,
} from "#lib/credentials/get-deployment-client.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { pinProvider } from "#lib/offerings/pin-provider.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import type { CreateIntegration, UpdateIntegration } from "./contract.ts";
import { type IntegrationRow, openSecret, type SecretRow } from "./repository.ts";

/** Where an integration's client comes from is decided here and nowhere else: its own row, or the deployment's client. */
export interface ClientFacts {
  clientId: string;
  authentication: ClientAuthentication;
  /** Nobody chose how the deployment's client proves itself, so the way that works is taken. */
  mayAdopt: boolean;
}

type ClientColumns = Pick<IntegrationRow, "clientId" | "clientAuthentication">;

export function clientFacts(own: ClientColumns, deployment: DeploymentClient | null): ClientFacts {
  if (!deployment)
    return { clientId: own.clientId, authentication: own.clientAuthentication, mayAdopt: false };
  return {
    clientId: deployment.clientId,
    authentication: deployment.clientAuthentication ?? own.clientAuthentication,
    mayAdopt: deployment.clientAuthentication === null,
  };
}

/** The provider as that client meets it; the deployment's is bound to its own addresses. */
export function providerFor(
  offering: CatalogueOffering,
  variables: Record<string, string>,
  deployment: DeploymentClient | null,
  kind: AuthorizationKind,
): Provider {
  return deployment ? pinProvider(offering, variables, deployment) : toProvider(offering, variables, kind);
}

/** The client's secret; `null` for a client without one. `secret` is the one of its own that is meant. */
export async function openClientSecret(
  ctx: Context,
  row: IntegrationRow,
  secret: SecretRow | null,
): Promise<Secret<string> | null> {
  if (row.oauthCredential) return openDeploymentSecret(ctx, row.oauthCredential);
  return secret && openSecret(ctx, row.workspaceId, secret.id);
}

/**
 * The deployment's client for an offering. 422 at `/credentialSource` where there is none, and for an offering that a
 * workspace made for itself: it could lead the tokens of the deployment's app to a host of its own (D-06).
 */
export async function chooseDeploymentClient(
  ctx: Context,
  offering: CatalogueOffering,
): Promise<DeploymentClient> {
  const isPrivate = offering.custom !== null && offering.custom.workspaceId !== null;
  const client = isPrivate ? null : await findDeploymentClient(ctx, offering.provider);
  if (client) return client;
  throw invalidInput(
    "/credentialSource",
    `This deployment has no OAuth app at ${offering.displayName}. A platform admin can add one; or enter a client of your own.`,
  );
}

type Entered = Pick<
  CreateIntegration,
  "clientId" | "clientSecret" | "clientAuthentication" | "useSandboxClient"
>;

/** 422 at what was entered of a client although the deployment's is to be used. */
export function checkNothingEntered(input: Entered | UpdateIntegration): void {
  const entered = ["clientId", "clientSecret", "clientAuthentication", "useSandboxClient"].find((field) =>
    Reflect.get(input, field),
  );
  if (entered)
    throw invalidInput(
      `/${entered}`,
      "The deployment's OAuth app is used, so leave out a client of your own.",
    );
}

/** 422 at a scope that the deployment's client is not registered for. */
export function checkDeploymentScopes(
  { scopes: registered }: DeploymentClient,
  scopes: readonly string[],
): void {
  const outside = scopes.findIndex((scope) => !registered.includes(scope));
  if (outside < 0) return;
  throw invalidInput(
    `/scopes/${outside}`,
    `The deployment's OAuth app is not registered for “${scopes[outside]}”. Leave it out, or ask a platform admin to add it.`,
  );
}
