import { createAuditEvent } from "#lib/audit/create-audit-event.ts";
import type { Context } from "#lib/context/context.ts";
import { inTransaction } from "#lib/context/in-transaction.ts";
import { authorize, type WorkspaceActor } from "#lib/core/actor.ts";
import { invalidInput } from "#lib/core/errors.ts";
import { newId } from "#lib/core/ids.ts";
import {
  type AuthorizationKind,
  type ClientAuthentication,
  issuesTokens,
  type Provider,
} from "#lib/core/provider.ts";
import type { Secret } from "#lib/core/secret.ts";
import {
  type DeploymentClient,
  holdDeploymentClient,
  openDeploymentSecret,
} from "#lib/credentials/get-deployment-client.ts";
import { findOffering, findVisibleOffering } from "#lib/custom-offerings/find-offering.ts";
import { holdOffering } from "#lib/custom-offerings/hold-offering.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { type ClientCheck, checkIntegrationClient } from "./check-integration-client.ts";
import {
  checkDeploymentScopes,
  checkNothingEntered,
  chooseDeploymentClient,
  clientFacts,
  providerFor,
} from "./client-source.ts";
import type { CreateIntegration, Integration } from "./contract.ts";
import { describeIntegration } from "./describe-integration.ts";
import { checkFitsKind, chooseKind } from "./kind-rules.ts";
import { recordCheck } from "./record-check.ts";
import {
  insertIntegration,
  insertSecret,
  isIntegrationKeyTaken,
  listSlugsLike,
  type NewIntegration,
} from "./repository.ts";
import {
  checkAuthentication,
  checkOfferingIsOpen,
  checkScopes,
  chooseCallback,
  chooseSlug,
  newIntegrationKey,
  slugBase,
  toCallbackPath,
  toDifference,
  withoutEmpty,
} from "./rules.ts";

type Row = Omit<NewIntegration, "id" | "status" | "scopes"> & { scopes: string[] };

interface Plan {
  row: Row;
  provider: Provider;
  /** A secret of its own; the deployment's is opened where it is used. */
  clientSecret: Secret<string> | null;
  secretExpiresOn: Date | null;
  deployment: DeploymentClient | null;
  mayAdopt: boolean;
}

/** An integration as it will be written: everything is right with the input, and the provider was asked. */
export interface PreparedIntegration {
  plan: Plan;
  check: ClientCheck | null;
}

/**
 * Creates an integration and, when its client is complete, asks the provider about it first: verified → `configured`,
 * anything else → `draft`. One whose accounts connect by a key or a password has no client and is `configured` at once.
 * Errors: 422 with a pointer for what is wrong in the input, 403 at `/callback` for the shared callback address, 409 for
 * a slug or key that is taken. With any of them nothing is written.
 */
export async function createIntegration(ctx: Context, input: CreateIntegration): Promise<Integration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const offering = await findVisibleOffering(ctx, actor.workspaceId, input.offeringId, { isOpen: true });
  if (!offering) throw invalidInput("/offeringId", "There is no such offering. Choose one from the list.");
  const prepared = await prepareIntegration(ctx, input, offering);
  const id = await inTransaction(ctx, async (ctx) => {
    await holdOffering(ctx, offering);
    return insertPrepared(ctx, prepared);
  });
  return describeIntegration(ctx, actor, id);
}

/**
 * The first half of it: finds what is wrong with the input and asks the provider; nothing is written. The offering may
 * be one that is only about to be written. Errors as above.
 */
export async function prepareIntegration(
  ctx: Context,
  input: CreateIntegration,
  offering: CatalogueOffering,
): Promise<PreparedIntegration> {
  const actor = authorize(ctx.actor, "integrations:write");
  const plan = await planIntegration(ctx, actor, input, offering);
  return { plan, check: await checkWhenComplete(ctx, plan) };
}

/** The second half, in the transaction of whoever calls it. Gives the integration's id. */
export async function insertPrepared(ctx: Context, { plan, check }: PreparedIntegration): Promise<string> {
  const actor = authorize(ctx.actor, "integrations:write");
  const { row, provider, clientSecret, deployment } = plan;
  const id = newId("integration", ctx.now().getTime());
  if (deployment) await holdDeploymentClient(ctx, deployment);
  const written = { ...row, clientAuthentication: check?.authentication ?? row.clientAuthentication };
  const isReady = check?.verdict === "verified" || !issuesTokens(provider.kind);
  const status = isReady ? "configured" : "draft";
  await insertIntegration(ctx, { ...written, id, status });
  const place = { workspaceId: actor.workspaceId, integrationId: id };
  const secretId = clientSecret
    ? await insertSecret(ctx, {
        ...place,
        state: "active",
        secret: clientSecret,
        createdById: actor.userId,
        expiresOn: plan.secretExpiresOn,
      })
    : null;
  if (check)
    await recordCheck(ctx, { ...place, actor, check, method: "client_check", secretId, configVersion: 1 });
  await createAuditEvent(ctx, {
    action: "integration.create",
    target: { kind: "integration", id, label: row.name },
    changes: { ...toDifference({}, written), hasSecret: secretId !== null, verdict: check?.verdict ?? null },
  });
  return id;
}

