import type { Settings } from "#lib/context/settings.ts";
import type { WorkspaceActor } from "#lib/core/actor.ts";
import { invalidInput, isAppError } from "#lib/core/errors.ts";
import type { Provider } from "#lib/core/provider.ts";
import { toProvider } from "#lib/offerings/provider.ts";
import { findOffering } from "#lib/offerings/registry.ts";
import type { UpdateIntegration } from "./contract.ts";
import { areEndpointsMoved } from "./endpoints.ts";
import { changedMeanwhile, type IntegrationRow } from "./repository.ts";
import {
  checkAcknowledged,
  checkAuthentication,
  checkMayMoveEndpoints,
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
  (typeof plainFields)[number] | "clientId" | "clientAuthentication" | "callbackPath" | "disabledAt"
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
  /** The grants belong to another client, or to another address. */
  mustReconnect: boolean;
}

const configFields = ["clientId", "clientAuthentication", "variables", "callbackPath"];

/**
 * What an update comes to. Throws 409 when the form is older than the integration, or the
 * connections that must reconnect are not acknowledged; 422 and 403 with a pointer for what may not be.
 */
export function planUpdate(
  { settings, actor, now }: { settings: Settings; actor: WorkspaceActor; now: Date },
  row: IntegrationRow,
  input: UpdateIntegration,
): UpdatePlan {
  if (input.expectedUpdatedAt && Date.parse(input.expectedUpdatedAt) !== row.updatedAt.getTime())
    throw changedMeanwhile();
  const fields = mergeFields(actor, row, input, now);
  const { provider, isMoved } = resolveProvider(settings, row, fields, input);
  if (isMoved) checkMayMoveEndpoints(actor, toCallback(fields.callbackPath));
  const changes = toDifference({ ...row, variables: toVariables(row) }, fields);
  const mustReconnect = isMoved || "clientId" in changes;
  if (mustReconnect) checkAcknowledged(input.acknowledgedConnections, row._count.connections);
  return {
    fields,
    changes,
    provider,
    isConfigMoved: configFields.some((field) => field in changes),
    areEndpointsMoved: isMoved,
    mustReconnect,
  };
}

function mergeFields(
  actor: WorkspaceActor,
  row: IntegrationRow,
  input: UpdateIntegration,
  now: Date,
): Fields {
  const plain = Object.fromEntries(
    plainFields.map((field) => [field, input[field] === undefined ? row[field] : input[field]]),
  ) as Pick<Fields, (typeof plainFields)[number]>;
  const callback = input.callback ?? toCallback(row.callbackPath);
  const isCallbackChosen = callback !== toCallback(row.callbackPath);
  const isDisabled = input.isDisabled ?? row.disabledAt !== null;
  return {
    ...plain,
    clientId: input.clientId ?? row.clientId,
    clientAuthentication: input.clientAuthentication ?? row.clientAuthentication,
    variables: withoutEmpty(input.variables ?? toVariables(row)),
    callbackPath: toCallbackPath(
      isCallbackChosen ? chooseCallback(actor, callback) : callback,
      row.integrationKey,
    ),
    disabledAt: isDisabled ? (row.disabledAt ?? now) : null,
  };
}

/** The provider under the new fields, once the offering's rules about them are met, and whether its addresses move. */
function resolveProvider(
  settings: Settings,
  row: IntegrationRow,
  fields: Fields,
  input: UpdateIntegration,
): { provider: Provider | null; isMoved: boolean } {
  const offering = findOffering(settings, row.offeringId);
  if (!offering) {
    if (!input.scopes && !input.variables) return { provider: null, isMoved: false };
    throw invalidInput("/offeringId", "This integration's offering is not available here (any more).");
  }
  if (input.scopes) checkScopes(offering, fields.scopes);
  if (input.clientAuthentication) checkAuthentication(offering, fields.clientAuthentication);
  const stored = findProvider(offering, toVariables(row));
  if (!input.variables) return { provider: stored, isMoved: false };
  const provider = toProvider(offering, fields.variables);
  return { provider, isMoved: stored === null || areEndpointsMoved(stored, provider) };
}

// The catalogue may have become stricter than what is stored; that must not keep anybody from renaming.
function findProvider(
  offering: Parameters<typeof toProvider>[0],
  variables: Record<string, string>,
): Provider | null {
  try {
    return toProvider(offering, variables);
  } catch (error) {
    if (isAppError(error) && error.code === "invalid-input") return null;
    throw error;
  }
}
