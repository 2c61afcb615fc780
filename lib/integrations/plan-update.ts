import { checkAcknowledged } from "#lib/core/acknowledged.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { invalidInput, isAppError } from "#lib/core/errors.ts";
import { issuesTokens, type Provider } from "#lib/core/provider.ts";
import type { DeploymentClient } from "#lib/credentials/get-deployment-client.ts";
import type { CatalogueOffering } from "#lib/offerings/catalogue-offering.ts";
import { readCaCertificates } from "./ca-certificates.ts";
import { checkDeploymentScopes, checkNothingEntered, providerFor } from "./client-source.ts";
import type { UpdateIntegration } from "./contract.ts";
import { areEndpointsMoved } from "./endpoints.ts";
import { checkFitsKind } from "./kind-rules.ts";
import { changedMeanwhile, type IntegrationRow } from "./repository.ts";
import {
  checkAuthentication,
  checkMayMoveEndpoints,
  checkMayTrust,
  checkScopes,
  chooseCallback,
  toCallback,
  toCallbackPath,
  toDifference,
  toVariables,
  withoutEmpty,
} from "./rules.ts";

const plainFields = ["name", "slug", "connectionMode", "requestRefreshToken", "prompt", "scopes"] as const;

type Fields = Pick<
  IntegrationRow,
  | (typeof plainFields)[number]
  | "credentialSource"
  | "oauthCredentialId"
  | "clientId"
  | "clientAuthentication"
  | "callbackPath"
  | "disabledAt"
  | "caCertificates"
> & { variables: Record<string, string> };

export interface UpdatePlan {
  /** All fields as they will be; those that stay are among them. */
  fields: Fields;
  changes: ReturnType<typeof toDifference>;
  /** The provider under the new settings; `null` when the offering is gone, and nothing that needs it changes. */
  provider: Provider | null;
  /** A stored verdict and running flows are about other settings than these. */
  isConfigMoved: boolean;
  /** P-04: the stored secrets must not meet the new address. */
  areEndpointsMoved: boolean;
  /** The grants of the integration's own client belong to another client, or to another address. */
  mustReconnect: boolean;
  /** P-04: the same for the clients of its overrides, which go by its variables and not by its client. */
  areOverridesMoved: boolean;
  /** How many connections must reconnect for it. */
  reconnects: number;
}

const configFields = [
  ...["credentialSource", "clientId", "clientAuthentication", "variables", "callbackPath"],
  "caCertificates",
];

interface Surroundings {
  /** The integration's; `null` when it is gone. */
  offering: CatalogueOffering | null;
  actor: WorkspaceActor;
  now: Date;
  /** The deployment's client that the integration is to have; `null` for one of its own. */
  deployment: DeploymentClient | null;
  /** How many of its connections were made with the client of an override. */
  overrideConnections: number;
}

/**
 * What an update comes to. Throws 409 when the form is older than the integration, or the
 * connections that must reconnect are not acknowledged; 422 and 403 with a pointer for what may not be.
 */
export function planUpdate(
  { offering, actor, now, deployment, overrideConnections }: Surroundings,
  row: IntegrationRow,
  input: UpdateIntegration,
): UpdatePlan {
  if (input.expectedUpdatedAt && Date.parse(input.expectedUpdatedAt) !== row.updatedAt.getTime())
    throw changedMeanwhile();
  checkFitsKind(row.kind, input);
  if (deployment) checkNothingEntered(input);
  const fields = mergeFields({ actor, now, deployment }, row, input);
  const { credentialSource } = fields;
  const isSwitched = credentialSource !== row.credentialSource;
  const { provider, isMoved } = resolveProvider({ offering, deployment, isSwitched }, row, fields, input);
  if (isMoved) checkMayMoveEndpoints(actor, toCallback(fields.callbackPath), credentialSource);
  const changes = toDifference({ ...row, variables: toVariables(row) }, fields);
  if ("caCertificates" in changes || (isSwitched && fields.caCertificates !== ""))
    checkMayTrust(actor, toCallback(fields.callbackPath), credentialSource);
  const mustReconnect = isMoved || isSwitched || "clientId" in changes;
  const areOverridesMoved = offering !== null && areVariablesMoved(offering, row, fields);
  const ownReconnects = mustReconnect ? row._count.connections - overrideConnections : 0;
  const reconnects = ownReconnects + (areOverridesMoved ? overrideConnections : 0);
  if (mustReconnect || areOverridesMoved)
    checkAcknowledged(input.acknowledgedConnections, reconnects, "of this integration");
  return {
    fields,
    changes,
    provider,
    isConfigMoved: configFields.some((field) => field in changes),
    areEndpointsMoved: isMoved || isSwitched,
    mustReconnect,
    areOverridesMoved,
    reconnects,
  };
}