async function checkWhenComplete(
  ctx: Context,
  { row, provider, clientSecret: own, deployment, mayAdopt }: Plan,
): Promise<ClientCheck | null> {
  if (!issuesTokens(provider.kind)) return null;
  const { clientId: ownId = "", clientAuthentication = "client_secret_post", callbackPath, scopes } = row;
  const { clientId, authentication } = clientFacts({ clientId: ownId, clientAuthentication }, deployment);
  const clientSecret = deployment ? await openDeploymentSecret(ctx, deployment) : own;
  if (!clientId || (!clientSecret && authentication !== "none")) return null;
  return checkIntegrationClient(ctx, {
    provider,
    clientId,
    clientSecret,
    authentication,
    mayAdopt,
    callbackPath,
    scopes,
    caCertificates: "",
  });
}

/** All that can be wrong with the input, before anything is sent or written. */
async function planIntegration(
  ctx: Context,
  actor: WorkspaceActor,
  input: CreateIntegration,
  offering: CatalogueOffering,
): Promise<Plan> {
  const successor = offering.status.replacedBy && (await findOffering(ctx, offering.status.replacedBy));
  checkOfferingIsOpen(offering, successor ? successor.displayName : null);
  const kind = chooseKind(offering, input.kind);
  checkFitsKind(kind, input);
  const { credentialSource = "own" } = input;
  const { deployment, clientId, clientSecret } = await chooseClient(ctx, offering, input);
  const clientAuthentication =
    deployment?.clientAuthentication ?? input.clientAuthentication ?? usualAuthentication(offering, kind);
  if (issuesTokens(kind)) checkAuthentication(offering, clientAuthentication);
  checkScopes(offering, input.scopes, kind);
  if (deployment) checkDeploymentScopes(deployment, input.scopes);
  const variables = withoutEmpty(input.variables ?? {});
  const provider = providerFor(offering, variables, deployment, kind);
  const callback = kind === "oauth2" ? chooseCallback(actor, input.callback, credentialSource) : "keyed";
  const integrationKey = input.integrationKey ?? newIntegrationKey();
  if (await isIntegrationKeyTaken(ctx, integrationKey)) {
    throw invalidInput("/integrationKey", "This callback address is taken. Reload the page to get another.");
  }
  const taken = await listSlugsLike(ctx, actor.workspaceId, input.slug ?? slugBase(input.name, offering.id));
  const row: Row = {
    workspaceId: actor.workspaceId,
    createdById: actor.userId,
    name: input.name,
    slug: chooseSlug(input.slug, input.name, offering.id, taken),
    offeringId: offering.id,
    kind,
    credentialSource,
    oauthCredentialId: deployment?.id ?? null,
    clientId,
    clientAuthentication,
    scopes: input.scopes,
    variables,
    connectionMode: input.connectionMode ?? "per_user",
    requestRefreshToken: input.requestRefreshToken ?? true,
    prompt: input.prompt ?? null,
    callbackPath: toCallbackPath(callback, integrationKey),
    integrationKey,
  };
  const mayAdopt = deployment
    ? deployment.clientAuthentication === null
    : input.clientAuthentication === undefined;
  const secretExpiresOn = input.secretExpiresOn ? new Date(input.secretExpiresOn) : null;
  return { row, provider, clientSecret, secretExpiresOn, deployment, mayAdopt };
}

// Where accounts connect by a key there is no client; one that connects by itself always has a secret.
function usualAuthentication(
  { clientAuthentications: ways }: CatalogueOffering,
  kind: AuthorizationKind,
): ClientAuthentication {
  if (!issuesTokens(kind)) return "none";
  const usual = kind === "oauth2" ? ways[0] : ways.find((way) => way !== "none");
  return usual ?? "client_secret_post";
}

/** The deployment's client, the credentials as entered, or the practice provider's own, which the browser never sees. */
async function chooseClient(ctx: Context, offering: CatalogueOffering, input: CreateIntegration) {
  if (input.credentialSource === "deployment") {
    checkNothingEntered(input);
    return { deployment: await chooseDeploymentClient(ctx, offering), clientId: "", clientSecret: null };
  }
  const { clientId = "", clientSecret = null, useSandboxClient = false } = input;
  if (!useSandboxClient) return { deployment: null, clientId, clientSecret };
  const practice = offering.isSandbox ? ctx.settings.practiceClient : null;
  if (!practice) throw invalidInput("/useSandboxClient", "Only the Sandbox offering has a practice client.");
  if (clientId || clientSecret)
    throw invalidInput("/useSandboxClient", "Enter a client of your own, or use the practice client.");
  return { deployment: null, ...practice };
}