// Clients of overrides are never pinned to the deployment's addresses.
function areVariablesMoved(offering: CatalogueOffering, row: IntegrationRow, { variables }: Fields): boolean {
  if (JSON.stringify(toVariables(row)) === JSON.stringify(variables)) return false;
  const [before, after] = [toVariables(row), variables].map((one) =>
    findProvider(offering, one, null, row.kind),
  );
  return !before || !after || areEndpointsMoved(before, after);
}

function mergeFields(
  { actor, now, deployment }: Omit<Surroundings, "offering" | "overrideConnections">,
  row: IntegrationRow,
  input: UpdateIntegration,
): Fields {
  const plain = Object.fromEntries(
    plainFields.map((field) => [field, input[field] === undefined ? row[field] : input[field]]),
  ) as Pick<Fields, (typeof plainFields)[number]>;
  const isDisabled = input.isDisabled ?? row.disabledAt !== null;
  return {
    ...plain,
    credentialSource: deployment ? "deployment" : "own",
    oauthCredentialId: deployment?.id ?? null,
    clientId: deployment ? "" : (input.clientId ?? row.clientId),
    clientAuthentication:
      deployment?.clientAuthentication ?? input.clientAuthentication ?? row.clientAuthentication,
    variables: withoutEmpty(input.variables ?? toVariables(row)),
    callbackPath: toCallbackPath(mergeCallback(actor, row, input, deployment), row.integrationKey),
    disabledAt: isDisabled ? (row.disabledAt ?? now) : null,
    caCertificates:
      input.caCertificates === undefined ? row.caCertificates : readCaCertificates(input.caCertificates, now),
  };
}

// With another source of the client the address is chosen anew: the shared one came with the deployment's.
function mergeCallback(
  actor: WorkspaceActor,
  row: IntegrationRow,
  { callback: asked }: UpdateIntegration,
  deployment: DeploymentClient | null,
) {
  if (deployment) return chooseCallback(actor, asked, "deployment");
  if (row.credentialSource === "deployment") return chooseCallback(actor, asked);
  const callback = asked ?? toCallback(row.callbackPath);
  return callback === toCallback(row.callbackPath) ? callback : chooseCallback(actor, callback);
}

/** The provider under the new fields, once the offering's rules about them are met, and whether its addresses move. */
function resolveProvider(
  {
    offering,
    deployment,
    isSwitched,
  }: Pick<Surroundings, "offering" | "deployment"> & { isSwitched: boolean },
  row: IntegrationRow,
  fields: Fields,
  input: UpdateIntegration,
): { provider: Provider | null; isMoved: boolean } {
  if (!offering) {
    if (!input.scopes && !input.variables && !isSwitched) return { provider: null, isMoved: false };
    throw invalidInput("/offeringId", "This integration's offering is not available here (any more).");
  }
  if (input.scopes) checkScopes(offering, fields.scopes, row.kind);
  if (deployment && (input.scopes || isSwitched)) checkDeploymentScopes(deployment, fields.scopes);
  if (input.clientAuthentication && issuesTokens(row.kind))
    checkAuthentication(offering, fields.clientAuthentication);
  const stored = findProvider(offering, toVariables(row), row.oauthCredential, row.kind);
  if (!input.variables && !isSwitched) return { provider: stored, isMoved: false };
  const provider = providerFor(offering, fields.variables, deployment, row.kind);
  return { provider, isMoved: stored === null || areEndpointsMoved(stored, provider) };
}

/** `null` when the offering has become stricter than the variables that are stored; that keeps nobody from renaming. */
export function findProvider(
  offering: CatalogueOffering,
  variables: Record<string, string>,
  deployment: DeploymentClient | null,
  kind: IntegrationRow["kind"],
): Provider | null {
  try {
    return providerFor(offering, variables, deployment, kind);
  } catch (error) {
    if (isAppError(error) && error.code === "invalid-input") return null;
    throw error;
  }
}
